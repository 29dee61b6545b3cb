"""Her account: told once, opened on purpose, and how often somebody asked for it again."""

from datetime import timedelta

import pytest
from tests.cases.stage import CEM, HEALTH, POLICE, SUPERVISOR, act

from ruta.access.keys import vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(known, now):
    """She agreed that the women's centre reads what she told the police."""
    known.recorded(
        act("consent-given", now, "T-CEM-1", consent_compartments=["account"],
            consent_purpose="care", consent_until=str(now.date() + timedelta(days=80)),
            consent_how="voice"),
        now=now,
    )  # fmt: skip
    return known


def test_it_is_not_opened_by_looking_at_the_page(shared, href, at_desk):
    page = at_desk(CEM).get(f"{href}relato/").content.decode()

    assert "Queda anotado quién lo abre" in page
    assert "Relato inventado." not in page


def test_it_is_opened_by_its_button_with_where_and_in_which_language(shared, href, at_desk):
    page = at_desk(CEM).post(f"{href}relato/").content.decode()

    assert "Relato inventado." in page
    assert "Oficina inventada T-PNP-1" in page
    assert "Quechua" in page


def test_opening_it_says_who_and_what_for(shared, href, at_desk, monkeypatch):
    asked = []
    original = vault.open_batch

    def noted(items, **words):
        asked.extend((item.compartment, words["actor"], words["purpose"]) for item in items)
        return original(items, **words)

    monkeypatch.setattr(vault, "open_batch", noted)

    at_desk(CEM).get(f"{href}relato/")
    assert not [each for each in asked if each[0] == "N"]
    at_desk(CEM).post(f"{href}relato/")

    assert [each for each in asked if each[0] == "N"] == [("N", CEM, "read-account")]


def test_markup_in_it_is_text(known, href, now, at_desk):
    known.recorded(
        act("account-told", now, account="<script>alert(1)</script> {{ 7 }}"), by=CEM, now=now
    )

    page = at_desk(CEM).post(f"{href}relato/").content.decode()

    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_who_asked_her_again_is_counted_in_sight(known, href, now, at_desk):
    known.recorded(act("account-demanded", now), by=POLICE, now=now)

    for path in ("", "relato/"):
        page = at_desk(CEM).get(href + path).content.decode()
        assert "Una institución le pidió repetirlo 1 vez." in page


def test_without_one_the_page_says_how_it_comes(file, now, at_desk):
    file.opened(act("victim-attended-health", now), by=HEALTH, now=now)

    page = at_desk(HEALTH).get(f"/casos/{file.case_id}/relato/").content.decode()

    assert "Su relato no está anotado" in page
    assert "clase=account-told" in page


def test_without_her_consent_it_is_closed_to_others_and_nobody_asks_her_again(href, at_desk):
    for page in (
        at_desk(CEM).get(href).content.decode(),
        at_desk(CEM).get(f"{href}relato/").content.decode(),
        at_desk(CEM).post(f"{href}relato/").content.decode(),
    ):
        assert "falta su consentimiento" in page
        assert "Pídele su consentimiento" in page
        assert f'href="{href}permisos/"' in page
        assert "Relato inventado." not in page
        assert "Anotar su relato" not in page
        assert "Leer su relato" not in page


def test_a_section_closed_whatever_she_says_is_a_page_that_says_so(known, href, now, at_desk):
    known.recorded(act("cem-notified", now, to="T-CEM-1"), now=now)

    answer = at_desk(SUPERVISOR).get(f"{href}relato/")

    assert answer.status_code == 403
    assert "cerrada para tu oficina" in answer.content.decode()
    assert "Relato inventado." not in answer.content.decode()
