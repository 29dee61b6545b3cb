"""A document put right or made blank takes nobody's conflict of interest away."""

from uuid import UUID

import pytest
from django.db import connection
from tests.cases.stage import CEM, OTHER_POLICE, POLICE, Stage, accused, act, complaint

from ruta.access import conflicts, context
from ruta.access.audit import told
from ruta.access.walls import Bar
from ruta.cases import parties, queries

HIS = "00000018"
CHANGES = pytest.mark.parametrize("document", ["", "00000019"], ids=["blank", "another"])


@pytest.fixture
def him(file: Stage, at_desk, coordinating, now) -> UUID:
    """An accused with a document, in a case that two stations and a CEM have."""
    him = accused(HIS)
    to = (act("cem-notified", now, to="T-CEM-1"), act("case-transferred", now, to="T-PNP-2"))
    file.opened(complaint(now), *to, parties=(him,), now=now)
    coordinating(CEM)
    return him.party_id


def sees(file: Stage, by, now) -> bool:
    context.enter(by)
    try:
        return bool(queries.case_file(by, file.case_id, now=now))
    except queries.NotFound:
        return False


def changed(file: Stage, him: UUID, document: str, now) -> None:
    parties.amend(
        case_id=file.case_id, party_id=him, facts={"document": document}, by=POLICE, now=now
    )


@pytest.mark.check("SEC-4")
@CHANGES
def test_a_relative_stays_outside_and_others_hear_of_it(file, him, now, document):
    assert sees(file, OTHER_POLICE, now)
    conflicts.declare(document=HIS, tie="relative", by=OTHER_POLICE)

    changed(file, him, document, now)

    assert not sees(file, OTHER_POLICE, now)
    assert sees(file, POLICE, now)
    (alert,) = told.of(CEM, state="open", many=5)
    assert (alert.kind, alert.case_id) == ("conflict", file.case_id)
    assert alert.office_name == "Oficina inventada T-PNP-1"


@CHANGES
def test_without_a_tie_it_is_a_correction_like_any_other(file, him, now, document):
    changed(file, him, document, now)

    context.enter(CEM)
    assert not Bar.objects.filter(case_id=file.case_id).exists()
    assert told.of(CEM, state="open", many=5) == []


def test_the_web_cannot_take_the_index_away_by_itself_either(file, him, now):
    conflicts.declare(document=HIS, tie="relative", by=OTHER_POLICE)

    context.enter(POLICE)
    with connection.cursor() as cursor:
        cursor.execute("update cases_party set document_index = null")
        assert cursor.rowcount == 1

    assert not sees(file, OTHER_POLICE, now)
