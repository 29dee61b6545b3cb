"""Who a person is, is changed by whoever wrote it; an age that decides, by who accompanies her."""

import pytest
from tests.cases.stage import CEM, COURT, NOW, POLICE, Stage, accused, act, complaint, report
from tests.cases.stage import survivor as her_with

from ruta.access import context
from ruta.acts.facts import FactsRefused
from ruta.cases import guardians, parties
from ruta.cases.intake import NewParty
from ruta.cases.models import SealedItem


def opened(file: Stage, one: NewParty) -> NewParty:
    """A case of the police, a CEM and a court, in which the police wrote down this person."""
    file.opened(complaint(), act("cem-notified", NOW, to="T-CEM-1"), report(NOW), parties=(one,))
    return one


def amend(file: Stage, one: NewParty, by, **facts: str) -> None:
    parties.amend(case_id=file.case_id, party_id=one.party_id, facts=facts, by=by, now=NOW)


def facts_of(file: Stage) -> dict[str, object]:
    (person,) = parties.read(CEM, file.case_id, "test")
    return dict(person.facts)


def refused(file: Stage, one: NewParty, by, **facts: str) -> set[str]:
    """The fields at which a change is refused; nothing is changed."""
    before = facts_of(file)
    with pytest.raises(FactsRefused) as refusal:
        amend(file, one, by, **facts)
    assert facts_of(file) == before
    return set(refusal.value.errors)


# --- Whose it is ----------------------------------------------------------------------------------


def test_another_office_does_not_rewrite_or_blank_who_somebody_is(file):
    him = opened(file, accused("00000018"))

    assert refused(file, him, COURT, document="", surnames="Otro") == {"document", "surnames"}


def test_the_office_that_wrote_it_and_those_who_accompany_her_do(file):
    him = opened(file, accused())

    amend(file, him, CEM, names="Primero")
    amend(file, him, POLICE, names="Segundo")

    assert facts_of(file)["names"] == "Segundo"


def test_it_stays_of_the_office_that_wrote_it(file):
    him = opened(file, accused())

    amend(file, him, CEM, names="Otro", telephone="000 1")

    context.enter(CEM)
    rows = SealedItem.objects.filter(item_id=him.party_id)
    assert set(rows.values_list("compartment", "office_id", "author_id")) == {
        ("I", POLICE.office_id, POLICE.user_id),
        ("L", CEM.office_id, CEM.user_id),
    }


# --- An age that decides --------------------------------------------------------------------------


@pytest.mark.check("SEC-13")
@pytest.mark.parametrize(
    ("age", "would_be"),
    [("12", "15"), ("12", "14"), ("12", ""), ("<14", "<18"), ("15", "18"), ("<18", "18+")],
)
def test_sec_13_an_age_by_which_she_would_decide_is_for_those_who_accompany_her(
    file, age, would_be
):
    child = opened(file, her_with(age=age))

    assert refused(file, child, POLICE, age=would_be) == {"age"}

    amend(file, child, CEM, age=would_be)
    assert facts_of(file).get("age", "") == would_be


@pytest.mark.check("SEC-13")
def test_sec_13_nobody_makes_a_child_decide_by_raising_her_age(file):
    child = opened(file, her_with(age="12"))

    refused(file, child, POLICE, age="15")

    (person,) = parties.read(POLICE, file.case_id, "test")
    with pytest.raises(FactsRefused):
        guardians.check(guardians.Giver(), [guardians.Someone(person.role, person.facts)])


@pytest.mark.parametrize(
    ("age", "would_be"), [("12", "13"), ("14", "17"), ("15", "12"), ("", "15"), ("30", "34")]
)
def test_any_other_age_is_put_right_by_who_wrote_it(file, age, would_be):
    her = opened(file, her_with(age=age))

    amend(file, her, POLICE, age=would_be)

    assert facts_of(file)["age"] == would_be


def test_the_age_of_who_is_accused_decides_nothing_of_hers(file):
    him = opened(file, accused(age="17"))

    amend(file, him, POLICE, age="18")

    assert facts_of(file)["age"] == "18"
