"""A browser of the police of Puno, keys, and reports filled page by page over HTTP."""

import pytest
from tests import keeper
from tests.directory.conftest import stocked  # noqa: F401
from tests.web.desk.intake.taking import Taking

from ruta.access.keys import keyfile, vault


@pytest.fixture(autouse=True)
def keys(tmp_path, settings, through_keyd):
    """Keys for this test, and a folder where served files would be."""
    settings.STATIC_ROOT = tmp_path
    settings.RUTA_KEY_FILE = keyfile.create(tmp_path / "keys.json")
    settings.RUTA_DEMO = True
    with vault.use(keeper.local(settings.RUTA_KEY_FILE, through_keyd)):
        yield


@pytest.fixture
def taking(stocked, client):  # noqa: F811
    """`taking("policia.puno")`: that person, signed in, with a report begun."""

    def begin(username: str = "policia.puno") -> Taking:
        client.post(f"/demo/{username}/")
        return Taking(client).begun()

    return begin
