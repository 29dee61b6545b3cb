"""What she agrees to opens what she said, to whom she said, until she said; and nothing else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from tests.cases.stage import (
    CEM,
    HEALTH,
    POLICE,
    Stage,
    accused,
    act,
    complaint,
    report,
    survivor,
)

from ruta.access.walls import Grant
from ruta.acts.facts import FactsRefused
from ruta.cases import accounts, admission, consenting, consents, grants, queries
from ruta.cases.admission import NotFound
from ruta.cases.consenting import NewConsent, lima_day
from ruta.cases.guardians import Giver

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
TOLD = "Relato inventado."


@pytest.fixture
def now(db: None) -> datetime:
    """The instant of this transaction, which is the one the walls go by."""
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        instant: datetime = cursor.fetchone()[0]
    return instant


@pytest.fixture
def told(file: Stage, now: datetime) -> Stage:
    """The police took her account and told the women's centre."""
    file.opened(
        complaint(now - DAY),
        act("account-told", now - DAY, account=TOLD),
        act("cem-notified", now - DAY, to="T-CEM-1"),
        parties=(survivor(age="31"),),
        now=now,
    )
    return file


def agreed(now: datetime, **more: object) -> NewConsent:
    said: dict[str, Any] = {
        "act_id": uuid4(),
        "office_id": "T-CEM-1",
        "parts": ("identity", "account"),
        "purpose": "care",
        "until": lima_day(now) + 90 * DAY,
        "how": "voice",
    }
    return NewConsent(**{**said, **more})


def give(file: Stage, now: datetime, **more: object) -> NewConsent:
    new = agreed(now, **more)
    consenting.give(case_id=file.case_id, new=new, by=POLICE, now=now)
    return new


def heard(viewer: object, file: Stage) -> list[str]:
    found = accounts.read_account(viewer, file.case_id, "test")  # type: ignore[arg-type]
    return [one.text for one in found.tellings]


def test_the_centre_reads_the_polices_account_only_with_her_consent(
    told: Stage, now: datetime
) -> None:
    assert heard(CEM, told) == []

    give(told, now)

    assert heard(CEM, told) == [TOLD]


def test_taken_back_it_is_closed_at_the_next_reading(told: Stage, now: datetime) -> None:
    give(told, now)

    assert consenting.revoke(case_id=told.case_id, office_id="T-CEM-1", by=POLICE, now=now)

    assert heard(CEM, told) == []


def test_a_consent_that_took_the_place_of_another_is_taken_back_too(
    told: Stage, now: datetime
) -> None:
    give(told, now, parts=("identity",))
    give(told, now)
    assert heard(CEM, told) == [TOLD]

    assert consenting.revoke(case_id=told.case_id, office_id="T-CEM-1", by=POLICE, now=now)

    assert heard(CEM, told) == []


def test_to_agree_with_one_office_opens_nothing_to_another(told: Stage, now: datetime) -> None:
    give(told, now)

    with pytest.raises(NotFound):
        queries.case_file(HEALTH, told.case_id, now=now)


def test_what_she_did_not_mark_stays_closed(told: Stage, now: datetime) -> None:
    give(told, now, parts=("identity",))

    assert heard(CEM, told) == []


@pytest.mark.parametrize(("before_end", "texts"), [(TICK, [TOLD]), (timedelta(), [])])
def test_it_ends_at_its_very_instant(
    told: Stage, now: datetime, before_end: timedelta, texts: list[str]
) -> None:
    at = now + before_end - grants.LONGEST_CONSENT
    until = (lima_day(at) + 90 * DAY).isoformat()
    given = act("consent-given", at, "T-CEM-1", consent_compartments=["account"],
                consent_purpose="care", consent_until=until, consent_how="voice")  # fmt: skip
    told.recorded(given, now=now)

    assert heard(CEM, told) == texts


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("consent_until", {"days": 91}),
        ("consent_until", {"days": -1}),
        ("consent_compartments", {"parts": ()}),
        ("consent_witness", {"how": "thumbprint"}),
        ("to", {"office_id": ""}),
    ],
)
def test_what_no_consent_may_be_is_refused_at_its_field(
    told: Stage, now: datetime, field: str, more: dict[str, Any]
) -> None:
    days = more.pop("days", 90)

    with pytest.raises(FactsRefused) as refused:
        give(told, now, until=lima_day(now) + days * DAY, **more)

    assert set(refused.value.errors) == {field}


def test_a_new_consent_takes_the_place_of_the_one_before(told: Stage, now: datetime) -> None:
    give(told, now, parts=("account", "health"))

    give(told, now, parts=("health",))

    acts = queries.case_file(POLICE, told.case_id, now=now).acts
    assert [one.parts for one in consents.in_force(acts, now)] == [("health",)]
    assert heard(CEM, told) == []


def test_sent_twice_it_is_one(told: Stage, now: datetime) -> None:
    new = give(told, now)

    consenting.give(case_id=told.case_id, new=new, by=POLICE, now=now)

    held = Grant.objects.filter(case_id=told.case_id, basis="consent", until__gt=now)
    assert held.count() == 1


