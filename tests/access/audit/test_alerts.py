"""Alerts reach whoever answers for the case and whoever oversees, never the agency they are of."""

from collections.abc import Iterator
from itertools import product
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from tests.access.audit import people
from tests.access.audit.people import OFFICES

from ruta.access import agencies
from ruta.access.audit import afterwards, alerts, reviews, told
from ruta.access.viewer import Viewer

pytestmark = pytest.mark.usefixtures("db", "superuser")
CASE = UUID(int=77)


@pytest.fixture(autouse=True)
def stage(superuser: psycopg.Connection) -> Iterator[None]:
    """An office of each agency and somebody in each; the case is the CEM's and the police's."""
    people.enter(superuser)
    superuser.execute(
        "update access_user set coordinates = true where office_id = any(%s)", [list(OFFICES)]
    )
    for office in ("T-A-CEM", "T-A-PNP"):
        people.grant(superuser, CASE, office)
    yield
    people.leave(superuser)


def written(superuser: psycopg.Connection, alert_id: UUID) -> set[str]:
    found = superuser.execute("select audience from access_alert where id = %s", [alert_id])
    return {audience for (audience,) in found}


def agency_of_audience(audience: str) -> str:
    kind, name = audience.split(":")
    if kind == "agency":
        return name
    type_, role = OFFICES[name]
    return agencies.agency_of(type_, role)


# The alerts are raised in a transaction that is undone; the superuser sees what is committed. So
# these tests ask by the same connection as the pages.
def audiences(alert_id: UUID) -> set[str]:
    whose = {"T-A-DEF": "agency:OVERSIGHT", "T-A-ADMIN": "agency:ADMIN"}
    return {
        whose.get(office, f"office:{office}")
        for office in OFFICES
        if alert_id in {alert.alert_id for alert in read(office)}
    }


def read(office: str) -> list[told.Alert]:
    """The alerts that the person of an office reads, who coordinates it."""
    return told.of(people.viewer(office), many=50)


@pytest.mark.check("SEC-4")
@pytest.mark.parametrize(("office", "kind"), list(product(OFFICES, ["conflict", "shelter"])))
@pytest.mark.parametrize("case_id", [CASE, uuid4(), None], ids=["ours", "another", "none"])
def test_sec_4_an_alert_never_reaches_the_agency_it_is_about(
    office: str, kind: str, case_id: UUID | None
) -> None:
    actor = people.viewer(office)
    own = agencies.agency_of(actor.office_type, actor.role)

    reached = audiences(alerts.raise_now(kind, case_id=case_id, by=actor))

    assert own not in {agency_of_audience(audience) for audience in reached}
    assert reached or own == "OVERSIGHT"


@pytest.mark.parametrize("said", ["PNP", "", "ONG", "cem"])
def test_a_lie_about_ones_agency_does_not_bring_the_alert_home(said: str) -> None:
    cem = people.viewer("T-A-CEM")
    with connection.cursor() as cursor:
        cursor.execute(
            "select access_alert_raise('conflict', %s, %s, 'T-A-PNP', %s)",
            [CASE, cem.user_id, said],
        )
        (alert_id,) = cursor.fetchone()

    assert audiences(alert_id) == {"agency:OVERSIGHT"}


def test_the_cem_of_the_case_and_whoever_oversees_are_told() -> None:
    reached = audiences(alerts.raise_now("canary", case_id=CASE, by=people.viewer("T-A-PNP")))

    assert reached == {"office:T-A-CEM", "agency:OVERSIGHT"}


def test_what_is_about_nobodys_conduct_is_told_to_every_cem_of_the_case() -> None:
    reached = audiences(alerts.raise_now("guardian", case_id=CASE, by=None))

    assert reached == {"office:T-A-CEM", "agency:OVERSIGHT"}


def test_an_alert_that_nobody_else_may_have_goes_to_the_administrators(
    superuser: psycopg.Connection,
) -> None:
    overseer = people.viewer("T-A-DEF")
    (alert_id,) = superuser.execute(
        "select access_alert_raise('cap', null, %s, 'T-A-DEF', 'OVERSIGHT')", [overseer.user_id]
    ).fetchone() or (None,)

    assert written(superuser, alert_id) == {"agency:ADMIN"}


