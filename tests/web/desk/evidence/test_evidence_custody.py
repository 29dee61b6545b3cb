"""The custody of a file: the mark by which it is told, and every opening under it."""

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from tests.access.audit.conftest import append, keyd, superuser  # noqa: F401
from tests.cases.stage import CEM, POLICE
from tests.web.desk.conftest import attach_file
from tests.web.desk.evidence.conftest import photograph
from tests.web.desk.evidence.test_evidence_sealed import attached

from ruta.access import context
from ruta.access.keys import derived, vault
from ruta.access.viewer import Viewer
from ruta.cases import evidence, operations
from ruta.cases.models import EvidenceFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def listened(superuser: psycopg.Connection, href: str) -> str:  # noqa: F811
    """The address of the evidence, in a database whose audit is emptied afterwards."""
    return href


def test_the_custody_tells_every_opening_of_this_file_and_of_no_other(
    listened, known, at_desk, now, append  # noqa: F811
):  # fmt: skip
    first, second = (attach_file(case_id=known.case_id, now=now) for _each in range(2))

    def entry(who: Viewer, purpose: str, piece: UUID, **more: object) -> dict[str, object]:
        return {
            "actor": str(who.user_id), "office_id": who.office_id, "agency": who.agency,
            "case_id": str(known.case_id), "event": "opened", "action": "read",
            "compartments": "N", "basis": "duty", "detail": {"role": who.role},
            "purpose": f"{purpose}-evidence-{evidence.mark(known.case_id, piece)}", **more,
        }  # fmt: skip

    append(
        entry(POLICE, "attach", first, event="sealed", action="write"),
        entry(POLICE, "view", first), entry(POLICE, "view", first),
        entry(CEM, "export", second, action="export"),
    )  # fmt: skip
    page = at_desk(POLICE).get(f"{listened}{first}/").content.decode()

    assert "Selló el original y la copia" in page
    assert "Miró la copia</strong> (2 veces)" in page
    assert "Se llevó el original</strong>" not in page
    assert "Oficina inventada T-PNP-1" in page
    assert "Cuenta inventada" not in page.split('id="custodia"')[1]


@pytest.mark.parametrize("purpose", ["attach", "read", "view", "export"])
def test_a_purpose_with_its_mark_is_one_that_the_keeper_takes(purpose):
    assert derived.NAME_FORM.fullmatch(f"{purpose}-evidence-{evidence.mark(uuid4(), uuid4())}")


def test_who_chooses_an_act_does_not_choose_the_mark_of_its_file():
    case_id, first = uuid4(), uuid4()
    second = UUID(hex=uuid4().hex[:20] + first.hex[20:])

    assert evidence.mark(case_id, first) != evidence.mark(case_id, second)
    assert evidence.mark(case_id, first) != evidence.mark(uuid4(), first)


def test_a_file_under_a_mark_that_the_case_has_is_refused(known, now, monkeypatch):
    attached(known, now, photograph())
    monkeypatch.setattr(evidence, "mark", lambda _case, _act: "0" * evidence.MARK_SIGNS)

    with pytest.raises(operations.Conflict):
        attached(known, now, photograph())
    with context.entered(POLICE):
        assert EvidenceFile.objects.filter(case_id=known.case_id).count() == 1


def test_each_opening_is_asked_for_under_the_mark_of_its_file(href, known, at_desk, now):
    piece = attach_file(case_id=known.case_id, now=now)
    asked: list[str] = []
    keeper = vault.service()

    class Listening:
        def __getattr__(self, name: str) -> Any:
            ours = getattr(keeper, name)

            def ask(*args: Any, **values: Any) -> Any:
                asked.append(values.get("purpose", ""))
                return ours(*args, **values)

            return ask

    with vault.use(Listening()):
        at_desk(POLICE).get(f"{href}{piece}/copia/")
        at_desk(POLICE).get(f"{href}{piece}/")

    mark = evidence.mark(known.case_id, piece)
    assert f"view-evidence-{mark}" in asked
    assert f"read-evidence-{mark}" in asked
