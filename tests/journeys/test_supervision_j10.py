"""J10: whoever leads a territory or an office sees what is late, and who holds it since when."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
NUMBER = re.compile(r"\d[\d,]*")


def number(text: str) -> int:
    found = NUMBER.search(text)
    assert found is not None
    return int(found[0].replace(",", ""))


def listed(page) -> int:
    """How many rows a list has, over all its pages."""
    rows = page.locator("tbody tr").count()
    while (more := page.locator(".pager__next")).count():
        more.first.click()
        page.wait_for_load_state()
        rows += page.locator("tbody tr").count()
    return rows


def test_every_overdue_duty_names_who_holds_it_and_since_when(
    page, sign_in, looks_right, owner_sql
):
    sign_in(page, "supervision.puno")
    page.goto("/supervision/")
    looks_right(page, "h8-supervision", dark=True)

    for heading in ("Vencidos, por oficina", "Vencidos, por deber", "Continuidad",
                    "Derivaciones sin resultado", "Lo vencido y sus impedimentos"):  # fmt: skip
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    for name in owner_sql("select display_name from access_user"):
        assert name[0] not in page.locator("main").inner_text() or name[0].startswith("Supervis")
    late = number(page.locator(".tile", has_text="plazos vencidos").inner_text())
    page.locator(".tile", has_text="plazos vencidos").click()
    expect(page).to_have_url(re.compile(r"/mi-oficina/detalle/\?tema=plazos&turno=vencido$"))
    for row in page.locator("tbody tr").all():
        assert re.search(r"desde\s+\w{3} \d{1,2} \w{3} \d{4}", row.inner_text())
        assert "Sin oficina" not in row.inner_text()
    looks_right(page, "h8-behind")
    assert listed(page) == late


def test_from_a_figure_to_the_duty_and_its_article(page, sign_in):
    sign_in(page, "supervision.puno")
    page.goto("/supervision/")

    page.get_by_text("El artículo de cada uno").click()
    page.locator(".figures-laws a").first.click()

    expect(page).to_have_url(re.compile(r"/ley/[a-z0-9-]+/$"))


def test_who_coordinates_reads_what_each_person_of_the_office_carries(page, sign_in, looks_right):
    sign_in(page, "coordinadora.puno")
    page.goto("/supervision/")
    expect(page.get_by_role("heading", name="Carga de cada persona")).to_be_visible()
    looks_right(page, "h8-office", dark=True)

    page.get_by_role("link", name="Preguntas").last.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Pregunta por tu oficina")


def test_a_question_is_asked_shared_saved_and_made_a_report(page, sign_in, looks_right):
    sign_in(page, "coordinadora.puno")
    page.goto("/mi-oficina/preguntas/")
    looks_right(page, "h8-question", dark=True)

    page.get_by_label("Cuenta").select_option("casos.riesgo")
    page.get_by_label("Separado por").select_option("casos.mes")
    page.get_by_role("button", name="Contar").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    shared = page.url
    assert "filas=casos.riesgo" in shared
    looks_right(page, "h8-question-months")
    cell = page.locator(".figures-answer td a").first
    many = number(cell.inner_text())
    cell.click()
    assert listed(page) == many

    page.goto(shared)
    assert page.viewport_size is not None
    name = f"Casos por riesgo y mes, a {page.viewport_size['width']}"
    page.get_by_label("Nombre").fill(name)
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("status")).to_contain_text("Pregunta guardada")
    page.goto("/mi-oficina/informes/")
    page.get_by_label("Qué informe").select_option(label=name)
    page.get_by_label("Cuándo").select_option(label="Cada lunes")
    page.get_by_role("button", name="Pedir").click()
    expect(page.get_by_role("status")).to_contain_text("Pedido")
    expect(page.locator("#pedidos + ul")).to_contain_text("Cada lunes")
    looks_right(page, "h8-reports")


def test_an_office_without_figures_is_told_what_would_be_here(page, sign_in, looks_right):
    sign_in(page, "upe.puno")
    page.goto("/mi-oficina/preguntas/?desde=2019-01&hasta=2019-02")

    expect(page.get_by_text("No hay nada que contar en esos meses")).to_be_visible()
    looks_right(page, "h8-nothing")


def test_whoever_oversees_reads_rounded_figures_only(page, sign_in, looks_right):
    sign_in_to_watch(page)
    page.goto("/vigilancia/cifras/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Cifras publicadas")
    looks_right(page, "h8-oversight")
    assert page.goto("/supervision/").status == 404
    assert page.goto("/mi-oficina/preguntas/").status == 404


def sign_in_to_watch(page) -> None:
    page.goto("/demo/")
    page.locator('form[action="/demo/defensoria.puno/"] button').click()
    page.wait_for_url("**/vigilancia/**")
