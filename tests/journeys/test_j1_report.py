"""J1: a police officer takes a complaint at the counter, told once, and its clocks run."""

import re

import pytest
from tests.journeys.hand import (
    TOLD,
    Hand,
    at,
    begin,
    decide_and_register_twice,
    share,
    to_the_account,
)

pytestmark = pytest.mark.journey

MINUTES = 3


def test_a_complaint_is_taken_and_its_clocks_run(page, sign_in, looks_right):
    sign_in(page, "policia.puno")
    page.goto("/denuncias/nueva/")
    hand = Hand(page)

    looks_right(page, "j1-00-nueva")
    hand.on("Empezar")
    she_can_talk(page, hand, looks_right)
    she_is_heard(page, hand, looks_right)
    her_risk_is_known(page, hand, looks_right)
    at(page, "comparte")
    looks_right(page, "j1-09b-comparte", dark=True)
    share(page, hand)
    at(page, "revisa")
    hand.mark("Le expliqué sus derechos y le di la cartilla")
    looks_right(page, "j1-10-revisa", dark=True)
    hand.on("Registrar la denuncia")

    page.wait_for_url(re.compile(r"/casos/[0-9a-f-]+/$"))
    assert hand.seconds < MINUTES * 60
    the_clocks_are_on_screen(page)
    looks_right(page, "j1-11-caso")
    hand.on("Enviar el informe")
    page.get_by_text("Juzgado de Familia", exact=False).first.wait_for()
    looks_right(page, "j1-12-enviado")
    assert page.get_by_role("button", name="Enviar el informe").count() == 0


def she_can_talk(page, hand, looks_right):
    at(page, "seguridad")
    looks_right(page, "j1-01-seguridad")
    hand.mark("Sí, puede hablar ahora")
    hand.on()
    at(page, "lengua")
    looks_right(page, "j1-02-lengua")
    hand.mark("No")
    hand.on()
    at(page, "contacto")
    looks_right(page, "j1-03-contacto")
    hand.mark("Mensaje de texto")
    hand.write("telephone", "900000000")
    hand.on()
    at(page, "persona")
    looks_right(page, "j1-04-persona")
    hand.write("names", "Ilumé Vantare (inventada)")
    hand.mark("Mujer")
    hand.write("age", "31")
    hand.on()


def she_is_heard(page, hand, looks_right):
    at(page, "relato")
    hand.write("account", TOLD)
    looks_right(page, "j1-05-relato")
    hand.on()
    at(page, "hechos")
    hand.mark("Física")
    hand.mark("Psicológica")
    hand.choose("relation", "cohabitant")
    looks_right(page, "j1-06-hechos")
    hand.on()
    at(page, "denunciado")
    looks_right(page, "j1-07-denunciado")
    hand.write("names", "Oltren (inventado)")
    hand.mark("Sí", within="¿Tiene un arma")
    hand.on()


def her_risk_is_known(page, hand, looks_right):
    at(page, "ficha")
    assert page.locator('[name="item_2"][value="yes"]').is_checked()
    for code in ("1", "5", "6", "7"):
        hand.press(page.locator(f'[name="item_{code}"][value="yes"]'))
    for code in ("2a", "8", "9", *map(str, range(10, 20))):
        hand.press(page.locator(f'[name="item_{code}"][value="no"]'))
    looks_right(page, "j1-08-ficha", dark=True)
    hand.on("Ver el resultado")
    at(page, "resultado")
    assert page.get_by_text("15 de 37 puntos").is_visible()
    assert page.get_by_text("No es el anexo oficial.").is_visible()
    looks_right(page, "j1-09-resultado", dark=True)
    hand.on()


def the_clocks_are_on_screen(page):
    """What the police owe now: which duty, by which article, who, and by when."""
    assert page.get_by_text("Ley 30364, art. 15-A").first.is_visible()
    assert page.get_by_text(re.compile(r"faltan 23 h 5\d min", re.I)).first.is_visible()
    assert page.get_by_text("Comisaría PNP Puno").first.is_visible()
    assert page.get_by_text("Centro Emergencia Mujer informado").first.is_visible()


