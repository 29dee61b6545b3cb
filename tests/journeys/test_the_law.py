"""Anyone reads the law: by institution, by stage, by date, by words, and one duty in full."""

import csv
import io

import pytest

pytestmark = pytest.mark.journey


def test_a_reader_finds_what_the_family_court_owes_with_a_term(page, looks_right):
    page.goto("/ley/")
    looks_right(page, "law")

    page.get_by_label("Quién debe").select_option("juzgado-familia")
    page.get_by_label("Plazo").select_option("si")
    page.get_by_role("button", name="Filtrar").click()

    assert "institucion=juzgado-familia" in page.url
    assert page.get_by_role("link", name="Resolver las medidas en audiencia").first.is_visible()
    looks_right(page, "law-filtered")


def test_words_find_a_duty_without_its_accents(page):
    page.goto("/ley/?buscar=camara+gesell")
    assert page.get_by_text("Ningún deber responde a esa búsqueda").is_visible()

    page.goto("/ley/?buscar=interprete")
    assert page.locator(".law-duty").count() > 0


def test_the_law_of_another_day_is_another_law(page):
    page.goto("/ley/?fecha=2015-12-01&institucion=juzgado-familia&plazo=si")

    assert page.locator(".law-duty__term").all_inner_texts() == ["72 horas"]


def test_a_duty_tells_its_history_examples_and_doubts(page, looks_right):
    page.goto("/ley/court-measures-severe-24h-2023/")

    assert page.locator(".law-thread__item").count() == 3
    assert page.get_by_text("24 horas").first.is_visible()
    assert page.locator(".strip, .clock-strip").count() > 0
    looks_right(page, "law-duty")


def test_an_unverified_rule_is_shown_as_unverified(page):
    page.goto("/ley/health-kit-72h/")

    assert page.get_by_text("De memoria, sin verificar").first.is_visible()


def test_what_changed_between_two_days_is_shown(page, looks_right):
    page.goto("/ley/cambios/?desde=2023-03-22&hasta=2023-03-23")

    assert page.locator(".law-change").count() == 9
    looks_right(page, "law-changes")


def test_the_list_can_be_taken_away(page):
    answer = page.request.get("/ley/exportar.csv?fecha=2024-01-01&institucion=cem")

    rows = list(csv.DictReader(io.StringIO(answer.text())))
    assert {row["bearer"] for row in rows} >= {"cem"}


def test_a_duty_that_does_not_exist_is_not_found(page):
    assert page.goto("/ley/no-such-duty/").status == 404


def test_a_wrong_day_is_said_and_todays_law_shown(page):
    page.goto("/ley/?fecha=2023-02-31")

    assert page.get_by_text("Escribe un día que exista").first.is_visible()
    assert page.locator(".law-duty").count() > 100
