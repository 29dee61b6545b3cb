"""What a consent says is kept word by word, and read back by the instants at which it ends."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.cases.stage import CEM, HEALTH, POLICE, SUPERVISOR, Stage, act, complaint, survivor

from ruta.access.standing import Held, Standing
from ruta.acts.facts import FactsRefused
from ruta.cases import admission, consenting, consents, queries
from ruta.cases.consenting import GONE_BY, NO_OFFICE, NO_WITNESS, NOTHING, TOO_LONG, NewConsent
from ruta.cases.guardians import Giver

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)


def new(**more: Any) -> NewConsent:
    said: dict[str, Any] = {
        "act_id": UUID(int=7), "office_id": "T-CEM-1", "parts": ("identity",), "purpose": "care",
        "until": TODAY + DAY, "how": "written", "witness": "",
    }  # fmt: skip
    return NewConsent(**{**said, **more})


@dataclass
class Said:
    """An act as it is read: by its clear columns."""

    kind: str
    to_office_id: str | None
    recorded_at: datetime
    arrival: int
    facts: dict[str, Any] = field(default_factory=dict)
    act_id: UUID = field(default_factory=uuid4)

    @property
    def at(self) -> datetime:
        return self.recorded_at


def given(at: datetime, arrival: int, to: str | None = "T-CEM-1", purpose: str = "care") -> Said:
    facts = {"consent_compartments": ["identity", "account"], "consent_purpose": purpose,
             "consent_until": "2027-06-01"}  # fmt: skip
    return Said("consent-given", to, at, arrival, facts)


# --- The act that records it ---------------------------------------------------------------------


def test_every_word_of_a_consent_is_in_its_act() -> None:
    giver = Giver("representative", "mother", "Sunara Larquino")
    whole = new(how="thumbprint", language="quz", text="es-2026-11", witness="Ana", giver=giver)

    made = consenting.as_act(whole, at=NOW)

    assert (made.act_id, made.kind, made.at, made.to) == (
        UUID(int=7), "consent-given", NOW, "T-CEM-1",
    )  # fmt: skip
    assert made.facts == {
        "consent_compartments": ["identity"], "consent_purpose": "care",
        "consent_until": "2026-11-23", "consent_how": "thumbprint", "consent_language": "quz",
        "consent_text": "es-2026-11", "consent_witness": "Ana",
        "consent_by": "representative", "consent_role": "mother",
        "consent_representative": "Sunara Larquino",
    }  # fmt: skip


def test_what_was_not_said_is_not_in_the_act() -> None:
    made = consenting.as_act(new(office_id="", parts=(), purpose="figures"), at=NOW)

    assert made.to is None
    assert made.facts.keys() <= {"consent_purpose", "consent_until", "consent_how", "consent_by"}


@pytest.mark.parametrize(("office", "named"), [("T-CEM-1", None), ("", "Posta")])
def test_a_refusal_names_an_office_outside_the_case_inside_only(
    office: str, named: str | None
) -> None:
    made = consenting.refusal(
        UUID(int=8), at=NOW, office_id=office, office_name="Posta", purpose="care",
        language="quz", text="es-2026-11",
    )  # fmt: skip

    assert (made.act_id, made.kind, made.at, made.to) == (
        UUID(int=8), "consent-refused", NOW, office or None,
    )  # fmt: skip
    outside = {"consent_office": named} if named else {}
    assert made.facts == {
        "consent_purpose": "care", "consent_language": "quz", "consent_text": "es-2026-11",
        **outside,
    }  # fmt: skip


# --- What none may be -----------------------------------------------------------------------------


@pytest.mark.parametrize("until", [TODAY, TODAY + 90 * DAY])
def test_a_consent_may_end_today_and_in_ninety_days(until: date) -> None:
    consenting.check(new(until=until), now=NOW)


def test_the_day_is_that_of_lima() -> None:
    night = datetime(2026, 11, 23, 4, 59, tzinfo=UTC)

    assert consenting.lima_day(night) == TODAY
    assert consenting.lima_day(night + timedelta(minutes=1)) == TODAY + DAY


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"until": TODAY - DAY}, {"consent_until": GONE_BY}),
        ({"until": TODAY + 91 * DAY}, {"consent_until": TOO_LONG}),
        ({"parts": ()}, {"consent_compartments": NOTHING}),
        ({"office_id": ""}, {"to": NO_OFFICE}),
        ({"how": "thumbprint"}, {"consent_witness": NO_WITNESS}),
        ({"how": "thumbprint", "witness": "  "}, {"consent_witness": NO_WITNESS}),
        ({"parts": (), "office_id": "", "until": TODAY - DAY},
         {"to": NO_OFFICE, "consent_compartments": NOTHING, "consent_until": GONE_BY}),
    ],
)  # fmt: skip
def test_each_thing_that_is_wrong_is_said_at_its_field(
    more: dict[str, Any], wrong: dict[str, Any]
) -> None:
    with pytest.raises(FactsRefused) as refused:
        consenting.check(new(**more), now=NOW)

    assert refused.value.errors == wrong


@pytest.mark.parametrize(
    "more",
    [
        {"office_id": "", "parts": (), "purpose": "figures"},
        {"how": "thumbprint", "witness": "Ana"},
        {"how": "voice"},
    ],
)
def test_what_may_be_is_not_refused(more: dict[str, Any]) -> None:
    consenting.check(new(**more), now=NOW)


# --- As it is read back ---------------------------------------------------------------------------


def test_a_consent_is_read_back_as_it_was_given() -> None:
    act_ = given(NOW, 1)

    (found,) = consents.every([act_, Said("note-added", "T-CEM-1", NOW, 2)])

    assert (found.act_id, found.office_id, found.letters) == (act_.act_id, "T-CEM-1", "IN")
    assert found.parts == ("identity", "account")
    assert (found.purpose, found.given_at, found.until) == ("care", NOW, NOW + 90 * DAY)
    assert not found.revoked


def test_a_consent_taken_back_says_so_and_one_that_ran_out_does_not() -> None:
    back = Said("consent-revoked", "T-CEM-1", NOW + DAY, 2)
    other = Said("consent-refused", "T-CEM-1", NOW + DAY, 3)

    (found,) = consents.every([given(NOW, 1), back])
    (left,) = consents.every([given(NOW, 1), other])

    assert (found.until, found.revoked) == (NOW + DAY, True)
    assert (left.until, left.revoked) == (NOW + 90 * DAY, False)


def test_it_holds_until_its_very_instant_and_ends_soon_a_fortnight_before() -> None:
    (found,) = consents.every([given(NOW, 1)])
    end = NOW + 90 * DAY

    assert found.holds(end - TICK)
    assert not found.holds(end)
    assert not found.ends_soon(end - 14 * DAY - TICK)
    assert found.ends_soon(end - 14 * DAY)
    assert found.ends_soon(end - TICK)
    assert not found.ends_soon(end)


def test_to_be_counted_is_apart_from_what_offices_may_see() -> None:
    acts = [given(NOW, 1), given(NOW, 2, to=None, purpose="figures"),
            given(NOW + DAY, 3, to=None, purpose="figures")]  # fmt: skip

    assert [one.office_id for one in consents.in_force(acts, NOW + DAY)] == ["T-CEM-1"]
    assert consents.in_force(acts, NOW + 90 * DAY) == ()
    counted = consents.figures(acts, NOW + DAY)
    assert counted is not None
    assert counted.act_id == acts[2].act_id
    assert consents.figures(acts[:1], NOW) is None
    assert consents.figures(acts, NOW + 91 * DAY) is None


def test_to_refuse_to_be_counted_ends_that_and_nothing_else() -> None:
    no = Said("consent-refused", None, NOW + DAY, 3, {"consent_purpose": "figures"})
    acts = [given(NOW, 1), given(NOW, 2, to=None, purpose="figures"), no]

    assert consents.figures(acts, NOW + DAY) is None
    assert [one.office_id for one in consents.in_force(acts, NOW + DAY)] == ["T-CEM-1"]


# --- In a case ----------------------------------------------------------------------------------


@pytest.fixture
def told(file: Stage, now_of_walls: datetime) -> Stage:
    """The police told the women's centre."""
    file.opened(
        complaint(now_of_walls - DAY), act("cem-notified", now_of_walls - DAY, to="T-CEM-1"),
        parties=(survivor(age="31"),), now=now_of_walls,
    )  # fmt: skip
    return file


