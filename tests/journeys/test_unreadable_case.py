"""A part of a case that no key opens any more: the page says so, and the rest is still read."""

import psycopg
import pytest
from playwright.sync_api import Page, expect

from ruta.postgres import roles

pytestmark = pytest.mark.journey
OF_THE_CASE = "access_casekey where case_id = %s and compartment = 'I'"


@pytest.fixture
def keys_of(server, worker_id_or_main):
    """A connection as the keeper of keys, who alone may touch them."""
    url = server.url(dbname=f"ruta_journeys_{worker_id_or_main}", user=roles.KEYD)
    with psycopg.connect(url, autocommit=True) as keeper:
        yield keeper


def test_what_no_key_opens_is_said_and_the_rest_is_shown(
    page: Page, sign_in, looks_right, keys_of
) -> None:
    sign_in(page, "policia.puno")
    page.goto("/casos/")
    address = page.locator('main a[href^="/casos/"][href$="/"]').first.get_attribute("href")
    assert address is not None
    case = address.split("/")[2]
    (wrapped,) = keys_of.execute(f"select wrapped from {OF_THE_CASE}", [case]).fetchone()
    spoilt = bytes(wrapped[:-1]) + bytes([wrapped[-1] ^ 1])
    change = "update access_casekey set wrapped = %s where case_id = %s and compartment = 'I'"
    keys_of.execute(change, [spoilt, case])
    try:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200
        expect(page.get_by_text("Una parte no se pudo abrir")).to_be_visible()
        expect(page.get_by_role("heading", name="Lo que debe tu oficina")).to_be_visible()
        looks_right(page, "case-in-parts", dark=True)
        answer = page.goto(f"{address}permisos/nuevo/")
        assert answer is not None
        assert answer.status == 410
        expect(page.get_by_role("heading", level=1)).to_have_text("Una parte no se pudo abrir")
        expect(page.get_by_text("Lo que sí se lee del caso")).to_be_visible()
        looks_right(page, "unreadable", dark=True)
    finally:
        keys_of.execute(change, [wrapped, case])

    assert page.goto(address).status == 200
