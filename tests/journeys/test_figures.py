"""Anyone reads how the law is kept: from the country to a province, with the files to take away."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.public.figures import country

pytestmark = pytest.mark.journey

ID = "2030-Q2"
NOTICE = "Datos simulados, semilla 30364: no describen a nadie."


@pytest.fixture(scope="module", autouse=True)
def release(site) -> Path:
    """A release of an invented country on the shelf of the running site, newer than any other."""
    shelf = Path(site.environment["RUTA_VAR"]) / "releases"
    return country.release(shelf, id_=ID, year=2030).folder


@pytest.fixture
def without_scripts(site, browser) -> Iterator:
    """A page of a browser that runs no script."""
    context = browser.new_context(
        base_url=site.address, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_a_citizen_goes_from_the_country_to_a_province_and_shares_what_she_found(page, looks_right):
    page.goto("/cifras/")
    assert page.get_by_text(NOTICE).is_visible()
    assert page.get_by_role("heading", name="Cómo se cumple la ley").is_visible()
    looks_right(page, "figures", dark=True)

    page.get_by_role("link", name="Plazos cumplidos a tiempo", exact=True).first.click()
    page.wait_for_url(f"**/cifras/{ID}/in-time/")
    assert page.get_by_role("img", name="Mapa del Perú por departamento").is_visible()
    looks_right(page, "figures-table", dark=True)

    page.get_by_label("Lugar").select_option(label="Puno")
    page.get_by_role("button", name="Filtrar").click()
    assert "lugar=21" in page.url
    page.get_by_role("link", name="Melgar").click()

    assert "lugar=2108" in page.url
    assert page.get_by_role("heading", name="Melgar (Puno)").is_visible()
    looks_right(page, "figures-province")
    shared = page.locator("#direccion").inner_text()
    found = page.locator(".answer").inner_text()
    page.goto("/cifras/metodo/")
    page.goto(shared)
    assert page.locator(".answer").inner_text() == found


def test_two_attributes_are_read_as_small_multiples_with_their_table(page, looks_right):
    page.goto(f"/cifras/{ID}/in-time_by_risk_and_language/")
    page.get_by_label("Primero por").select_option(label="Lengua materna")
    page.get_by_role("button", name="Filtrar").click()

    assert "desglose=language" in page.url
    first = page.locator(".panels .bars__title").first
    assert first.inner_text() == "Aimara"
    looks_right(page, "figures-multiples")


def test_the_keyboard_alone_opens_the_table_of_a_chart(page):
    page.goto(f"/cifras/{ID}/in-time_by_risk/")
    summary = page.locator("summary", has_text="Los mismos números en una tabla").first
    table = page.get_by_role("table", name="Por nivel de riesgo")
    assert not table.is_visible()

    page.get_by_label("Lugar").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if summary.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")

    assert table.is_visible()
    assert page.get_by_role("rowheader", name="Severo").is_visible()


def test_without_scripts_nothing_is_missing(without_scripts):
    page = without_scripts
    page.goto("/cifras/")
    assert page.get_by_text(NOTICE).is_visible()
    page.goto(f"/cifras/{ID}/in-time_by_risk/")
    page.get_by_label("Lugar").select_option(label="Cusco")
    page.get_by_role("button", name="Filtrar").click()
    page.wait_for_url("**lugar=08*")
    page.locator("summary", has_text="Los mismos números en una tabla").first.click()

    assert page.get_by_role("table", name="Por nivel de riesgo").is_visible()


def test_the_files_are_taken_away_without_a_session(page):
    page.goto(f"/cifras/{ID}/in-time/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Esta tabla entera (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(Path(taken.value.path()).read_text())))
    assert taken.value.suggested_filename == f"{ID}-in-time-datos-simulados.csv"
    assert {row["datos_simulados"] for row in rows} == {NOTICE}

    for file, begins in (("informe.pdf", b"%PDF"), ("paquete.zip", b"PK"), ("in-time.xlsx", b"PK")):
        answer = page.request.get(f"/cifras/{ID}/{file}")
        assert answer.ok
        assert answer.body().startswith(begins)
        assert "immutable" in answer.headers["cache-control"]
    assert page.context.cookies() == []


def test_in_english_and_how_it_is_made(page, looks_right):
    page.goto("/cifras/metodo/")
    looks_right(page, "figures-method")

    page.goto(f"/cifras/{ID}/in-time/")
    page.locator(".top-bar").get_by_role("link", name="English").click()

    assert "idioma=en" in page.url
    assert page.locator("html").get_attribute("lang") == "en"


def test_on_paper_the_tables_are_open_and_the_furniture_is_gone(page):
    page.goto(f"/cifras/{ID}/in-time_by_risk/")
    page.emulate_media(media="print")

    assert page.get_by_role("table", name="Por nivel de riesgo").is_visible()
    assert not page.get_by_role("button", name="Filtrar").is_visible()
    assert page.get_by_text(NOTICE).is_visible()


def test_the_figures_stand_beside_what_studies_found(page, looks_right):
    page.goto("/cifras/")
    page.get_by_role("link", name="Entre la ley y la práctica").click()
    assert page.locator(".gap").count() == 16
    looks_right(page, "figures-gaps")

    page.goto(f"/cifras/{ID}/servicios-esenciales/")
    assert page.locator(".cell").count() == 58
    looks_right(page, "figures-services")
