"""A CEM brings her to a service of protection: named, agreed, received, and closed to the rest."""

import re

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.check("SEC-7")]

LEAD, PLACER = "coordinadora.puno", "social.puno"
HEAD, HOST, COLLEAGUE = "hogar.coordina", "hogar.uno", "hogar.dos"
SERVICE = "Servicio de protección n.º 1"
SAID = "Anotación inventada de la prueba: llegó acompañada."
PARTS = {"identity", "coordination", "risk", "health", "contact", "shelter"}
NOTED = "Anotación del servicio de protección"
# A case of this CEM about somebody grown, where nobody was placed; another one for each walk.
NOT_PLACED = """
    select g.case_id from access_grant g
    join access_user u on u.office_id = g.office_id and u.username = %s
    join cases_case c on c.case_id = g.case_id
    left join access_casemark m on m.case_id = g.case_id
    where g.basis = 'duty' and g.until > now() + interval '2 days'
        and not coalesce(m.trafficking, false)
        and not coalesce(m.minor_until > current_date, false)
        and not exists (select from access_grant p where p.case_id = g.case_id
            and p.office_id like 'SP-%%')
    order by c.opened_at desc, g.case_id limit 1
"""


@pytest.fixture
def come_in(sign_in):
    """`come_in(page, name)`: as somebody else, in the same browser."""

    def enter(page, username):
        page.context.clear_cookies()
        sign_in(page, username)

    return enter


def called(one):
    """What a list calls somebody of the service in the demonstration."""
    return f"Personal del servicio de protección, {one}"


def names(page, person, matter):
    """Name somebody on the page of the team; whether it was noted is for the caller to look at."""
    page.locator('select[name="person"]').select_option(label=person)
    page.locator('select[name="matter"]').select_option(value=matter)
    page.get_by_role("button", name="Nombrar").click()


def agrees(page, case, office, parts):
    """Her consent to an office, read back to her and recorded."""
    page.goto(f"{case}permisos/nuevo/")
    page.locator('select[name="office"]').select_option(label=office)
    for part in page.locator('input[name="parts"]').all():
        part.set_checked(part.get_attribute("value") in parts)
    page.locator('input[name="purpose"][value="shelter"]').check()
    page.get_by_role("button", name=re.compile("Sí, lo permite")).click()
    page.get_by_role("heading", name="Léeselo antes de registrar").wait_for()


def in_words(owner_sql):
    """The names by which lists on pages show the CEM and its worker."""
    asked = """
        select d.name, u.display_name from access_user u
        join directory_office d on d.id = u.office_id where u.username = %s
    """
    ((centre, placer),) = owner_sql(asked, PLACER)
    return centre, placer


def named(page, case, person, *matters):
    page.goto(f"{case}equipo/")
    for matter in matters:
        names(page, person, matter)
        page.get_by_text("Anotado. Vale desde ahora.").wait_for()


def recorded(page):
    page.get_by_role("button", name="Registrar su permiso").click()
    page.get_by_text("se puede retirar en un paso").wait_for()


@pytest.fixture
def case(owner_sql):
    ((case_id,),) = owner_sql(NOT_PLACED, PLACER)
    return f"/casos/{case_id}/"


@pytest.fixture
def placed(page, case, come_in, looks_right, owner_sql):
    """The one who places her is named, and she agrees with the service and with the CEM."""
    centre, placer = in_words(owner_sql)
    come_in(page, LEAD)
    named(page, case, placer, "shelter")

    come_in(page, PLACER)
    page.goto(f"{case}permisos/nuevo/")
    looks_right(page, "shelter-1-whom-she-agrees-with")
    agrees(page, case, SERVICE, PARTS)
    looks_right(page, "shelter-2-read-back")
    recorded(page)
    agrees(page, case, centre, {"account", "shelter"})
    recorded(page)
    looks_right(page, "shelter-3-agreed")
    return case


@pytest.fixture
def received(page, placed, come_in, looks_right):
    """One of the service is named, and writes down that she came; answers where it is read."""
    come_in(page, HEAD)
    named(page, placed, called("1"), "assigned", "shelter")

    come_in(page, HOST)
    page.goto("/casos/")
    page.locator(f'a[href="{placed}"]').first.click()
    page.get_by_role("heading", name="Las personas").wait_for()
    page.goto(f"{placed}actos/nuevo/?clase=shelter-admitted")
    page.get_by_role("button", name="Registrar", exact=True).click()
    page.get_by_text("Registrado: Ingreso voluntario al albergue").wait_for()
    page.get_by_role("link", name=NOTED).first.click()
    page.locator('textarea[name="shelter_entry"]').fill(SAID)
    looks_right(page, "shelter-5-entry")
    page.get_by_role("button", name="Registrar", exact=True).click()
    page.get_by_text(f"Registrado: {NOTED}").wait_for()
    looks_right(page, "shelter-6-case", dark=True)
    page.get_by_role("link", name=NOTED, exact=True).last.click()
    page.get_by_text(SAID).wait_for()
    looks_right(page, "shelter-7-read")
    return page.url


def test_one_named_worker_receives_her_and_the_one_who_placed_her_reads_it(
    page, case, received, come_in
):
    come_in(page, PLACER)
    page.goto(received)
    page.get_by_text(SAID).wait_for()

    come_in(page, LEAD)
    page.goto(received)
    assert SAID not in page.content()
    page.goto(f"{case}permisos/")
    shown = page.locator("main").inner_text()
    assert "Servicio de protección" in shown
    assert "n.º 1" not in shown, "which service it is, is for who places her"


def test_a_colleague_nobody_named_finds_nothing_and_the_cem_hears_of_it(
    page, case, received, come_in, looks_right
):
    come_in(page, COLLEAGUE)
    for address in (case, received):
        assert page.goto(address).status == 404

    come_in(page, LEAD)
    page.goto("/alertas/")
    page.get_by_text("Intento de ver un refugio").first.wait_for()
    looks_right(page, "shelter-8-told")


def test_there_is_no_fourth(page, placed, come_in, looks_right):
    come_in(page, HEAD)
    for one in ("1", "2"):
        named(page, placed, called(one), "shelter")
    names(page, called("coordina"), "shelter")
    page.get_by_text("ya están todas las que caben").first.wait_for()
    looks_right(page, "shelter-4-no-fourth")
