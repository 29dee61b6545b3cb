"""What a coordinator is told, what a court delays, what overseers decide; at both widths."""

import pytest
from playwright.sync_api import Page, expect

OURS = """
    select g.case_id, g.office_id from access_grant g
    join directory_office d on d.id = g.office_id
    join access_user u on u.office_id = d.id
    where u.username = %s and g.until > now()
        and not exists (select 1 from access_casemark m where m.case_id = g.case_id
            and m.trafficking)
        and not exists (select 1 from access_bar b where b.case_id = g.case_id)
    order by g.since desc limit 1
"""
RAISE = """
    select access_alert_raise('conflict', %s, u.id, u.office_id, 'SALUD') from access_user u
    where u.username = 'salud.puno'
"""
IMPLICATED = """
    insert into access_bar (case_id, subject, reason, since)
    values (%s, 'CEM', 'implicated', now()) on conflict do nothing
"""
UNDO = "delete from access_bar where case_id = %s and subject = 'CEM'"
WHY = "Me equivoqué de número al escribirlo (inventado)."


@pytest.fixture
def come_in(page: Page):
    """`come_in("defensoria.puno")`: as somebody of the demonstration, wherever their day begins."""

    def enter(username: str) -> Page:
        page.goto("/demo/")
        page.locator(f'form[action="/demo/{username}/"] button').click()
        page.wait_for_url(lambda address: "/demo/" not in address)
        return page

    return enter


@pytest.fixture
def looks_right(axe, fits, shot):
    """`looks_right(page, "alerts")`: accessible, within its window, and kept as a picture."""

    def check(page: Page, name: str) -> None:
        fits(page)
        axe(page)
        shot(page, name)

    return check


def test_a_coordinator_is_told_and_says_what_came_of_it(come_in, owner_sql, looks_right):
    ((case, _office),) = owner_sql(OURS, "coordinadora.puno")
    owner_sql("delete from access_alert")
    owner_sql(RAISE, case)
    page = come_in("coordinadora.puno")
    expect(page.locator(".nav__count")).to_have_text("1")

    page.get_by_role("link", name="Alertas").first.click()
    looks_right(page, "alerts")
    page.locator(".watch__review a.button").click()
    looks_right(page, "alert-review")
    page.get_by_label("Hay una explicación").check()
    page.get_by_label("Nota").fill("Hablé con su jefatura (inventado).")
    page.get_by_role("button", name="Marcar como revisada").click()

    expect(page.get_by_text("Alerta revisada.")).to_be_visible()
    expect(page.locator(".nav__count")).to_have_count(0)
    page.goto("/alertas/?estado=revisadas")
    expect(page.get_by_text("Hablé con su jefatura (inventado).")).to_be_visible()
    looks_right(page, "alerts-history")
    page.goto("/mas/")
    looks_right(page, "more")


def test_a_court_delays_and_lifts(come_in, owner_sql, looks_right):
    ((case, _office),) = owner_sql(OURS, "juzgado.puno")
    page = come_in("juzgado.puno")
    page.goto(f"/casos/{case}/demoras/")
    looks_right(page, "court-delays-empty")
    page.get_by_label("Qué oficina").select_option(index=1)
    page.get_by_label("Cuántos días").fill("30")
    page.get_by_label("Por qué").fill("Una diligencia reservada (inventada).")
    page.get_by_role("button", name="Ordenar la demora").click()

    expect(page.get_by_text("Ordenado. Vale desde ahora.")).to_be_visible()
    looks_right(page, "court-delays")
    page.get_by_role("link", name="Levantar").first.click()
    looks_right(page, "court-delay-lift")
    page.get_by_label("Por qué").fill("La diligencia terminó (inventado).")
    page.get_by_role("button", name="Levantar").click()
    expect(page.get_by_text("Levantada. Ella ya ve")).to_be_visible()
    owner_sql("delete from access_delay")


def test_whoever_oversees_decides_a_tie(come_in, owner_sql, looks_right):
    page = come_in("policia.puno")
    page.goto("/mi-cuenta/familia/")
    page.get_by_label("De un familiar o de mi pareja").check()
    page.get_by_label("Número de documento").fill("00987654")
    page.get_by_role("button", name="Anotar").click()
    page.get_by_role("link", name="Retirar un documento").click()
    looks_right(page, "tie-take-back")
    page.get_by_label("Número de documento").fill("00987654")
    page.get_by_label("Por qué se retira").fill(WHY)
    page.get_by_role("button", name="Pedir que se retire").click()
    expect(page.get_by_text("espera a quien vigila").first).to_be_visible()
    looks_right(page, "relatives-asked")

    page = come_in("defensoria.puno")
    page.goto("/vigilancia/vinculos/")
    looks_right(page, "ties")
    page.locator("li", has_text=WHY).get_by_role("button", name="Retirar", exact=False).last.click()
    expect(page.get_by_text("Anotado. Vale desde ahora.")).to_be_visible()


def test_whoever_oversees_proposes_somebody_of_an_implicated_centre(
    come_in, owner_sql, looks_right
):
    ((case, _office),) = owner_sql(OURS, "psicologa.puno")
    owner_sql(IMPLICATED, case)
    try:
        page = come_in("defensoria.puno")
        page.get_by_role("link", name="Firmas").click()
        looks_right(page, "proposals")
        form = page.locator("form", has_text="Proponer").first
        form.locator("select").select_option(index=1)
        form.get_by_role("button", name="Proponer").click()
        expect(page.get_by_text("La propusiste tú: firma otra persona.")).to_be_visible()
        looks_right(page, "proposals-waiting")
    finally:
        owner_sql(UNDO, case)
        owner_sql("delete from access_naming where case_id = %s and matter = 'implicated'", case)


def test_the_administrators_are_told_when_nobody_else_is_left(come_in, owner_sql, looks_right):
    owner_sql("delete from access_alert")
    owner_sql(
        "select access_alert_raise('canary', null, u.id, u.office_id, 'OVERSIGHT')"
        " from access_user u where u.username = 'defensoria.puno'"
    )
    page = come_in("administracion.puno")
    page.get_by_role("link", name="Alertas").first.click()
    looks_right(page, "alerts-admin")
