"""Whoever oversees reads released figures only, and from each comes to the law behind it."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid5

import psycopg
import pytest
from tests.accountability.publish import sample
from tests.cases import stage
from tests.cases.stage import CEM, POLICE, SUPERVISOR
from tests.web.desk.conftest import INSERT

from ruta.access.viewer import Viewer
from ruta.accountability.publish import freezing
from ruta.accountability.publish.freezing import Draft, Written
from ruta.accountability.publish.release import Release, allowed_values

pytestmark = pytest.mark.django_db
OVERSEER = Viewer(uuid5(POLICE.user_id, "oversees"), "T-DEF-1", "defensoria", "oversight", "PUNO")
HERE = "/vigilancia/cifras/"
DUTY = "court-measures-severe-24h-2023"


@pytest.fixture
def overseer(accounts: None, owner_connection: psycopg.Connection) -> Iterator[Viewer]:
    """Somebody of the Defensoría."""
    owner_connection.execute(stage.INSERT, ["T-DEF-1", "defensoria", "Defensoría", "PUNO"])
    name = "prueba.vigila"
    owner_connection.execute(INSERT, [OVERSEER.user_id, name, "T-DEF-1", "oversight"])
    yield OVERSEER
    owner_connection.execute("delete from access_user where id = %s", [OVERSEER.user_id])
    owner_connection.execute("delete from directory_office where id = 'T-DEF-1'")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty shelf of releases."""
    monkeypatch.setenv("RUTA_RELEASES", str(tmp_path))
    monkeypatch.delenv("RUTA_DEMO", raising=False)
    return tmp_path


@pytest.fixture
def released(shelf: Path) -> Release:
    """A release with a table by duty besides those of the sample."""
    model = sample.release(shelf / "model")
    said = {**model.tables["compliance_by_risk"].said, "name": "in-time_by_duty"}
    for made in ("file", "sha256", "rows"):
        said.pop(made, None)
    said["dimensions"] = ["duty"]
    row = {"level": "country", "place": "", "n": "90", "of": "120", "share": "75.0",
           "share_low": "68.0", "share_high": "82.7"}  # fmt: skip
    few = {"level": "country", "place": "", "duty": "no-such-duty", "n": "<10", "of": "20"}
    table = Written(said, [{**row, "duty": DUTY}, few])
    manifest = {
        key: value for key, value in model.manifest.items() if key not in {"tables", "files"}
    }
    draft = Draft(manifest, [table], {"sample.toml": b"# \n"}, {"in-time.sql": b"SELECT 1\n"})
    return freezing.freeze(draft, into=shelf)


def test_without_a_release_the_page_says_what_would_be_here(overseer, shelf, at_desk):
    page = at_desk(overseer).get(HERE)

    assert page.status_code == 200
    assert "Todavía no hay ninguna publicación" in page.content.decode()


def test_from_a_figure_to_its_duty_its_article_and_its_norm(overseer, released, at_desk):
    page = at_desk(overseer).get(HERE).content.decode()

    assert f'href="/ley/{DUTY}/"' in page
    assert 'href="/ley/normas/' in page
    assert "75.0" in page
    assert "entre 68.0 y 82.7 %" in page
    assert "Datos simulados, semilla 30364" in page


@pytest.mark.check("SEC-42")
def test_no_number_is_there_that_was_not_published(overseer, shelf, at_desk):
    released = sample.release(shelf)
    client = at_desk(overseer)
    for name in released.tables:
        page = client.get(f"{HERE}?cifra={name}&lugar=21").content.decode()
        cells = re.findall(r'class="number"[^>]*><span>([^<]*)', page)
        told = {cell.replace("&lt;", "<") for cell in cells} - {"–"}
        assert cells
        assert told <= allowed_values(released), name


def test_nothing_of_it_leads_to_a_case_or_an_office(overseer, released, at_desk):
    page = at_desk(overseer).get(HERE).content.decode().split("<main", 1)[1]

    addresses = re.findall(r'href="(/[^"]*)"', page)
    assert addresses
    assert not [each for each in addresses if not each.startswith(("/ley/", "/cifras/"))]


@pytest.mark.parametrize(
    "query", ["?cifra=x&lugar=zz&publicacion=../..", "?lugar=210101", "?cifra=%00"]
)
def test_what_is_not_understood_shows_the_first_table(overseer, released, at_desk, query):
    assert at_desk(overseer).get(HERE + query).context["table"].name == "in-time_by_duty"


@pytest.mark.parametrize("viewer", [POLICE, CEM, SUPERVISOR], ids=lambda one: one.role)
def test_for_anybody_else_there_is_no_such_page(released, at_desk, viewer):
    assert at_desk(viewer).get(HERE).status_code == 404


def test_whoever_oversees_counts_no_cases(overseer, released, at_desk):
    client = at_desk(overseer)

    for address in ("/supervision/", "/mi-oficina/preguntas/", "/mi-oficina/detalle/",
                    "/mi-oficina/informes/"):  # fmt: skip
        assert client.get(address).status_code == 404