@pytest.fixture
def now_of_walls(db: None) -> datetime:
    """The instant of this transaction, which is the one the walls go by."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select now()")
        instant: datetime = cursor.fetchone()[0]
    return instant


def _give(file: Stage, now: datetime, **more: Any) -> None:
    agreed = new(act_id=uuid4(), until=consenting.lima_day(now) + DAY, **more)
    consenting.give(case_id=file.case_id, new=agreed, by=POLICE, now=now)


def test_the_bases_of_an_office_are_told_with_what_she_agreed_to(
    told: Stage, now_of_walls: datetime
) -> None:
    now = now_of_walls
    _give(told, now, office_id="T-IPRESS-1", parts=("risk", "identity"))
    _give(told, now, office_id="T-CEM-1", parts=("account",))

    held = consents.held_by_office(POLICE, told.case_id, now=now)

    assert held["T-IPRESS-1"] == (Held("consent", "IR"),)
    assert held["T-CEM-1"] == (Held("consent", "N"), Held("duty", ""))
    later = consents.held_by_office(POLICE, told.case_id, now=now + 91 * DAY)
    assert "T-IPRESS-1" not in later
    assert all(one.basis == "duty" for bases in later.values() for one in bases)


def test_whoever_only_looks_at_the_case_decides_nothing_for_her(
    told: Stage, now_of_walls: datetime
) -> None:
    now, case = now_of_walls, told.case_id
    agreed = new(act_id=uuid4(), until=consenting.lima_day(now))
    for attempt in (
        lambda: consenting.give(case_id=case, new=agreed, by=SUPERVISOR, now=now),
        lambda: consenting.revoke(case_id=case, office_id="T-CEM-1", by=SUPERVISOR, now=now),
        lambda: consenting.refuse(
            case_id=case, act_id=uuid4(), office_id="T-CEM-1", by=SUPERVISOR, now=now
        ),
    ):
        with pytest.raises(admission.Closed) as closed:
            attempt()
        assert closed.value.compartment == "C"


def test_there_may_be_nothing_to_take_back(told: Stage, now_of_walls: datetime) -> None:
    now, case = now_of_walls, told.case_id
    _give(told, now, office_id="T-IPRESS-1")

    assert not consenting.revoke(case_id=case, office_id="T-CEM-1", by=POLICE, now=now)
    assert consenting.revoke(case_id=case, office_id="T-IPRESS-1", by=POLICE, now=now)
    assert not consenting.revoke(case_id=case, office_id="T-IPRESS-1", by=POLICE, now=now)


def test_a_refusal_names_nobody_only_when_it_is_to_be_counted(
    told: Stage, now_of_walls: datetime
) -> None:
    now, case = now_of_walls, told.case_id

    with pytest.raises(FactsRefused) as refused:
        consenting.refuse(case_id=case, act_id=uuid4(), purpose="care", by=POLICE, now=now)

    assert refused.value.errors == {"to": NO_OFFICE}
    consenting.refuse(case_id=case, act_id=uuid4(), purpose="figures", by=POLICE, now=now)


def test_how_somebody_else_stands_is_told_by_their_agency(
    told: Stage, now_of_walls: datetime
) -> None:
    _give(told, now_of_walls, office_id="T-IPRESS-1", parts=("risk",))

    nurse = consents.standing_of(POLICE, told.case_id, HEALTH)
    centre = consents.standing_of(POLICE, told.case_id, CEM)

    assert (nurse.agency, nurse.relation) == ("SALUD", "assigned")
    assert nurse.allows("read", "R")
    assert not nurse.allows("read", "L")
    assert (centre.agency, centre.allows("read", "L")) == ("CEM", True)


@pytest.mark.parametrize(("office", "to"), [("T-CEM-1", "T-CEM-1"), ("T-IPRESS-1", None)])
def test_a_refusal_is_addressed_to_an_office_of_the_case_only(
    told: Stage, now_of_walls: datetime, office: str, to: str | None
) -> None:
    consenting.refuse(
        case_id=told.case_id, act_id=uuid4(), office_id=office, office_name="Posta inventada",
        purpose="care", by=POLICE, now=now_of_walls,
    )  # fmt: skip

    acts = queries.case_file(POLICE, told.case_id, now=now_of_walls).acts
    assert [act.to_office_id for act in acts if act.kind == "consent-refused"] == [to]


def test_who_may_not_know_who_is_in_a_childs_case_decides_nothing_there(
    told: Stage, now_of_walls: datetime
) -> None:
    """Whether a guardian may consent cannot be told without knowing who is accused."""
    line = Standing("LINEA", relation="assigned", held=(Held("duty"),), known=True, minor=True)

    with pytest.raises(admission.Closed) as closed:
        consenting._people(POLICE, told.case_id, line)

    assert closed.value.compartment == "I"
    assert consenting._people(POLICE, told.case_id, replace(line, minor=False)) == []
    assert consenting._people(POLICE, told.case_id, replace(line, agency="PNP"))


def test_who_gives_a_consent_and_who_witnesses_it_are_not_shown_by_chance() -> None:
    giver = Giver("representative", "mother", "Sunara Larquino")

    shown = repr(new(giver=giver, witness="Ana Quispe"))

    assert "Sunara" not in shown
    assert "Quispe" not in shown
