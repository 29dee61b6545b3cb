"""The pages of a shelf with one release, and the same release with nothing published, to compare.

No database: these pages ask for none, and a test that needed it would fail.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from tests.web.public.figures import country

from ruta.accountability.publish.release import Release


@dataclass(frozen=True)
class Shelves:
    """Two shelves with a release of the same name: one as published, one bare of all measures."""

    told: Release
    bare: Release


@pytest.fixture(scope="package")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Shelves:
    """Frozen once for this folder."""
    told, bare = tmp_path_factory.mktemp("told"), tmp_path_factory.mktemp("bare")
    return Shelves(country.release(told), country.release(bare, bare=True))


@pytest.fixture
def told(shelves: Shelves, monkeypatch: pytest.MonkeyPatch) -> Release:
    """The release on the shelf of this installation."""
    monkeypatch.setenv("RUTA_RELEASES", str(shelves.told.folder.parent))
    monkeypatch.setenv("RUTA_DEMO", "")
    return shelves.told


@pytest.fixture
def no_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shelf with nothing on it."""
    monkeypatch.setenv("RUTA_RELEASES", str(tmp_path))
    monkeypatch.setenv("RUTA_DEMO", "")


@pytest.fixture
def reader() -> Iterator[Client]:
    """Somebody without a session, who must not be given one."""
    client = Client()
    yield client
    assert not client.cookies
