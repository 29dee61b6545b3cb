"""Where the accused works, written with who he is, closes the case to that institution at once."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from tests.cases.stage import (
    CEM,
    COURT,
    NOW,
    POLICE,
    Stage,
    accused,
    act,
    complaint,
    report,
    survivor,
)

from ruta.access import agencies, context
from ruta.access.audit import afterwards, alerts
from ruta.access.walls import Bar
from ruta.cases import operations, parties, queries, workplaces


@pytest.fixture(autouse=True)
def told(db: None, monkeypatch) -> Iterator[list[str]]:
    """The kinds of the alerts left to be raised, once they are; none is left for another test."""
    left: list[str] = []
    monkeypatch.setattr(alerts, "raise_now", lambda kind, *, case_id, by: left.append(kind))
    yield left
    afterwards.settle()


def bars(by=CEM) -> set[tuple[str, str]]:
    context.enter(by)
    return set(Bar.objects.values_list("subject", "reason"))


def opened(file: Stage, *people) -> None:
    file.opened(complaint(), act("cem-notified", NOW, to="T-CEM-1"), report(NOW), parties=people)


@pytest.mark.parametrize(
    ("facts", "agency"),
    [
        ({"security_forces": "pnp"}, "PNP"),
        ({"workplace": "PNP"}, "PNP"),
        ({"workplace": "PJ"}, "PJ"),
    ],
)
def test_the_bar_follows_in_the_same_transaction(file, facts, agency):
    opened(file, survivor(), accused(**facts))

    assert bars(POLICE) == {(agency, "implicated")}


@pytest.mark.parametrize(("agency", "somebody"), [("PNP", POLICE), ("PJ", COURT)])
def test_from_the_next_request_nobody_there_finds_the_case(file, agency, somebody):
    opened(file, accused(workplace=agency))

    with pytest.raises(queries.NotFound):
        queries.case_file(somebody, file.case_id, now=NOW)
    for other in {POLICE, COURT, CEM} - {somebody}:
        assert queries.case_file(other, file.case_id, now=NOW)


def test_nobody_else_closes_the_case_to_those_who_accompany_her(file, told):
    him = accused(workplace="CEM", security_forces="pnp")
    opened(file, him)
    operations.add_parties(case_id=file.case_id, new=[accused(workplace="UPE")], by=COURT, now=NOW)
    afterwards.settle()

    assert bars() == {("PNP", "implicated")}
    assert set(told) == {"implicated"}
    assert queries.case_file(CEM, file.case_id, now=NOW)


def test_what_another_wrote_of_them_does_not_close_it_when_they_write_something_else(file):
    him = accused(workplace="CEM")
    opened(file, him)

    for facts in ({"telephone": "000 1"}, {"security_forces": "pnp"}):
        parties.amend(
            case_id=file.case_id, party_id=him.party_id, facts=facts, by=CEM, now=NOW
        )  # fmt: skip

    assert bars() == {("PNP", "implicated")}
    assert queries.case_file(CEM, file.case_id, now=NOW)


def test_what_they_write_of_themselves_closes_it(file):
    opened(file)

    operations.add_parties(case_id=file.case_id, new=[accused(workplace="CEM")], by=CEM, now=NOW)

    assert bars(POLICE) == {("CEM", "implicated")}
    with pytest.raises(queries.NotFound):
        queries.case_file(CEM, file.case_id, now=NOW)


def test_added_later_it_follows_too(file):
    opened(file, survivor())

    operations.add_parties(case_id=file.case_id, new=[accused(workplace="PJ")], by=POLICE, now=NOW)

    with pytest.raises(queries.NotFound):
        queries.case_file(COURT, file.case_id, now=NOW)


def test_known_later_it_follows_too_and_stays_when_it_is_changed(file):
    him = accused()
    opened(file, him)
    assert bars() == set()

    for works in ("PJ", "PNP"):
        parties.amend(
            case_id=file.case_id, party_id=him.party_id, facts={"workplace": works}, by=CEM, now=NOW
        )

    assert bars() == {("PJ", "implicated"), ("PNP", "implicated")}


def test_when_the_rest_is_undone_so_is_the_bar(file):
    opened(file)
    mark = transaction.savepoint()
    operations.add_parties(case_id=file.case_id, new=[accused(workplace="PJ")], by=POLICE, now=NOW)
    assert bars() != set()

    transaction.savepoint_rollback(mark)

    assert bars() == set()


@pytest.mark.parametrize(
    "person",
    [
        survivor(workplace="PNP"),
        accused(workplace="frente a la comisaría"),
        accused(workplace="OVERSIGHT"),
        accused(security_forces="armed-forces"),
        accused(),
    ],
    ids=["hers", "a text", "no institution of a case", "the army", "unknown"],
)
def test_nothing_else_closes_a_case(file, person):
    opened(file, person)

    assert bars() == set()


def test_others_are_told_once_to_name_somebody(file, told):
    opened(file, accused(workplace="PNP"))
    afterwards.settle()
    operations.add_parties(case_id=file.case_id, new=[accused(workplace="PNP")], by=CEM, now=NOW)
    afterwards.settle()

    assert told == ["implicated"]


def test_the_centre_that_wrote_it_down_is_told_to_name_somebody_too(file, monkeypatch):
    left: list[object] = []
    monkeypatch.setattr(alerts, "raise_now", lambda kind, *, case_id, by: left.append(by))
    opened(file)

    operations.add_parties(case_id=file.case_id, new=[accused(workplace="PNP")], by=CEM, now=NOW)
    afterwards.settle()

    assert left == [None]


def test_every_institution_that_reads_cases_may_be_one():
    read_none = {"ADMIN", "ANALYST", "OVERSIGHT", "SURVIVOR"}

    assert set(workplaces.INSTITUTIONS) == set(agencies.AGENCIES) - read_none
