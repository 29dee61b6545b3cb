"""To whom a case is closed, one's family, a question to another office: desk and phone."""

import pytest


def test_she_has_an_office_kept_out_of_her_case(page, sign_in, looks_right) -> None:
    sign_in(page, "psicologa.puno")
    page.goto("/casos/")
    page.locator('main a[href^="/casos/"][href$="/"]').first.click()
    page.get_by_role("link", name="A quién se cierra el caso").click()
    looks_right(page, "closed-to")
    page.get_by_text("Ella no quiere que lo vea", exact=True).first.click()
    office = page.locator('select[name="office"] option', has_text="omisar").last
    page.locator('select[name="office"]').select_option(office.get_attribute("value"))
    page.get_by_role("button", name="Cerrar el caso").click()

    assert page.get_by_text("Cerrado. Vale desde ahora.").is_visible()
    looks_right(page, "closed-to-somebody", dark=True)
    page.get_by_role("button", name="Abrir otra vez").first.click()
    assert page.get_by_text("Abierto otra vez.").is_visible()


@pytest.mark.parametrize("address", ["/mi-cuenta/familia/", "/vincular/", "/vincular/pendientes/"])
def test_its_pages_look_right(page, sign_in, looks_right, address) -> None:
    sign_in(page, "psicologa.puno")
    page.goto(address)

    looks_right(page, f"who-enters{address.replace('/', '-')}")
