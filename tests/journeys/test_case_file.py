"""The file of a case, as its police station finds it: calm with sixty duties, and taken away."""

import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.journey

WHO = "policia.puno"
KEPT = Path(__file__).resolve().parents[2] / "docs" / "screenshots" / "case.png"
FULLEST = """
    select o.case_id from cases_obligation o
    join access_user u on u.office_id = o.holder_id and u.username = %s
    join cases_case c on c.case_id = o.case_id and c.open
    where o.met_at is null and o.discharged_at is null and o.due_at is not null
    group by o.case_id order by {order} limit 1
"""


@pytest.fixture
def fullest(owner_sql) -> str:
    """The open case in which the station owes the most."""
    ((case_id,),) = owner_sql(FULLEST.format(order="count(*) desc, o.case_id"), WHO)
    return f"/casos/{case_id}/"


@pytest.fixture
def latest(owner_sql) -> str:
    """The open case, severe if there is one, whose latest clock began last."""
    order = "bool_or(c.risk = 'severo') desc, max(o.started_at) desc, o.case_id"
    ((case_id,),) = owner_sql(FULLEST.format(order=order), WHO)
    return f"/casos/{case_id}/"


def test_the_fullest_case_stays_calm(page, sign_in, fullest, looks_right):
    sign_in(page, WHO)
    page.goto(fullest)

    assert page.locator("article.strip--big").count() <= 8
    assert page.locator("details.holder[open]").count() == 0
    looks_right(page, "case-fullest", dark=True)


def test_what_is_folded_opens_by_keyboard(page, sign_in, fullest, axe, fits, shot):
    sign_in(page, WHO)
    page.goto(fullest)

    for folded in page.locator("details.holder > summary").all():
        folded.focus()
        page.keyboard.press("Enter")

    assert page.locator("details.holder:not([open])").count() == 0
    fits(page)
    axe(page)
    shot(page, "case-unfolded")


def test_its_people_acts_and_choices_are_pages_of_their_own(page, sign_in, latest, looks_right):
    sign_in(page, WHO)
    for name, path in (("people", "personas/"), ("choose", "actos/nuevo/")):
        page.goto(latest + path)
        looks_right(page, f"case-{name}")

    page.goto(latest)
    page.locator(".act__kind a").first.click()
    looks_right(page, "case-act")


def test_the_story_is_filtered_in_the_address(page, sign_in, fullest, looks_right):
    sign_in(page, WHO)
    page.goto(fullest)

    page.get_by_label("De qué trata").select_option("risk")
    page.get_by_role("button", name="Filtrar").click()

    assert "familia=risk" in page.url
    assert page.locator(".chip").count() == 1
    looks_right(page, "case-filtered")


def test_the_file_is_taken_away_as_a_pdf(page, sign_in, fullest):
    sign_in(page, WHO)
    page.goto(fullest)

    link = page.get_by_role("link", name="Expediente en PDF").get_attribute("href")
    answer = page.request.get(link)

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-1.7")


def test_it_prints_without_its_buttons(page, sign_in, fullest):
    sign_in(page, WHO)
    page.goto(fullest)

    page.emulate_media(media="print")

    assert not page.locator(".next-acts").is_visible()
    assert page.locator(".strip--big").first.is_visible()


def test_the_picture_of_the_readme_is_of_this_page(page, sign_in, latest, shot):
    sign_in(page, WHO)
    page.goto(latest)

    taken = shot(page, "case")

    assert taken.stat().st_size > 10_000
    if os.environ.get("RUTA_UPDATE_SCREENSHOTS") and page.viewport_size["width"] == 1280:
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        page.set_viewport_size({"width": 1280, "height": 1280})
        page.screenshot(path=KEPT)
