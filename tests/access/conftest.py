"""A key file of the test's own, and a database with offices and the demonstration's people."""

import pytest
from tests import keeper
from tests.directory.conftest import stocked  # noqa: F401

from ruta.access.keys import keyfile, vault
from ruta.access.people import User


@pytest.fixture(autouse=True)
def keys(tmp_path, settings, through_keyd):
    """A new key file, used by this test alone; and a folder where served files would be."""
    settings.STATIC_ROOT = tmp_path
    settings.RUTA_KEY_FILE = keyfile.create(tmp_path / "keys.json")
    with vault.use(keeper.local(settings.RUTA_KEY_FILE, through_keyd)):
        yield settings.RUTA_KEY_FILE


@pytest.fixture
def a_demonstration(settings):
    """The installation is a demonstration."""
    settings.RUTA_DEMO = True


@pytest.fixture
def officer(stocked, a_demonstration) -> User:  # noqa: F811
    """The police officer of Puno, of the demonstration."""
    return User.objects.select_related("office").get(username="policia.puno")


@pytest.fixture
def psychologist(stocked, a_demonstration) -> User:  # noqa: F811
    """The psychologist of Puno, of the demonstration."""
    return User.objects.select_related("office").get(username="psicologa.puno")
