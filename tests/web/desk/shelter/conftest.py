"""A case of the police and the CEM, and a service of protection with its people, all marked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid5

import psycopg
import pytest
from django.test import Client
from tests.cases import stage
from tests.cases.stage import CEM, PEOPLE, Stage, act, complaint, report, survivor, worker
from tests.web.desk.case.conftest import filled  # noqa: F401
from tests.web.desk.conftest import INSERT
from tests.web.desk.test_secrets_stay_sealed import readable  # noqa: F401

from ruta.access.viewer import Viewer
from ruta.directory import shelters

SERVICE, OTHER_SERVICE = "SP-771", "SP-772"
SECRET = "Zafir0-ingreso: llegó acompañada, cuarto del segundo piso"
MARKS = ("SP-771", "n.º 771", "Zafir0", "Obsidiana")
"""What of the service must reach nobody who is not named: code, number, entries, its people."""


def _of_service(name: str, service: str = SERVICE) -> Viewer:
    id_ = uuid5(PEOPLE, service + name)
    return Viewer(id_, service, shelters.TYPE, "shelter_worker", "")


HEAD, HOST, COLLEAGUE, SECOND_HOST = map(_of_service, ("head", "host", "colleague", "second"))
ELSEWHERE = _of_service("host", OTHER_SERVICE)
LEAD, PLACER, SECOND_PLACER = CEM, worker("T-CEM-1", "placer"), worker("T-CEM-1", "second-placer")
STAFF = (HEAD, HOST, COLLEAGUE, SECOND_HOST, ELSEWHERE)
COORDINATING = (HEAD, LEAD)


@dataclass(frozen=True)
class Placement:
    """A case and the browsers of those who bring her to a service of protection."""

    file: Stage
    desk: Callable[[Viewer], Client]
    filled: Callable[..., dict[str, object]]

    @property
    def href(self) -> str:
        return f"/casos/{self.file.case_id}/"

    def name(self, person: Viewer, matter: str, *, by: Viewer) -> int:
        """What `/equipo/` answers: 302 when named, 422 when not."""
        sent = {"person": str(person.user_id), "matter": matter}
        return self.desk(by).post(f"{self.href}equipo/", sent).status_code

    def agree(self, office: str, *parts: str, by: Viewer = PLACER) -> int:
        """Her consent to an office, as it is recorded on the page."""
        client, address = self.desk(by), f"{self.href}permisos/nuevo/"
        sent = self.filled(client, address, office=office, parts=list(parts), accion="confirmar")
        return client.post(address, sent).status_code

    def write(self, kind: str, *, by: Viewer, **facts: str) -> int:
        """An act by its form."""
        client, address = self.desk(by), f"{self.href}actos/nuevo/?clase={kind}"
        if (asked := client.get(address)).status_code != 200:
            return asked.status_code
        return client.post(address, self.filled(client, address, **facts)).status_code

    def made(self) -> None:
        """The whole of it: named, consented, received, written down."""
        done = [
            self.name(PLACER, "shelter", by=LEAD),
            self.agree(SERVICE, "identity", "coordination", "risk", "health", "contact", "shelter"),
            self.agree("T-CEM-1", "account", "shelter"),
            self.name(HOST, "assigned", by=HEAD),
            self.name(HOST, "shelter", by=HEAD),
            self.write("shelter-admitted", by=HOST),
            self.write("shelter-entry-added", by=HOST, shelter_entry=SECRET),
        ]
        assert done == [302] * len(done)


@pytest.fixture
def staff(owner_connection: psycopg.Connection, accounts: None) -> Iterator[None]:
    """The services and their people, committed; and two more people at the CEM."""
    for service in (SERVICE, OTHER_SERVICE):
        owner_connection.execute(
            stage.INSERT.replace("'210101'", "''").replace("true, 'invented'", "true, ''"),
            [service, shelters.TYPE, shelters.NAME, ""],
        )
        owner_connection.execute(
            "insert into access_officepolicy values (%s, 'named') on conflict do nothing", [service]
        )
    people = (*STAFF, PLACER, SECOND_PLACER)
    for number, person in enumerate(people):
        owner_connection.execute(
            INSERT.replace("'Cuenta inventada'", f"'{_called(person)}'"),
            [person.user_id, f"sitio.{number}", person.office_id, person.role],
        )
    change = "update access_user set coordinates = %s where id = any(%s)"
    ids = [person.user_id for person in COORDINATING]
    owner_connection.execute(change, [True, ids])
    yield
    owner_connection.execute(change, [False, ids])
    owner_connection.execute(
        "delete from access_user where id = any(%s)", [[person.user_id for person in people]]
    )
    services = [[SERVICE, OTHER_SERVICE]]
    owner_connection.execute("delete from access_officepolicy where office_id = any(%s)", services)
    owner_connection.execute("delete from directory_office where id = any(%s)", services)


def _called(person: Viewer) -> str:
    return "Obsidiana Inventada" if person.office_type == shelters.TYPE else "Cuenta inventada"


@pytest.fixture
def placement(
    staff: None,
    file: Stage,
    now: datetime,
    at_desk: Callable[[Viewer], Client],
    filled: Callable[..., dict[str, object]],  # noqa: F811
) -> Placement:
    """Reported at the police, told to the CEM and the court; nobody was named yet."""
    file.opened(
        complaint(now), act("cem-notified", now, to="T-CEM-1"), report(now),
        parties=(survivor(age="31", ubigeo="210101"),), now=now,
    )  # fmt: skip
    file.recorded(act("victim-attended", now), by=CEM, now=now)
    return Placement(file, at_desk, filled)


@pytest.fixture
def placed(placement: Placement) -> Placement:
    """She is in the service of protection, and one of its people wrote it down."""
    placement.made()
    return placement
