"""When nobody outside takes a head of the chain: others are told after a day, once a day."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.test.utils import override_settings
from tests.access.audit.conftest import Append

from ruta.access.audit import jobs
from ruta.postgres import roles
from ruta.postgres.server import Server

WITNESSES = override_settings(RUTA_WITNESSES=["/mnt/defensoria"])
TAKEN = """
    insert into access_witness (witness, at, seq, hash, signature, delivered_at)
    values ('/mnt/defensoria', now() - %s * interval '1 hour', 1, 'x', 'x', %s)
"""
TOLD = "select audience, id from access_alert where kind = 'witness' order by audience"
Told = Callable[[], list[tuple[str, UUID]]]


@pytest.fixture
def told(superuser: psycopg.Connection[Any]) -> Told:
    """Who was told that nobody witnesses, and by which alert."""
    return lambda: superuser.execute(TOLD).fetchall()


@pytest.fixture
def last_taken(superuser: psycopg.Connection[Any]) -> Callable[[float], None]:
    """`last_taken(25)`: a witness took a head so many hours ago, and none since."""

    def take(hours: float) -> None:
        superuser.execute(TAKEN, [hours, "now"])

    return take


@pytest.mark.usefixtures("as_worker")
@pytest.mark.parametrize(("hours", "tells"), [(0, False), (23.9, False), (24.1, True), (80, True)])
def test_after_a_day_without_a_witness_oversight_and_administrators_are_told(
    last_taken: Callable[[float], None], told: Told, hours: float, tells: bool
) -> None:
    last_taken(hours)

    with WITNESSES:
        assert jobs.tell_unwitnessed(timestamp=0) is tells

    audiences = [audience for audience, _ in told()]
    assert audiences == (["agency:ADMIN", "agency:OVERSIGHT"] if tells else [])
    assert len({alert for _, alert in told()}) == len(audiences) // 2


@pytest.mark.usefixtures("as_worker")
def test_they_are_told_once_a_day(
    last_taken: Callable[[float], None], told: Told, superuser: psycopg.Connection[Any]
) -> None:
    last_taken(30)

    with WITNESSES:
        assert [jobs.tell_unwitnessed(timestamp=0) for _ in range(3)] == [True, False, False]
        superuser.execute("update access_alert set at = at - interval '25 hours'")
        assert jobs.tell_unwitnessed(timestamp=0)

    assert len(told()) == 4


@pytest.mark.usefixtures("as_worker")
def test_a_head_that_was_signed_and_never_taken_does_not_quiet_it(
    last_taken: Callable[[float], None], told: Told, superuser: psycopg.Connection[Any]
) -> None:
    last_taken(30)
    superuser.execute(TAKEN, [1, None])

    with WITNESSES:
        assert jobs.tell_unwitnessed(timestamp=0)


@pytest.mark.usefixtures("as_worker")
def test_a_chain_that_was_never_witnessed_is_told_of_a_day_after_its_first_entry(
    append: Append, superuser: psycopg.Connection[Any]
) -> None:
    with WITNESSES:
        assert not jobs.tell_unwitnessed(timestamp=0)
        append({"event": "keys"})
        assert not jobs.tell_unwitnessed(timestamp=0)
        superuser.execute("set session_replication_role = replica")
        superuser.execute("update access_audit set at = at - interval '25 hours'")
        assert jobs.tell_unwitnessed(timestamp=0)


@pytest.mark.usefixtures("as_worker")
def test_without_a_configured_witness_nobody_is_told(
    last_taken: Callable[[float], None], told: Told
) -> None:
    last_taken(300)

    with override_settings(RUTA_WITNESSES=[]):
        assert not jobs.tell_unwitnessed(timestamp=0)
    assert told() == []


def test_the_web_cannot_raise_it(server: Server, django_db_setup: None, database_name: str) -> None:
    with (
        psycopg.connect(server.url(dbname=database_name, user=roles.WEB)) as web,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        web.execute("select access_alert_unwitnessed()")
