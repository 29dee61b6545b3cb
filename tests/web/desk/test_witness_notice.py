"""What whoever oversees reads while no witness keeps the audit."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.test import Client
from django.test.utils import override_settings
from tests.access.audit import people
from tests.access.audit.conftest import superuser  # noqa: F401

from ruta.access.viewer import Viewer

TAKEN = """
    insert into access_witness (witness, at, seq, hash, signature, delivered_at)
    values ('/mnt/defensoria', now() - %s * interval '1 hour', 1, 'x', 'x', now())
"""
NOBODY = "Ningún testigo recibe el registro"


@pytest.fixture
def page(
    superuser: psycopg.Connection[Any],  # noqa: F811
    at_desk: Callable[[Viewer], Client],
) -> Iterator[Callable[[], str]]:
    """The page they come to."""
    people.enter(superuser)
    client = at_desk(people.viewer("T-A-DEF"))
    yield lambda: client.get("/vigilancia/alertas/").content.decode()
    people.leave(superuser)


@pytest.mark.parametrize(
    ("hours", "says"),
    [(1, ""), (25, f"{NOBODY} hace un día."), (73, f"{NOBODY} hace tres días: hay partes")],
)
def test_they_read_since_when_no_witness_took_a_head(
    page: Callable[[], str],
    superuser: psycopg.Connection[Any],  # noqa: F811
    hours: int,
    says: str,
) -> None:
    superuser.execute(TAKEN, [hours])

    with override_settings(RUTA_WITNESSES=["/mnt/defensoria"]):
        read = page()

    assert says in read
    assert (NOBODY in read) is bool(says)


def test_they_read_that_nothing_is_promised_without_a_witness(page: Callable[[], str]) -> None:
    with override_settings(RUTA_WITNESSES=[]):
        assert f"{NOBODY}: no se promete" in page()
