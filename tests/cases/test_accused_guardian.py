"""A guardian who is the accused never decides for her, is never shown, and is told nothing."""

from datetime import datetime
from uuid import uuid4

import pytest
from tests.cases.stage import (
    CEM,
    HEALTH,
    NOW,
    POLICE,
    Stage,
    accused,
    act,
    complaint,
    report,
    survivor,
)
from tests.cases.test_consents import now  # noqa: F401

from ruta.access.audit import afterwards, alerts
from ruta.acts.facts import FactsRefused
from ruta.cases import (
    admission,
    consenting,
    consents,
    guardians,
    opening,
    operations,
    parties,
    people,
    queries,
)
from ruta.cases.consenting import NewConsent
from ruta.cases.guardians import Giver
from ruta.cases.intake import NewAct

pytestmark = pytest.mark.check("SEC-13")
HEALTH_CENTRE = "T-IPRESS-1"
HIM = {"names": "Vantare", "surnames": "Oltrén (inventado)", "bond": "parent", "sex": "hombre"}
FATHER = Giver(guardians.REPRESENTATIVE, "father", "Otro Nombre (inventado)")
HIMSELF = Giver(guardians.REPRESENTATIVE, "guardian", "Oltrén, VANTARE")
UPE = Giver(guardians.REPRESENTATIVE, "upe", "")


@pytest.fixture
def child(file: Stage) -> Stage:
    """A girl of nine, whose father is accused and is written as who may answer."""
    file.opened(
        complaint(), act("cem-notified", NOW, to="T-CEM-1"), report(),
        parties=(
            survivor(age="9", contact_person="Vantare Oltrén · palabra clave: lluvia"),
            accused(**HIM),
        ),
    )  # fmt: skip
    return file


def new(giver: Giver, at: datetime = NOW, office: str = "T-CEM-1") -> NewConsent:
    return NewConsent(
        act_id=uuid4(), office_id=office, parts=("identity",), purpose="care",
        until=consenting.lima_day(at), how="written", giver=giver,
    )  # fmt: skip


def in_force(case: Stage, at: datetime = NOW) -> tuple:
    acts = queries.case_file(POLICE, case.case_id, now=at).acts
    return consents.in_force([each for each in acts if each.stands], at)


@pytest.mark.parametrize("giver", [FATHER, HIMSELF], ids=["by his place", "by his name"])
def test_sec_13_he_does_not_decide_and_others_are_told_that_he_tried(child, monkeypatch, giver):
    told: list[tuple[str, object]] = []
    monkeypatch.setattr(alerts, "raise_now", lambda kind, *, case_id, by: told.append((kind, by)))

    with pytest.raises(FactsRefused) as refused:
        consenting.give(case_id=child.case_id, new=new(giver), by=POLICE, now=NOW)
    afterwards.settle()

    assert refused.value.errors["consent_role"] == guardians.ACCUSED
    assert told == [("guardian", POLICE)]
    assert in_force(child) == ()


def test_somebody_without_a_conflict_decides(child):
    consenting.give(case_id=child.case_id, new=new(UPE), by=POLICE, now=NOW)

    assert len(in_force(child)) == 1


def test_sec_13_a_consent_is_not_corrected_into_his(child):
    consenting.give(case_id=child.case_id, new=new(UPE), by=POLICE, now=NOW)
    (given,) = [
        each for each in queries.case_file(POLICE, child.case_id, now=NOW).acts
        if each.kind == "consent-given"
    ]  # fmt: skip
    stated = {
        **given.facts, "consent_how": "written", "consent_by": "representative",
        "consent_role": "father", "consent_representative": "Vantare Oltrén",
    }  # fmt: skip
    corrected = NewAct(
        act_id=uuid4(), kind="consent-given", at=NOW, to="T-CEM-1", facts=stated,
        corrects=given.act_id,
    )  # fmt: skip

    with pytest.raises(FactsRefused) as refused:
        operations.record(case_id=child.case_id, acts=[corrected], by=POLICE, now=NOW)

    assert set(refused.value.errors) == {"kind"}


AUNT = Giver(guardians.REPRESENTATIVE, "guardian", "Sunara Larquino (inventada)")