def test_the_same_within_an_hour_is_one_alert(superuser: psycopg.Connection) -> None:
    actor = people.viewer("T-A-PNP")
    first = alerts.raise_now("canary", case_id=CASE, by=actor)

    assert alerts.raise_now("canary", case_id=CASE, by=actor) == first
    assert alerts.raise_now("cap", case_id=CASE, by=actor) != first
    assert alerts.raise_now("canary", case_id=None, by=actor) != first
    assert alerts.raise_now("canary", case_id=CASE, by=people.viewer("T-A-IPRESS")) != first


def test_the_same_after_an_hour_is_another_alert(superuser: psycopg.Connection) -> None:
    actor = people.viewer("T-A-PNP")
    words = "select access_alert_raise('canary', null, %s, 'T-A-PNP', 'PNP')"
    first = superuser.execute(words, [actor.user_id]).fetchone()
    superuser.execute("update access_alert set at = at - interval '61 minutes'")

    assert superuser.execute(words, [actor.user_id]).fetchone() != first


def test_what_a_refused_request_leaves_is_written_once_it_is_over() -> None:
    actor = people.viewer("T-A-PNP")
    alerts.raise_afterwards("conflict", case_id=CASE, by=actor)

    assert read("T-A-CEM") == []
    afterwards.settle()
    assert [alert.kind for alert in read("T-A-CEM")] == ["conflict"]


# --- Seen, and what came of it ------------------------------------------------------------------


def test_an_office_reads_which_office_it_was_and_no_person() -> None:
    actor = people.viewer("T-A-PNP")
    alerts.raise_now("conflict", case_id=CASE, by=actor)

    (alert,) = read("T-A-CEM")

    assert (alert.office_name, alert.case_id) == ("Oficina inventada T-A-PNP", CASE)
    assert str(actor.user_id) not in repr(alert)


@pytest.mark.parametrize("office", ["T-A-CEM", "T-A-DEF"])
def test_each_that_was_told_marks_it_for_themselves(office: str) -> None:
    alert_id = alerts.raise_now("conflict", case_id=CASE, by=people.viewer("T-A-PNP"))

    told.review(alert_id=alert_id, outcome="referred", by=people.viewer(office))

    with pytest.raises(reviews.NotForThem):
        told.review(alert_id=alert_id, outcome="explained", by=people.viewer(office))


@pytest.mark.parametrize("office", ["T-A-PNP", "T-A-IPRESS", "T-A-ONG", "T-A-ADMIN"])
def test_nobody_else_marks_it(office: str) -> None:
    alert_id = alerts.raise_now("conflict", case_id=CASE, by=people.viewer("T-A-PNP"))

    with pytest.raises(reviews.NotForThem):
        told.review(alert_id=alert_id, outcome="explained", by=people.viewer(office))


def test_whoever_it_is_about_marks_nothing_even_from_another_office() -> None:
    actor = people.viewer("T-A-PNP")
    alert_id = alerts.raise_now("conflict", case_id=CASE, by=actor)
    moved = Viewer(actor.user_id, "T-A-CEM", "cem", "cem_lawyer", "PUNO")

    with pytest.raises(reviews.NotForThem):
        told.review(alert_id=alert_id, outcome="explained", by=moved)


def test_no_office_is_written_to_of_a_case_that_is_closed_to_it(
    superuser: psycopg.Connection,
) -> None:
    actor = people.viewer("T-A-PNP")
    words = "select access_alert_raise('shelter', %s, %s, 'T-A-PNP', 'PNP')"
    bar = "insert into access_bar (case_id, subject, reason, since) values (%s, 'CEM', %s, now())"
    superuser.execute(bar, [CASE, "implicated"])
    try:
        (alert_id,) = superuser.execute(words, [CASE, actor.user_id]).fetchone() or (None,)
        assert written(superuser, alert_id) == {"agency:OVERSIGHT"}
    finally:
        superuser.execute("delete from access_bar where case_id = %s", [CASE])
