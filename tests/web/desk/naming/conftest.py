"""A case of the police, the CEM and the court; colleagues; who coordinates; who oversees."""

from collections.abc import Callable, Iterator
from uuid import uuid5

import psycopg
import pytest
from tests.cases import stage
from tests.cases.stage import CEM, PEOPLE, Stage, act, complaint, report, survivor, worker
from tests.web.desk.conftest import INSERT

from ruta.access.viewer import Viewer

COLLEAGUES = (worker("T-CEM-1", "second"), worker("T-PNP-1", "second"))
WATCH = "T-DEF-1"
OVERSEERS = tuple(
    Viewer(uuid5(PEOPLE, WATCH + name), WATCH, "defensoria", "oversight", "PUNO")
    for name in ("first", "second")
)


@pytest.fixture
def colleagues(owner_connection: psycopg.Connection, accounts: None) -> Iterator[None]:
    """One more person at the CEM and at the police."""
    for person in COLLEAGUES:
        owner_connection.execute(
            INSERT,
            [person.user_id, f"otra.{person.office_id.lower()}", person.office_id, person.role],
        )
    yield
    owner_connection.execute(
        "delete from access_user where id = any(%s)", [[p.user_id for p in COLLEAGUES]]
    )


@pytest.fixture
def overseers(
    owner_connection: psycopg.Connection, accounts: None
) -> Iterator[tuple[Viewer, Viewer]]:
    """Two people who oversee."""
    owner_connection.execute(
        stage.INSERT, [WATCH, "defensoria", f"Oficina inventada {WATCH}", "PUNO"]
    )
    for number, person in enumerate(OVERSEERS):
        owner_connection.execute(INSERT, [person.user_id, f"vigila.{number}", WATCH, person.role])
    yield OVERSEERS
    ids = [person.user_id for person in OVERSEERS]
    owner_connection.execute("delete from access_user where id = any(%s)", [ids])
    owner_connection.execute("delete from directory_office where id = %s", [WATCH])


@pytest.fixture
def case(colleagues: None, file: Stage, now) -> Stage:
    """Opened by the police, told to the CEM and the court."""
    file.opened(
        complaint(now), act("cem-notified", now, to="T-CEM-1"), report(now),
        parties=(survivor(),), now=now,
    )  # fmt: skip
    file.recorded(act("victim-attended", now), by=CEM, now=now)
    return file


@pytest.fixture
def owned(owner_connection: psycopg.Connection, colleagues: None) -> Iterator[Callable[..., None]]:
    """`owned("update …")`: something the owner commits, undone by `afterwards`."""
    undo: list[str] = []

    def do(statement: str, *values: object, afterwards: str = "") -> None:
        owner_connection.execute(statement, values)
        undo.append(afterwards)

    yield do
    for each in filter(None, undo):
        owner_connection.execute(each)


@pytest.fixture
def coordinating(owned) -> Callable[[Viewer], Viewer]:
    """`coordinating(CEM)`: this person coordinates their office."""

    def make(person: Viewer) -> Viewer:
        owned("update access_user set coordinates = true where id = %s", person.user_id)
        return person

    return make


@pytest.fixture
def by_name(owned) -> Callable[[str], None]:
    """`by_name("T-CEM-1")`: this office assigns its cases by name."""

    def make(office: str) -> None:
        owned(
            "insert into access_officepolicy values (%s, 'named')",
            office,
            afterwards=f"delete from access_officepolicy where office_id = '{office}'",
        )

    return make