def test_sec_13_what_somebody_agreed_to_ends_when_they_are_accused_too(child, monkeypatch):
    told: list[str] = []
    monkeypatch.setattr(alerts, "raise_now", lambda kind, *, case_id, by: told.append(kind))
    consenting.give(case_id=child.case_id, new=new(AUNT), by=POLICE, now=NOW)
    assert len(in_force(child)) == 1

    her = accused(names="Sunara", surnames="Larquino", bond="uncle-aunt", sex="mujer")
    people.add(case_id=child.case_id, new=[her], by=POLICE, now=NOW)
    afterwards.settle()

    assert in_force(child) == ()
    assert "guardian" in told


def test_sec_13_it_ends_when_the_accused_turns_out_to_be_who_agreed(child):
    consenting.give(case_id=child.case_id, new=new(AUNT), by=POLICE, now=NOW)
    (him,) = [one for one in parties.read(POLICE, child.case_id, "test") if one.role == "accused"]

    people.amend(
        case_id=child.case_id, party_id=him.party_id, by=POLICE, now=NOW, why="otro nombre",
        facts={"names": "Sunara", "surnames": "Larquino"},
    )  # fmt: skip

    assert in_force(child) == ()


@pytest.mark.parametrize("theirs", [UPE, AUNT], ids=["by the unit", "by her aunt"])
def test_sec_13_it_ends_in_doubt_when_who_writes_may_not_read_who_agreed(
    child,
    now,  # noqa: F811
    theirs,
):
    consenting.give(case_id=child.case_id, new=new(AUNT, now), by=POLICE, now=now)
    consenting.give(case_id=child.case_id, new=new(theirs, now, HEALTH_CENTRE), by=POLICE, now=now)
    standing = admission.standing(HEALTH, child.case_id)
    assert (standing.allows("read", "I"), standing.allows("read", "C")) == (True, False)

    her = accused(names="Sunara", surnames="Larquino", bond="uncle-aunt", sex="mujer")
    people.add(case_id=child.case_id, new=[her], by=HEALTH, now=now)

    assert in_force(child, now) == ()
    assert her.party_id in {one.party_id for one in parties.read(POLICE, child.case_id, "test")}


def test_sec_13_the_centre_is_told_even_when_it_wrote_it_down_itself(child, monkeypatch):
    told: list[tuple[str, object]] = []
    monkeypatch.setattr(alerts, "raise_now", lambda kind, *, case_id, by: told.append((kind, by)))
    consenting.give(case_id=child.case_id, new=new(AUNT), by=POLICE, now=NOW)

    her = accused(names="Sunara", surnames="Larquino", bond="uncle-aunt", sex="mujer")
    people.add(case_id=child.case_id, new=[her], by=CEM, now=NOW)
    afterwards.settle()

    assert told == [("guardian", None)]


def test_what_the_child_protection_unit_agreed_to_stays_whoever_is_accused(child):
    consenting.give(case_id=child.case_id, new=new(UPE), by=POLICE, now=NOW)

    people.add(case_id=child.case_id, new=[accused(names="Otro Nombre")], by=POLICE, now=NOW)

    assert len(in_force(child)) == 1


def test_what_she_took_back_is_not_brought_back_by_striking_it_out(child):
    consenting.give(case_id=child.case_id, new=new(UPE), by=POLICE, now=NOW)
    consenting.revoke(case_id=child.case_id, office_id="T-CEM-1", by=POLICE, now=NOW)
    (revoked,) = [
        each for each in queries.case_file(POLICE, child.case_id, now=NOW).acts
        if each.kind == "consent-revoked"
    ]  # fmt: skip

    struck = NewAct(
        act_id=uuid4(), kind="annulment", at=NOW, annuls=revoked.act_id,
        facts={"reason_code": "duplicate"},
    )  # fmt: skip
    with pytest.raises(FactsRefused):
        operations.record(case_id=child.case_id, acts=[struck], by=POLICE, now=NOW)

    assert in_force(child) == ()


def test_sec_13_he_is_not_shown_as_who_may_answer_for_her(child):
    file = queries.case_file(CEM, child.case_id, now=NOW)

    opened = opening.open_page(CEM, file, "case-page")

    assert opened.survivor is not None
    assert opened.survivor.facts["contact_person"] == "palabra clave: lluvia"


@pytest.mark.parametrize(
    ("written", "stays"),
    [
        ("Vantare", False),
        ("oltren", False),
        ("Su abuela Ilda (inventada)", True),
        ("", True),
    ],
)
def test_who_may_answer_is_left_out_in_doubt_and_kept_otherwise(written, stays):
    facts = {"contact_person": written}

    kept = guardians.without_accused(facts, [HIM])

    assert (kept == facts) is stays
