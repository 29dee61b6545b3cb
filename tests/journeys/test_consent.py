"""She and her caseworker set who may see what; taken back, it is closed at the next request."""

import re

import pytest

pytestmark = pytest.mark.journey

CENTRE, POLICE = "psicologa.puno", "policia.puno"
AGREED = """
    select g.case_id, d.name from access_grant g
    join access_user u on u.office_id = g.office_id and u.username = %s
    join access_user p on p.username = %s
    join access_grant o on o.case_id = g.case_id and o.office_id = p.office_id
        and o.basis = 'duty' and o.until > now()
    join directory_office d on d.id = g.office_id
    join cases_act a on a.case_id = g.case_id and a.kind = 'account-told'
        and a.office_id = p.office_id
    where g.basis = 'consent' and g.until > now() and g.compartments like '%%N%%'
    order by g.until desc limit 1
"""


def test_set_on_a_page_read_back_and_taken_back_in_one_step(page, sign_in, looks_right, owner_sql):
    ((case_id, centre),) = owner_sql(AGREED, CENTRE, POLICE)
    sign_in(page, POLICE)
    page.goto(f"/casos/{case_id}/")
    page.get_by_role("link", name="Quién puede ver qué").click()
    page.get_by_role("heading", name="Quién puede ver qué").wait_for()
    looks_right(page, "consent-1-permits", dark=True)

    page.get_by_role("button", name=f"Retirar lo que permite a {centre}").first.click()
    page.get_by_text("ya no ve lo que ella le había permitido").wait_for()
    looks_right(page, "consent-2-taken-back")

    page.get_by_role("link", name="Anotar lo que ella decide").click()
    looks_right(page, "consent-3-form", dark=True)
    page.locator('select[name="office"]').select_option(label=centre)
    page.get_by_label("Su relato").check()
    page.get_by_role("button", name=re.compile("Sí, lo permite")).click()
    page.get_by_role("heading", name="Léeselo antes de registrar").wait_for()
    looks_right(page, "consent-4-read-back")
    page.get_by_role("button", name="Registrar su permiso").click()
    page.get_by_text("se puede retirar en un paso").wait_for()

    page.get_by_role("link", name="English", exact=True).click()
    page.get_by_text("You decide who sees").wait_for()
    looks_right(page, "consent-5-sheet")


def test_what_was_taken_back_is_closed_to_who_had_it_open(
    page, sign_in, looks_right, owner_sql, browser, site
):
    ((case_id, centre),) = owner_sql(AGREED, CENTRE, POLICE)
    sign_in(page, CENTRE)
    page.goto(f"/casos/{case_id}/relato/")
    saved = page.url
    page.get_by_role("button", name="Abrir su relato").click()
    page.locator(".telling__text").first.wait_for()

    context = browser.new_context(base_url=site.address)
    beside = context.new_page()
    sign_in(beside, POLICE)
    beside.goto(f"/casos/{case_id}/permisos/")
    beside.get_by_role("button", name=f"Retirar lo que permite a {centre}").first.click()
    beside.get_by_text("ya no ve lo que ella le había permitido").wait_for()
    context.close()

    page.goto(saved)
    page.get_by_role("link", name="Pídele su consentimiento").first.wait_for()
    assert page.locator(".telling__text").count() == 0
    looks_right(page, "consent-6-closed")
