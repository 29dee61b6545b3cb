"""The desk's pages, asked for by the people of the stage, at the database's own clock."""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

import psycopg
import pytest
from django.contrib import auth
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.access.test_uploads import photograph
from tests.cases import stage
from tests.cases.conftest import file, key_file, keys, offices  # noqa: F401

from ruta.access import sessions
from ruta.access.accounts import conduct
from ruta.access.backend import database_now
from ruta.access.people import User
from ruta.access.sessions import Session
from ruta.access.uploads import cleaning
from ruta.access.viewer import Viewer
from ruta.cases import evidence

INSERT = f"""
    insert into access_user (id, username, display_name, office_id, role, language, password,
        is_active, demonstration, code_of_conduct, office_since)
    values (%s, %s, 'Cuenta inventada', %s, %s, 'es-pe', '!', true, false, '{conduct.VERSION}',
        '2000-01-01')
"""
PEOPLE = (
    stage.POLICE,
    stage.OTHER_POLICE,
    stage.CEM,
    stage.COURT,
    stage.FAR_COURT,
    stage.PROSECUTOR,
    stage.HEALTH,
    stage.SUPERVISOR,
    stage.FAR_SUPERVISOR,
)


def attach_file(
    *, case_id: UUID, now: datetime, by: Viewer = stage.POLICE, note: str = "Nota inventada."
) -> UUID:
    """A photograph handed in, with what it says of its author; the id of its act."""
    said = {evidence.WHAT: "photograph", evidence.FROM: "her", "note": note}
    piece, original = stage.act(evidence.KIND, now, **said), photograph()
    evidence.attach(
        case_id=case_id, act=piece, original=original, cleaned=cleaning.clean(original), by=by,
        now=now,
    )  # fmt: skip
    return piece.act_id


@pytest.fixture
def accounts(owner_connection: psycopg.Connection, offices: None) -> Iterator[None]:  # noqa: F811
    """An account for each person of the stage."""
    for person in PEOPLE:
        owner_connection.execute(
            INSERT,
            [person.user_id, f"prueba.{person.office_id.lower()}", person.office_id, person.role],
        )
    yield
    ids = [person.user_id for person in PEOPLE]
    owner_connection.execute("delete from access_user where id = any(%s)", [ids])


@pytest.fixture
def now(db: None) -> datetime:
    """The database's present instant."""
    return database_now()


@pytest.fixture
def at_desk(db: None, accounts: None) -> Iterator[Callable[[Viewer], Client]]:
    """`at_desk(POLICE)`: a browser in which this person has signed in."""

    came = set()

    def enter(viewer: Viewer) -> Client:
        # Signing in would note when on the account's row, and lock it until the test is over.
        person, client = User.objects.get(pk=viewer.user_id), Client()
        came.add(person.pk)
        session = client.session
        session[auth.SESSION_KEY] = str(person.pk)
        session[auth.BACKEND_SESSION_KEY] = "ruta.access.backend.Backend"
        session[auth.HASH_SESSION_KEY] = person.get_session_auth_hash()
        sessions.begin(session, now=database_now())
        session.save()
        return client

    yield enter
    # The accounts go before this test's transaction is undone: no session may still name them.
    Session.objects.filter(account__in=came).delete()


@pytest.fixture
def statements() -> Callable[[Client, str], list[str]]:
    """`statements(client, "/casos/")`: what a page asks the database, transactions apart."""

    def ask(client: Client, address: str) -> list[str]:
        with CaptureQueriesContext(connection) as ran:
            client.get(address)
        return [each["sql"][:80] for each in ran if "SAVEPOINT" not in each["sql"]]

    return ask
