"""A citizen finds a figure by what it is about, and sees how sure every drawn one is."""

import io
import re

import pytest
from openpyxl import load_workbook
from tests.web.public.figures import country
from tests.web.public.figures.test_figure_pages import text

from ruta.accountability.indicators import reading
from ruta.accountability.publish import freezing
from ruta.accountability.publish.freezing import Written
from ruta.accountability.publish.release import BadRelease
from ruta.web.public.figures import themes
from ruta.web.public.figures.addresses import Asked


def test_every_indicator_has_one_theme():
    named = [indicator for inside in themes.ABOUT.values() for indicator in inside]

    assert sorted(named) == sorted(reading.every())
    assert themes.of("written-tomorrow") == themes.OTHER


def test_every_table_stands_once_under_its_theme(told, reader):
    page = text(reader.get("/cifras/"))
    listed = page[page.index('id="preguntas"') : page.index('id="llevar"')]

    links = re.findall(r'href="(/cifras/2026-Q2/[^"]+)"', listed)
    assert sorted(links) == sorted(Asked(told.id, name).page for name in told.tables)
    assert [each for each in themes.TITLES if f'href="#{each}"' in listed] == [
        "ley", "proteccion", "justicia", "otras",
    ]  # fmt: skip
    for theme in re.findall(r'href="#(\w+)"', listed):
        assert f'id="{theme}"' in listed


def test_a_figure_of_few_tables_shows_them_and_one_of_many_folds_them(told, reader):
    page = text(reader.get("/cifras/"))

    folded = re.findall(r"<details.*?</details>", page[page.index('id="preguntas"') :], re.DOTALL)
    assert len(folded) == 1
    assert "De otras 5 maneras" in folded[0]
    assert "/cifras/2026-Q2/first-visit_by_language/" not in folded[0]


@pytest.mark.parametrize("part", ["servicios-esenciales/", "brechas/"])
def test_a_bar_beside_other_knowledge_shows_its_interval_too(told, reader, part):
    page = text(reader.get(Asked(told.id).page + part))

    lines = re.findall(r'<li class="bars__line.*?</li>', page, re.DOTALL)
    drawn = [line for line in lines if "bars__bar" in line]
    assert drawn
    assert all("bars__range" in line for line in drawn)


def released(into, *, counts):
    """A release of which every table counts cases, or events of which a case may have several."""
    made = country.release(into / "first")
    said = {**made.manifest, "files": None}
    tables = [
        Written({**table.said, "counts": counts}, table.rows()) for table in made.tables.values()
    ]
    return freezing.freeze(freezing.Draft(said, tables), into=into)


@pytest.mark.parametrize(("counts", "says"), [("cases", False), ("events", True)])
def test_what_under_ten_means_is_said_as_it_is(tmp_path, monkeypatch, reader, counts, says):
    of = released(tmp_path, counts=counts)
    monkeypatch.setenv("RUTA_RELEASES", str(tmp_path))
    table = next(name for name, t in of.tables.items() if any("<" in r["n"] for r in t.rows()))

    page = text(reader.get(Asked(of.id, table).page))
    book = load_workbook(io.BytesIO(reader.get(Asked(of.id, table).file("xlsx")).content))

    told = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert ("o de menos de diez casos" in page) == says
    assert any("menos de diez casos" in str(each) for each in told) == says


def test_a_correction_says_of_what_and_why_on_its_pages_and_files(tmp_path, monkeypatch, reader):
    of = country.release(tmp_path, id_="2026-Q2.1", corrects="2026-Q2")
    monkeypatch.setenv("RUTA_RELEASES", str(tmp_path))

    for address in (Asked(of.id).page, Asked(of.id, "in-time").page):
        assert "Corrige a la publicación 2026-Q2: actos que llegaron tarde." in (
            text(reader.get(address))
        )
    book = load_workbook(
        io.BytesIO(reader.get(Asked(of.id, "in-time").file("xlsx")).content)
    )  # fmt: skip
    told = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "2026-Q2: actos que llegaron tarde" in told


@pytest.mark.check("SEC-41")
@pytest.mark.parametrize("what", ["in-time/", "in-time.csv", "in-time.xlsx", "paquete.zip"])
def test_what_is_not_as_it_was_frozen_is_shown_to_nobody(tmp_path, monkeypatch, reader, what):
    of = country.release(tmp_path)
    monkeypatch.setenv("RUTA_RELEASES", str(tmp_path))
    for path in (of.tables["in-time"].path, of.archive):
        path.chmod(0o644)
        path.write_bytes(path.read_bytes().replace(b"0", b"1", 1))

    with pytest.raises(BadRelease, match="changed"):
        reader.get(Asked(of.id).page + what)
