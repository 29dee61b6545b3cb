"""P10: from her day to a case that is not hers, in an emergency, within 45 seconds."""

import re
import time

import pytest
from tests.journeys.hand import KEY, PRESS, READ

WHY = "Los vecinos oyen gritos y golpes en su casa."
LONGEST_S = 45


@pytest.mark.check("SEC-79")
def test_p10_an_emergency_opens_a_case_within_45_seconds(
    page, sign_in, owner_sql, looks_right
) -> None:
    found = owner_sql(
        "select code from cases_case c where open and not exists (select from access_grant g"
        " where g.case_id = c.case_id and g.office_id = (select office_id from access_user"
        " where username = 'salud.puno'))"
        " and not exists (select from access_breakglass b where b.case_id = c.case_id)"
        " and not exists (select from access_casemark m where m.case_id = c.case_id"
        " and m.trafficking) limit 1"
    )
    code = found[0][0]
    sign_in(page, "salud.puno")
    began = time.monotonic()

    page.get_by_role("link", name="Acceso de emergencia").click()
    looks_right(page, "emergency", dark=True)
    page.locator('[name="code"]').fill(code)
    page.locator('select[name="reason_code"]').select_option("immediate-danger")
    page.locator('[name="reason"]').fill(WHY)
    page.get_by_role("button", name="Abrir el caso").click()
    page.wait_for_url(re.compile(r"/casos/[0-9a-f-]+/$"))

    machine = time.monotonic() - began
    hand = 5 * PRESS + (len(code) + 3 + len(WHY)) * KEY + 2 * READ
    assert machine + hand <= LONGEST_S, f"{machine:.1f} s of waiting and {hand:.1f} s by hand"
    assert page.get_by_text("Abierto por emergencia hasta las").is_visible()
    looks_right(page, "emergency-case")


def test_what_does_not_open_says_what_to_do(page, sign_in, looks_right) -> None:
    sign_in(page, "psicologa.lima")
    page.goto("/emergencia/")
    page.locator('[name="code"]').fill("PUN-ZZZZ-ZZ")
    page.locator('select[name="reason_code"]').select_option("missing")
    page.locator('[name="reason"]').fill(WHY)
    page.get_by_role("button", name="Abrir el caso").click()

    assert page.get_by_role("heading", name="No se abrió ningún caso").is_visible()
    looks_right(page, "emergency-not-opened")
    reference = page.locator(".reference").inner_text()

    sign_in(page, "policia.lima")
    page.goto("/emergencia/confirmar/")
    looks_right(page, "emergency-second")
    page.locator('[name="reference"]').fill(reference)
    page.get_by_role("button", name="Continuar").click()
    looks_right(page, "emergency-second-check")
    page.get_by_role("button", name="Confirmar la emergencia").click()
    assert page.get_by_text("Confirmado. Avísale").is_visible()
