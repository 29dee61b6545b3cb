"""The pages in Chromium: legible, reachable, whole at 360 px, and safe to leave."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

FILTERED = "/componentes/?error=1&estado=vencido&riesgo=severo"
PATHS = ("/componentes/", FILTERED, "/componentes/paso/", "/componentes/publica/")
SIZES = pytest.mark.parametrize("width", [1280, 360])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
PAGES = pytest.mark.parametrize("path", PATHS)
OUTSIDE = re.compile(r"https://www\.gob\.pe/")
TARGET_PIXELS = 44


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def refuse_outside(page: Page) -> None:
    """Answer for the world outside, so that no test leaves this machine."""
    page.context.route(OUTSIDE, lambda route: route.fulfill(body="<title>Fuera</title>"))


@PAGES
@SIZES
@SCHEMES
def test_a_page_has_no_accessibility_violation(open_page, path, width, scheme):
    assert violations(open_page(path, width=width, scheme=scheme)) == []


@PAGES
@pytest.mark.parametrize("width", [360, 640])
def test_nothing_is_wider_than_the_window(open_page, path, width):
    page = open_page(path, width=width)

    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/componentes/", "/componentes/paso/", "/componentes/publica/"])
def test_targets_are_large_enough_for_a_thumb(open_page, path):
    page = open_page(path, width=360)
    controls = page.locator(
        ".button, .nav__link, .choice, .chip, .tile, .leave-now, .input, .select"
    )

    sizes = [one.bounding_box()["height"] for one in controls.all() if one.is_visible()]

    assert sizes
    assert min(sizes) >= TARGET_PIXELS


@pytest.mark.parametrize("path", ["/componentes/", "/componentes/publica/"])
def test_the_first_key_leads_to_the_content(open_page, path):
    page = open_page(path)
    page.keyboard.press("Tab")

    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_nothing_is_refused_by_the_content_policy(chromium, live_url):
    said: list[str] = []
    page = chromium.new_context(base_url=live_url).new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    for path in PATHS:
        page.goto(path)
    page.context.close()

    assert said == []


def test_titles_name_the_page_and_nobody(open_page):
    assert open_page("/componentes/").title() == "Componentes · Ruta"
    assert open_page("/componentes/publica/").title() == "Información"


def test_the_error_summary_is_read_first_and_leads_to_its_fields(open_page):
    page = open_page("/componentes/?error=1")

    expect(page.locator(".error-summary")).to_be_focused()
    page.locator('.error-summary a[href="#id_level_0"]').click()
    expect(page.locator("#id_level_0")).to_be_focused()


def test_a_chip_takes_away_its_filter_only(open_page):
    page = open_page("/componentes/?estado=vencido&riesgo=severo")

    page.get_by_role("link", name="Quitar filtro: Estado: Vencidos").click()

    assert page.url.endswith("?riesgo=severo")


def test_the_menu_opens_with_a_press_and_closes_with_escape(open_page):
    page = open_page("/componentes/")

    page.locator(".me__summary").click()
    expect(page.get_by_role("button", name="Cerrar sesión")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Cerrar sesión")).to_be_hidden()
    expect(page.locator(".me__summary")).to_be_focused()


# --- Leaving ------------------------------------------------------------------------------------


def test_leaving_takes_one_press_and_back_shows_nothing_of_the_page(open_page):
    page = open_page("/componentes/")
    refuse_outside(page)
    page.goto("/componentes/publica/")

    page.get_by_role("link", name="Salir rápido").click()
    page.wait_for_url(OUTSIDE)
    page.go_back()

    assert page.url.endswith("/componentes/")


def test_shift_three_times_leaves(open_page):
    page = open_page("/componentes/publica/")
    refuse_outside(page)

    for _ in range(3):
        page.keyboard.press("Shift")

    page.wait_for_url(OUTSIDE)


def test_shift_while_writing_does_not_leave(open_page):
    page = open_page("/componentes/publica/")

    for key in ("Shift", "Shift+A", "Shift", "Shift+B", "Shift"):
        page.keyboard.press(key)

    expect(page.locator("html")).not_to_have_class(re.compile("leaving"))


def test_leaving_works_without_scripts(open_page):
    page = open_page("/componentes/publica/", java_script_enabled=False)
    refuse_outside(page)

    page.get_by_role("link", name="Salir rápido").click()

    page.wait_for_url(OUTSIDE)


def test_a_desk_page_has_no_way_out_by_accident(open_page):
    assert open_page("/componentes/").locator("[data-leave-now]").count() == 0


# --- Drafts and forms ---------------------------------------------------------------------------


def test_a_pause_keeps_the_draft_and_says_when(open_page):
    page = open_page("/componentes/paso/")

    page.get_by_label("Sí", exact=False).first.check()

    expect(page.locator(".autosave")).to_have_text(re.compile(r"^guardado a las \d\d:\d\d$"))


def test_a_draft_that_could_not_be_kept_says_so(open_page):
    page = open_page("/componentes/paso/")
    page.route("**/borrador/", lambda route: route.abort())

    page.get_by_label("Sí", exact=False).first.check()

    expect(page.locator(".autosave")).to_have_text(re.compile("^sin guardar todavía"))


def test_a_form_is_sent_once_however_often_it_is_pressed(open_page):
    page = open_page("/componentes/paso/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))

    page.get_by_role("button", name="Continuar").dblclick()
    expect(page.locator(".error-summary")).to_be_visible()

    assert sent.count("POST") == 1


def test_a_step_can_be_sent_without_scripts(open_page):
    page = open_page("/componentes/paso/", java_script_enabled=False)

    page.get_by_role("button", name="Continuar").click()

    expect(page.get_by_text("Falta algo antes de seguir")).to_be_visible()


# --- Other media --------------------------------------------------------------------------------


def test_paper_has_the_words_and_the_strips_and_no_furniture(open_page):
    page = open_page("/componentes/")
    page.emulate_media(media="print")

    expect(page.locator(".nav")).to_be_hidden()
    expect(page.get_by_role("button", name="Continuar")).to_be_hidden()
    expect(page.locator(".strip__svg").first).to_be_visible()
    ink = page.locator(".strip--late .strip__words strong").first
    assert ink.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"


def test_a_table_reads_as_cards_on_a_phone(open_page):
    page = open_page("/componentes/", width=360)
    cell = page.locator(".table td").first

    label = cell.evaluate("one => getComputedStyle(one, '::before').content")

    assert label == '"Riesgo"'


def test_colours_chosen_by_the_reader_leave_every_strip_visible(open_page):
    page = open_page("/componentes/", forced_colors="active")

    hatch = page.locator(".strip__hatch").first

    assert hatch.evaluate("one => getComputedStyle(one).stroke") != "none"


@SCHEMES
def test_a_page_that_does_not_exist_says_what_happened_and_what_to_do(open_page, scheme):
    page = open_page("/no-existe/", width=360, scheme=scheme, status=404)

    assert violations(page) == []
    for question in ("Qué pasó", "Qué está a salvo", "Qué hacer"):
        expect(page.get_by_text(question)).to_be_visible()