def test_not_safe_now_is_said_and_the_draft_waits(page, sign_in, looks_right):
    sign_in(page, "policia.puno")
    page.goto("/denuncias/nueva/")
    hand = Hand(page)
    hand.on("Empezar")
    at(page, "seguridad")
    hand.mark("No, ahora no es seguro")
    hand.on()
    at(page, "pausa")
    looks_right(page, "j1-20-pausa")

    hand.on("Guardar y salir")

    page.wait_for_url("**/mi-dia/")
    page.goto("/denuncias/nueva/")
    looks_right(page, "j1-21-borradores")
    page.get_by_role("link", name="Seguir").first.click()
    at(page, "pausa")
    hand.on("Ya es seguro: seguir")
    at(page, "lengua")


def test_a_girl_is_protected_tonight_and_not_questioned(page, sign_in, looks_right):
    hand = begin(page, sign_in)
    hand.mark("Mujer")
    hand.write("age", "15")
    hand.mark("Sí", within="¿Ya dijo que hubo violencia sexual?")
    hand.on()
    at(page, "proteccion")
    looks_right(page, "j1-30-proteccion")

    hand.choose("relation", "step-parent")
    hand.mark("Sí, ya lo dijo")
    hand.choose("child_with", "extended-family")
    hand.on()
    at(page, "denunciado")
    hand.on()
    at(page, "nivel")
    looks_right(page, "j1-31-nivel")
    hand.mark("Severo")
    hand.write("reasons", "Viven en la misma casa (inventado).")
    hand.on()
    share(page, hand, "No")
    at(page, "revisa")
    looks_right(page, "j1-32-revisa")

    assert page.get_by_text("Salud, ahora").is_visible()
    assert page.get_by_text("entrevista única").is_visible()
    hand.on("Registrar la denuncia")
    page.wait_for_url(re.compile(r"/casos/[0-9a-f-]+/$"))


def test_a_nurse_asks_her_before_telling_anyone(page, sign_in, looks_right):
    hand = begin(page, sign_in, "salud.puno")
    to_the_account(page, hand)
    hand.write("account", TOLD)
    hand.on()
    at(page, "hechos")
    assert page.locator('[name="detained"]').count() == 0
    hand.mark("Física")
    hand.choose("relation", "neighbour")
    hand.on()
    at(page, "denunciado")
    hand.on()
    at(page, "nivel")
    hand.mark("Moderado")
    hand.write("reasons", "Vive al lado (inventado).")
    hand.on()
    share(page, hand, "No")
    at(page, "revisa")

    hand.on("Registrar la denuncia")

    page.get_by_role("alert").wait_for()
    looks_right(page, "j1-40-revisa-salud")
    hand.mark("No", within="¿Quiere que el CEM la atienda?")
    hand.mark("No", within="¿Presentas la denuncia ante la comisaría?")
    hand.on("Registrar la denuncia")
    page.wait_for_url(re.compile(r"/casos/[0-9a-f-]+/$"))


def test_a_wrong_page_says_what_is_wrong_where_it_is(page, sign_in, looks_right):
    hand = begin(page, sign_in)
    hand.write("names", "NA")
    hand.write("age", "treinta")

    hand.on()

    page.get_by_role("alert").wait_for()
    looks_right(page, "j1-50-errores")
    assert page.locator('[name="names"]').input_value() == "NA"
    page.get_by_role("alert").get_by_role("link").last.click()
    assert page.locator('[name="age"]').evaluate("box => box === document.activeElement")


def test_the_way_back_passes_over_a_page_of_errors(page, sign_in):
    hand = begin(page, sign_in)
    hand.on()
    page.get_by_role("alert").wait_for()
    to_the_account(page, hand)

    page.go_back()

    at(page, "persona")
    assert page.locator('[name="age"]').input_value() == "31"


def test_ten_megabytes_pasted_are_refused_in_words_and_still_there(page, sign_in, shot):
    page.set_default_timeout(60_000)
    hand = begin(page, sign_in)
    to_the_account(page, hand)
    page.locator('[name="account"]').evaluate(
        "box => { box.value = 'relato inventado '.repeat(655360) }"
    )

    hand.on()

    page.get_by_role("alert").wait_for(timeout=60_000)
    assert "demasiado largo" in page.get_by_role("alert").inner_text()
    box = page.locator('[name="account"]')
    assert box.evaluate("box => box.value.length", timeout=60_000) > 10_000_000