def test_to_refuse_stops_no_act_and_ends_what_was_agreed(told: Stage, now: datetime) -> None:
    give(told, now)

    consenting.refuse(case_id=told.case_id, act_id=uuid4(), office_id="T-CEM-1", by=POLICE, now=now)
    told.recorded(report(now), now=now)
    told.recorded(act("victim-attended", now), by=CEM, now=now)

    assert heard(CEM, told) == []


def test_an_office_outside_is_not_told_that_she_refused_it(told: Stage, now: datetime) -> None:
    consenting.refuse(
        case_id=told.case_id, act_id=uuid4(), office_id="T-IPRESS-1",
        office_name="Posta inventada", by=POLICE, now=now,
    )  # fmt: skip

    with pytest.raises(NotFound):
        queries.case_file(HEALTH, told.case_id, now=now)


def test_to_be_counted_is_another_consent_and_opens_nothing(told: Stage, now: datetime) -> None:
    give(told, now, office_id="", parts=(), purpose="figures")
    acts = queries.case_file(POLICE, told.case_id, now=now).acts
    assert consents.figures(acts, now)
    assert heard(CEM, told) == []

    give(told, now)
    consenting.refuse(case_id=told.case_id, act_id=uuid4(), purpose="figures", by=POLICE, now=now)

    acts = queries.case_file(POLICE, told.case_id, now=now).acts
    assert not consents.figures(acts, now)
    assert heard(CEM, told) == [TOLD]


def test_a_case_of_others_is_not_found_whatever_is_asked(told: Stage, now: datetime) -> None:
    asked: list[Callable[[], object]] = [
        lambda: consenting.give(case_id=told.case_id, new=agreed(now), by=HEALTH, now=now),
        lambda: consenting.revoke(case_id=told.case_id, office_id="T-CEM-1", by=HEALTH, now=now),
        lambda: consenting.refuse(
            case_id=told.case_id, act_id=uuid4(), office_id="T-CEM-1", by=HEALTH, now=now
        ),
        lambda: consents.standing_of(HEALTH, told.case_id, CEM),
        lambda: consents.held_by_office(HEALTH, told.case_id, now=now),
    ]

    for attempt in asked:
        with pytest.raises(NotFound):
            attempt()


def test_to_ask_how_another_stands_leaves_the_database_knowing_who_asks(
    told: Stage, now: datetime
) -> None:
    assert not consents.standing_of(POLICE, told.case_id, HEALTH).sees
    assert consents.standing_of(POLICE, told.case_id, CEM).sees

    assert queries.case_file(POLICE, told.case_id, now=now)
    assert heard(POLICE, told) == [TOLD]


# --- Who may consent for a child (SEC-13) --------------------------------------------------------


@pytest.fixture
def child(file: Stage, now: datetime) -> Stage:
    """A girl of nine whose father is accused."""
    file.opened(
        complaint(now - DAY),
        act("account-told", now - DAY, account=TOLD),
        act("cem-notified", now - DAY, to="T-CEM-1"),
        parties=(survivor(age="9"), accused(names="Oltrén Vantare", bond="parent", sex="hombre")),
        now=now,
    )
    return file


@pytest.mark.check("SEC-13")
@pytest.mark.parametrize(
    ("giver", "field"),
    [
        (Giver(), "consent_by"),
        (Giver("representative"), "consent_role"),
        (Giver("representative", "mother"), "consent_representative"),
        (Giver("representative", "father", "Otro Nombre"), "consent_role"),
        (Giver("representative", "guardian", "VANTARE, Oltren"), "consent_role"),
    ],
)
def test_sec_13_whoever_may_be_accused_does_not_consent_for_her(
    child: Stage, now: datetime, giver: Giver, field: str
) -> None:
    with pytest.raises(FactsRefused) as refused:
        give(child, now, giver=giver)

    assert set(refused.value.errors) == {field}
    assert heard(CEM, child) == []


@pytest.mark.check("SEC-13")
@pytest.mark.parametrize(
    "giver",
    [Giver("representative", "mother", "Sunara Larquino"), Giver("representative", "upe")],
)
def test_sec_13_who_has_no_conflict_does(child: Stage, now: datetime, giver: Giver) -> None:
    give(child, now, giver=giver)

    assert heard(CEM, child) == [TOLD]


@pytest.mark.check("SEC-13")
@pytest.mark.parametrize("age", ["14", "<18", "31", "60+"])
def test_sec_13_from_fourteen_on_she_decides_and_nobody_for_her(
    file: Stage, now: datetime, age: str
) -> None:
    file.opened(complaint(now - DAY), parties=(survivor(age=age),), now=now)

    with pytest.raises(FactsRefused):
        give(file, now, giver=Giver("representative", "mother", "Sunara Larquino"))
    give(file, now)

    assert admission.standing(CEM, file.case_id).sees
