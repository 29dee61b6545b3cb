"""What narrows who sees a case is kept in clear, and follows from what is recorded."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from tests.cases.stage import NOW, OTHER_POLICE, POLICE, PROSECUTOR, Stage, act, complaint, survivor

from ruta.access.walls import CaseMark
from ruta.acts.facts import FactsRefused
from ruta.cases import marks, queries
from ruta.cases.intake import NewParty

IN_MARCH = datetime(2026, 3, 4, 15, tzinfo=UTC)


def sees(viewer, file: Stage) -> bool:
    try:
        queries.case_file(viewer, file.case_id, now=NOW)
    except queries.NotFound:
        return False
    return True


def test_a_case_of_trafficking_stays_with_who_said_so(file: Stage) -> None:
    told = [act("police-report-sent-prosecutor", NOW, to="T-MP-1"), complaint()]
    file.opened(*told, act("case-transferred", NOW, to="T-PNP-2"))
    assert sees(PROSECUTOR, file)

    file.recorded(complaint(NOW, modality="trata-explotacion-sexual"), by=OTHER_POLICE)

    assert sees(OTHER_POLICE, file)
    assert not sees(PROSECUTOR, file)


@pytest.mark.parametrize(
    ("facts", "until"),
    [
        ({"birth_date": "2010-05-06"}, date(2028, 12, 31)),
        ({"birth_date": "2008-03-05"}, date(2026, 12, 31)),
        ({"birth_date": "2007-12-31"}, None),
        ({"age": "13"}, date(2031, 12, 31)),
        ({"age": "18"}, None),
        ({"age": "<14"}, date(2044, 12, 31)),
        ({"age": "<18"}, date(2030, 12, 31)),
        ({"age": "18+"}, None),
        ({}, None),
    ],
)
def test_she_is_a_minor_until_the_end_of_the_year_she_comes_of_age(facts, until) -> None:
    assert marks.of_people([("survivor", facts)], now=IN_MARCH).minor_until == until


def test_an_accused_of_few_years_marks_nothing() -> None:
    assert not marks.of_people([("accused", {"age": "15"})], now=IN_MARCH)


def test_the_longest_minority_of_a_case_counts(file: Stage) -> None:
    child = NewParty(party_id=uuid4(), role="child", facts={"age": "2"})
    file.opened(parties=(survivor(age="16"), child))

    mark = CaseMark.objects.get(case_id=file.case_id)

    assert (mark.trafficking, mark.minor_until) == (False, date(NOW.year + 16, 12, 31))
    assert sees(POLICE, file)


BIRTHS = ["ayer", "08/03/2030", "2030-02-30", "9999-12-31", "0001-01-01", "20300308", "2030-W10-1"]


@pytest.mark.parametrize("born", BIRTHS)
def test_a_birth_that_is_no_day_is_refused_where_it_is_written(file: Stage, born: str) -> None:
    with pytest.raises(FactsRefused) as refused:
        file.opened(parties=(survivor(birth_date=born),))
    assert set(refused.value.errors) == {"birth_date"}


@pytest.mark.parametrize("born", BIRTHS)
def test_a_birth_that_is_no_day_does_not_hide_the_age(born: str) -> None:
    she = ("survivor", {"birth_date": born, "age": "15"})
    assert marks.of_people([she], now=NOW).minor_until == date(NOW.year + 3, 12, 31)


def test_an_age_in_odd_figures_is_no_age(file: Stage) -> None:
    assert file.opened(parties=(survivor(age="³"),))
