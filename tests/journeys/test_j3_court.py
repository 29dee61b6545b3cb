"""J3: the court sees what it received, decides, and tells; each notice starts its clocks."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def first_waiting(page):
    """Open the decision of the case whose term ends first among those still running."""
    page.goto("/juzgado/?plazo=despues")
    if not page.locator(".duty-line").count():
        page.goto("/juzgado/")
    page.get_by_role("link", name=re.compile("Registrar la decisión")).first.click()


def tick(page, *labels):
    for label in labels:
        page.get_by_label(re.compile(f"^{label}")).check()


def test_the_queue_is_in_the_order_of_its_clocks(page, sign_in, looks_right):
    sign_in(page, "juzgado.puno")

    page.get_by_role("link", name="Ver lo recibido").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Recibido")
    expect(page.locator(".strip").first).to_be_visible()
    looks_right(page, "j3-received", dark=True)
    page.get_by_label("Plazo para decidir").select_option("vencido")
    page.get_by_role("button", name="Filtrar").click()
    expect(page).to_have_url(re.compile("plazo=vencido"))
    page.goto("/juzgado/por-comunicar/")
    looks_right(page, "j3-to-tell")


def test_an_empty_queue_says_so(page, sign_in, looks_right):
    sign_in(page, "juzgado.puno")

    page.goto("/juzgado/?riesgo=leve&plazo=hoy")

    looks_right(page, "j3-filtered")


def test_a_bare_order_is_refused_and_nothing_is_lost(page, sign_in, looks_right):
    sign_in(page, "juzgado.puno")
    first_waiting(page)
    looks_right(page, "j3-blank")
    tick(page, "No: se prescindió de ella")
    page.get_by_label("Por qué se prescindió").fill("Riesgo severo: no se espera.")
    tick(page, "Se dictan medidas de protección", "Otra medida necesaria")
    page.get_by_label("La otra medida").fill("Cese de todo acto de violencia")
    looks_right(page, "j3-decision", dark=True)

    page.get_by_role("button", name="Revisar la decisión").click()

    expect(page.get_by_role("alert")).to_contain_text("DS 009-2016-MIMP, art. 37.3")
    expect(page.get_by_label("La otra medida")).to_have_value("Cese de todo acto de violencia")
    expect(page.get_by_label("Por qué se prescindió")).to_have_value("Riesgo severo: no se espera.")
    looks_right(page, "j3-refused")


def test_a_court_decides_and_tells_and_every_clock_starts(page, sign_in, looks_right, owner_sql):
    sign_in(page, "juzgado.puno")
    first_waiting(page)
    tick(page, "No: se prescindió de ella")
    page.get_by_label("Por qué se prescindió").fill("Riesgo severo: no se espera.")
    tick(
        page, "Se dictan medidas de protección", "Retiro de la persona agresora",
        "No acercarse a la víctima", "No tener ni portar armas",
    )  # fmt: skip
    page.get_by_label("No acercarse: distancia").fill("300")
    page.get_by_label(re.compile("Razones, o por qué no se dictan")).fill("Ya hay un proceso.")
    page.get_by_role("button", name="Revisar la decisión").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Revisa la decisión")
    expect(page.get_by_text("No acercarse a la víctima: 300 m")).to_be_visible()
    looks_right(page, "j3-review")
    page.get_by_role("button", name="Cambiar").click()
    expect(page.get_by_label("No acercarse: distancia")).to_have_value("300")
    page.get_by_role("button", name="Revisar la decisión").click()
    page.get_by_role("button", name="Registrar la decisión").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Avisar de la decisión")
    looks_right(page, "j3-notices")
    case_id = re.search(r"/casos/([^/]+)/", page.url)[1]
    for code in ("ejecutora", "armas", "ella", "denunciado", "copia", "expediente"):
        page.locator(f"#{code} button[type=submit]").dblclick()
        expect(page.locator(f"#{code} .notice__sent")).to_be_visible()
    expect(page.locator("#ejecutora .strip").first).to_contain_text("Informar al juzgado")
    expect(page.locator("#ella .strip").first).to_contain_text("Apelar")
    expect(page.get_by_text("Todos los avisos salieron.")).to_be_visible()
    looks_right(page, "j3-told", dark=True)
    told = owner_sql(
        "select kind, count(*) from cases_act where case_id = %s and at > now() - interval '1 hour'"
        " and kind in ('executor-notified', 'sucamec-notified', 'resolution-notified',"
        " 'resolution-copy-sent-prosecutor', 'file-sent-prosecutor') group by kind",
        case_id,
    )
    assert dict(told) == {
        "executor-notified": 1, "sucamec-notified": 1, "resolution-notified": 2,
        "resolution-copy-sent-prosecutor": 1, "file-sent-prosecutor": 1,
    }  # fmt: skip
