"""My day, as each person of the demonstration finds it."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
PEOPLE = (
    "policia.puno",
    "psicologa.puno",
    "abogada.puno",
    "social.puno",
    "juzgado.puno",
    "fiscalia.puno",
    "salud.puno",
    "supervision.puno",
)
AT_A_DESK = tuple(name for name in PEOPLE if not name.startswith("supervision"))


def test_whoever_comes_to_the_front_is_shown_the_door(page):
    page.goto("/")

    assert page.url.endswith("/demo/")


@pytest.mark.parametrize("username", PEOPLE)
def test_each_person_finds_their_day(page, sign_in, looks_right, username):
    sign_in(page, username)

    expect(page.get_by_role("heading", level=1)).to_have_text("Mi día")
    expect(page.locator(".tile").first).to_contain_text("vencidos")
    looks_right(page, f"my-day-{username}", dark=username == "policia.puno")


@pytest.mark.parametrize("address", ["/casos/", "/plazos/"])
@pytest.mark.parametrize("username", ["policia.puno", "juzgado.puno", "supervision.puno"])
def test_each_person_finds_their_lists(page, sign_in, looks_right, username, address):
    sign_in(page, username)
    page.goto(address)

    looks_right(page, f"list{address.replace('/', '-')}{username}")


def test_a_supervisor_sees_what_is_late_by_office(page, sign_in, looks_right):
    sign_in(page, "supervision.puno")
    page.goto("/supervision/")

    expect(page.get_by_role("heading", name="Vencidos, por oficina")).to_be_visible()
    looks_right(page, "supervision", dark=True)
    page.locator("tbody a").first.click()
    expect(page).to_have_url(re.compile(r"/plazos/\?estado=vencido&oficina="))
    looks_right(page, "supervision-office")


def test_two_clicks_from_the_day_to_the_record(page, sign_in):
    sign_in(page, "psicologa.puno")

    page.locator(".duty-line .strip__title a").first.click()

    expect(page).to_have_url(re.compile(r"/casos/[0-9a-f-]{36}/$"))
    expect(page).to_have_title(re.compile(r"^(?!.*[0-9a-f]{8}-).*Ruta$"))


def test_what_stands_in_the_way_is_recorded_from_the_day(page, sign_in, looks_right, owner_sql):
    sign_in(page, "policia.puno")
    before = owner_sql("select count(*) from cases_act where kind = 'impediment-recorded'")
    page.get_by_role("link", name="Anotar un impedimento").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anotar un impedimento")
    looks_right(page, "impediment", dark=True)

    page.get_by_role("button", name="Anotar el impedimento").click()
    expect(page.get_by_role("alert")).to_contain_text("elige qué lo impide.")
    looks_right(page, "impediment-errors")
    page.get_by_label("Qué lo impide").select_option("no-vehicle")
    page.get_by_label("Qué se hizo y cuándo se podrá").fill("La unidad vuelve mañana.")
    page.get_by_role("button", name="Anotar el impedimento").click()

    expect(page.get_by_role("status")).to_contain_text("El plazo sigue corriendo.")
    after = owner_sql("select count(*) from cases_act where kind = 'impediment-recorded'")
    assert after[0][0] == before[0][0] + 1


def test_a_tile_leads_to_its_list_and_the_filter_can_be_taken_away(page, sign_in, looks_right):
    sign_in(page, "juzgado.puno")
    page.locator(".tile", has_text="vencidos").click()
    expect(page).to_have_url(re.compile(r"/plazos/\?estado=vencido$"))
    looks_right(page, "terms-overdue")

    page.get_by_role("link", name="Quitar filtro: Estado: Vencidos").click()

    expect(page).to_have_url(re.compile(r"/plazos/\?$"))


def test_a_case_is_found_by_its_code_from_any_page(page, sign_in):
    sign_in(page, "policia.puno")
    code = page.locator(".duty-line__code").first.inner_text()

    page.get_by_role("searchbox", name="Código del caso").fill(code.lower().replace("-", " "))
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/casos/[0-9a-f-]{36}/$"))


def test_an_unknown_code_is_told_without_saying_whether_it_exists(page, sign_in, looks_right):
    sign_in(page, "policia.puno")

    page.goto("/casos/?codigo=LIM-ZZZZ-ZZ")

    expect(page.get_by_text("Ningún caso de tu oficina tiene ese código")).to_be_visible()
    looks_right(page, "search-nothing")


def test_a_list_is_kept_as_a_file(page, sign_in):
    sign_in(page, "juzgado.puno")
    page.goto("/casos/?mostrar=abiertos")

    with page.expect_download() as kept:
        page.get_by_role("link", name="Descargar en XLSX").click()

    assert re.fullmatch(r"casos-\d{4}-\d\d-\d\d\.xlsx", kept.value.suggested_filename)


def test_the_day_can_be_walked_with_the_keyboard_alone(page, sign_in):
    sign_in(page, "juzgado.puno")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ir al contenido")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Ver lo recibido")).to_be_focused()


def test_the_day_prints_without_its_controls(page, sign_in):
    sign_in(page, "policia.puno")

    page.emulate_media(media="print")

    expect(page.get_by_role("link", name="Anotar un impedimento").first).to_be_hidden()
    expect(page.locator(".strip__svg").first).to_be_visible()


def test_the_day_is_told_in_english_too(page, sign_in, looks_right):
    sign_in(page, "fiscalia.lima")
    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("My day")
    looks_right(page, "my-day-english")
    page.get_by_role("button", name="Español").click()