def test_an_hour_that_has_not_come_is_refused_at_its_field(page, sign_in, shot):
    hand = begin(page, sign_in)
    to_the_account(page, hand)
    hand.write("account", TOLD)
    hand.on()
    at(page, "hechos")
    hand.mark("Física")
    hand.choose("relation", "cohabitant")
    hand.write("presented_at", "2999-01-01T10:00")

    hand.on()

    page.get_by_role("alert").wait_for()
    shot(page, "j1-51-futuro")
    assert page.locator("#id_presented_at-error").is_visible()
    assert page.locator('[name="violence_types"][value="fisica"]').is_checked()


def test_a_closed_browser_loses_nothing(page, sign_in, browser, site):
    hand = begin(page, sign_in)
    to_the_account(page, hand)
    address = page.url
    page.locator('[name="account"]').press_sequentially("Me dijo que no saliera (inventado).")
    page.get_by_text("guardado a las").wait_for()
    page.context.close()

    context = browser.new_context(base_url=site.address)
    again = context.new_page()
    sign_in(again, "policia.puno")
    again.goto(address)

    kept = again.locator('[name="account"]').input_value()
    context.close()
    assert kept == "Me dijo que no saliera (inventado)."


def test_a_session_that_ends_while_writing_loses_nothing(page, sign_in, looks_right):
    hand = begin(page, sign_in)
    to_the_account(page, hand)
    page.locator('[name="account"]').fill(TOLD)
    page.context.clear_cookies(name="ruta")

    hand.on()
    looks_right(page, "j1-60-sesion")
    page.get_by_role("button", name=re.compile("Seguir como")).click()
    page.get_by_role("heading", name="Continúa donde estabas").wait_for()
    page.get_by_role("main").get_by_role("button").first.click()

    at(page, "hechos")
    page.get_by_role("button", name="Volver").click()
    at(page, "relato")
    assert page.locator('[name="account"]').input_value() == TOLD


def test_pressed_twice_it_is_registered_once(page, sign_in, owner_sql):
    hand = begin(page, sign_in)
    to_the_account(page, hand)
    hand.write("account", TOLD)
    hand.on()
    at(page, "hechos")
    hand.mark("Física")
    hand.choose("relation", "sibling")
    hand.on()
    at(page, "denunciado")
    hand.on()
    case_id = re.search(r"/denuncias/([0-9a-f-]+)/", page.url).group(1)

    decide_and_register_twice(page, hand)
    page.go_back()

    page.wait_for_load_state()
    counted = owner_sql("select act_count from cases_case where case_id = %s", case_id)
    kinds = owner_sql("select count(distinct kind) from cases_act where case_id = %s", case_id)
    assert len(counted) == 1
    assert counted == kinds


def test_it_is_taken_by_keyboard_alone(page, sign_in):
    sign_in(page, "policia.puno")
    page.goto("/denuncias/nueva/")
    page.get_by_role("button", name="Empezar").press("Enter")
    at(page, "seguridad")
    page.locator('[name="safe"][value="yes"]').press("Space")
    page.keyboard.press("Enter")
    at(page, "lengua")
    page.locator('[name="interpreter"][value="no"]').press("Space")
    page.keyboard.press("Enter")
    at(page, "contacto")
    page.locator('[name="telephone"]').press("Enter")

    at(page, "persona")


@pytest.mark.parametrize("width", [1280, 360])
def test_it_is_taken_without_scripts_and_pressed_twice_once(
    browser, site, sign_in, owner_sql, width
):
    context = browser.new_context(
        base_url=site.address,
        java_script_enabled=False,
        viewport={"width": width, "height": 740},
        locale="es-PE",
    )
    page = context.new_page()
    hand = begin(page, sign_in)
    to_the_account(page, hand)
    hand.write("account", TOLD)
    hand.on()
    at(page, "hechos")
    hand.mark("Física")
    hand.choose("relation", "sibling")
    hand.on()
    at(page, "denunciado")
    hand.on("Guardar y salir")
    page.wait_for_url("**/mi-dia/")
    page.goto("/denuncias/nueva/")
    page.get_by_role("link", name="Seguir").first.click()
    at(page, "denunciado")
    hand.on()
    decide_and_register_twice(page, hand)
    case_id = page.url.rstrip("/").rsplit("/", 1)[-1]
    context.close()
    assert owner_sql("select count(*) from cases_case where case_id = %s", case_id) == [(1,)]
    kinds = owner_sql("select kind from cases_act where case_id = %s", case_id)
    assert len(kinds) == len(set(kinds))
