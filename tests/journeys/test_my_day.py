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
