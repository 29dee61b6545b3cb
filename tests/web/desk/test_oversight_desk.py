"""The desk of whoever oversees: alerts, emergencies, the audit and delays; for nobody else."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from django.http import HttpResponse
from django.test import Client
from tests.access.audit import people
from tests.access.audit.conftest import append, keyd, superuser  # noqa: F401
from tests.access.audit.test_opened import opening, shelters
from tests.cases.conftest import key_file, keys  # noqa: F401
from tests.cases.stage import CEM, COURT, HEALTH, POLICE, PROSECUTOR, SUPERVISOR

from ruta.access.audit import alerts, delays
from ruta.access.viewer import Viewer

ALERTS, EMERGENCIES = "/vigilancia/alertas/", "/vigilancia/emergencias/"
ENTRIES, DELAYS = "/vigilancia/registro/", "/vigilancia/demoras/"
PAGES = (ALERTS, EMERGENCIES, ENTRIES, DELAYS)
CASE = UUID(int=77)
OTHERS = (POLICE, CEM, COURT, PROSECUTOR, HEALTH, SUPERVISOR)


# The people come before the transaction of the test and go after it: a session is kept for them.
@pytest.fixture
def present(superuser: psycopg.Connection) -> Iterator[None]:  # noqa: F811
    """An office of each agency and somebody in each."""
    people.enter(superuser)
    yield
    people.leave(superuser)


@pytest.fixture
def overseer(present: None, at_desk: Callable[[Viewer], Client]) -> Client:
    """Somebody who oversees, signed in."""
    return at_desk(people.viewer("T-A-DEF"))


@pytest.fixture
def emergency(
    present: None,
    keys: Path,  # noqa: F811
    superuser: psycopg.Connection,  # noqa: F811
) -> Callable[[int], UUID]:
    """`emergency(5)`: the police opened a case in an emergency five hours ago."""

    def opened(hours: int) -> UUID:
        at = _now(superuser) - timedelta(hours=hours)
        return people.open_in_emergency(superuser, CASE, "T-A-PNP", at)

    return opened


def _now(superuser: psycopg.Connection) -> datetime:  # noqa: F811
    (now,) = superuser.execute("select now()").fetchone() or (None,)
    assert isinstance(now, datetime)
    return now


def main_of(page: HttpResponse) -> str:
    return page.content.decode().split("<main", 1)[1]


# --- For whom -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", OTHERS, ids=lambda who: who.role)
@pytest.mark.parametrize("address", [*PAGES, "/vigilancia/"])
def test_for_anybody_else_these_pages_do_not_exist(at_desk, who, address):
    client = at_desk(who)

    assert client.get(address).status_code == 404
    assert client.get(address).content == client.get("/nada/").content


@pytest.mark.parametrize("who", [POLICE, CEM], ids=lambda who: who.role)
@pytest.mark.parametrize("thing", ["alertas", "emergencias"])
def test_nobody_else_reviews(at_desk, who, thing):
    said = {"outcome": "explained", "verdict": "justified"}

    assert at_desk(who).post(f"/vigilancia/{thing}/{uuid4()}/revisar/", said).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_page_says_how_it_fills(overseer, address):
    page = overseer.get(address)

    assert page.status_code == 200
    assert 'class="empty__how"' in page.content.decode()


def test_the_desk_begins_at_the_alerts(overseer):
    assert overseer.get("/vigilancia/").url == ALERTS


# --- Alerts -------------------------------------------------------------------------------------


def test_an_alert_says_which_office_and_no_person_or_case(overseer):
    alerts.raise_now("conflict", case_id=CASE, by=people.viewer("T-A-PNP"))

    said = main_of(overseer.get(ALERTS))

    assert "Conflicto de interés" in said
    assert "Oficina inventada T-A-PNP" in said
    assert len(re.findall(r"[0-9A-F]{5}-[0-9A-F]{5}", said)) == 2
    assert str(CASE) not in said
    assert str(people.viewer("T-A-PNP").user_id) not in said


def test_an_alert_is_reviewed_once_and_the_filters_stay(overseer):
    alert_id = alerts.raise_now("canary", case_id=CASE, by=people.viewer("T-A-PNP"))
    address = f"{ALERTS}{alert_id}/revisar/?tipo=canary"

    done = overseer.post(address, {"outcome": "referred"})
    again = overseer.post(address, {"outcome": "explained"})

    assert (done.status_code, done.url) == (302, f"{ALERTS}?tipo=canary")
    assert again.status_code == 404
    assert "No hay alertas" not in main_of(overseer.get(f"{ALERTS}?estado=revisadas"))
    assert "Se derivó para investigar" in main_of(overseer.get(f"{ALERTS}?estado=revisadas"))


@pytest.mark.parametrize("outcome", ["", "justified", "x" * 500])
def test_an_outcome_of_ones_own_making_is_not_taken(overseer, outcome):
    alert_id = alerts.raise_now("canary", case_id=CASE, by=people.viewer("T-A-PNP"))

    assert overseer.post(f"{ALERTS}{alert_id}/revisar/", {"outcome": outcome}).status_code == 404


def test_filters_that_are_no_choice_filter_nothing(overseer):
    alerts.raise_now("canary", case_id=CASE, by=people.viewer("T-A-PNP"))

    page = overseer.get(f"{ALERTS}?estado=%00&tipo=%27&despues=ayer")

    assert len(page.context["lines"]) == 1


# --- Emergencies --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "tone", "says"),
    [(1, "soon", "por revisar, faltan 22 h 59 min"), (30, "late", "revisión vencida hace 6 h"),
     (73, "late", "ya no puede abrir así")],
)  # fmt: skip
def test_an_emergency_says_how_long_its_review_may_wait(emergency, overseer, hours, tone, says):
    emergency(hours)

    (line,) = overseer.get(EMERGENCIES).context["lines"]

    assert line.state.tone == tone
    assert says in line.state.words


def test_an_emergency_is_reviewed_once(emergency, overseer):
    address = f"{EMERGENCIES}{emergency(2)}/revisar/"

    assert overseer.post(address, {"verdict": "unjustified"}).url == EMERGENCIES
    assert overseer.post(address, {"verdict": "justified"}).status_code == 404
    assert "No justificada" in main_of(overseer.get(f"{EMERGENCIES}?estado=revisadas"))


# --- The audit, and delays ----------------------------------------------------------------------


def test_the_audit_is_read_page_after_page(overseer, append):  # noqa: F811
    append(*(opening("T-A-CEM") for _ in range(70)))
    seen: list[int] = []
    address = ENTRIES

    while True:
        page = overseer.get(address)
        seen += [line.entry.seq for line in page.context["lines"]]
        if not (after := page.context["after"]):
            break
        address = f"{ENTRIES}?despues={after}"

    assert seen == list(range(70, 0, -1))


@pytest.mark.parametrize("mark", ["x", "-1", "1e9", "9" * 40, "²", ""])
def test_a_mark_that_is_none_leads_to_the_first_page(overseer, append, mark):  # noqa: F811
    append(opening("T-A-CEM"))

    page = overseer.get(ENTRIES, {"despues": mark})

    assert [line.entry.seq for line in page.context["lines"]] == [1]


def test_a_shelter_has_no_name_in_the_audit(overseer, append):  # noqa: F811
    append(shelters())

    said = main_of(overseer.get(ENTRIES))

    assert "HR-PUNO" not in said
    assert "Servicio de protección" in said


def test_delays_are_counted_by_office(overseer, superuser, keys):  # noqa: F811
    court = people.viewer("T-A-COURT")
    people.grant(superuser, CASE, "T-A-COURT")
    delays.order(case_id=CASE, office_id="T-A-PNP", days=9, reason="Inventado.", by=court)

    ((office, counted),) = overseer.get(DELAYS).context["delays"]

    assert (office, counted.ordered, counted.running) == ("Oficina inventada T-A-PNP", 1, 1)
