"""Nothing typed is lost: wrong values, long texts, leaving, going back, changing one's mind."""

import re
from html import unescape

import pytest
from tests.web.desk.intake.taking import TOLD, errors

from ruta.cases.models import Draft

pytestmark = pytest.mark.django_db

TEN_MEGABYTES = 10 * 1024 * 1024


def value(answer, name: str) -> str:
    """What the box of a page holds."""
    page = answer.content.decode()
    area = re.search(rf'<textarea name="{name}"[^>]*>(.*?)</textarea>', page, re.S)
    box = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    inside = re.search(r'value="([^"]*)"', box.group(0)) if box else None
    return unescape(area.group(1).lstrip() if area else inside.group(1) if inside else "")


@pytest.mark.parametrize(
    ("slug", "wrong", "field"),
    [
        ("seguridad", {"safe": "perhaps"}, "safe"),
        ("seguridad", {"safe": None}, "safe"),
        ("lengua", {"language": "klingon"}, "language"),
        ("contacto", {"safe_channel": "pigeon"}, "safe_channel"),
        ("contacto", {"telephone": "su hermana"}, "telephone"),
        ("contacto", {"safe_channel": "phone", "telephone": ""}, "telephone"),
        ("persona", {"sex": ""}, "sex"),
        ("persona", {"age": "treinta"}, "age"),
        ("persona", {"age": "-1"}, "age"),
        ("persona", {"age": "12", "age_range": "60+"}, "age_range"),
        ("persona", {"district": "Ningún Lugar"}, "district"),
        ("persona", {"district": "Santa Rosa"}, "district"),
        ("persona", {"names": "a" * 201}, "names"),
        ("relato", {"account": "   "}, "account"),
        ("relato", {"account": "a\x00b"}, "account"),
        ("hechos", {"violence_types": []}, "violence_types"),
        ("hechos", {"relation": "partner"}, "relation"),
        ("hechos", {"presented_at": "2999-01-01T00:00"}, "presented_at"),
        ("hechos", {"presented_at": "ayer"}, "presented_at"),
        ("hechos", {"presented_at": ""}, "presented_at"),
        ("hechos", {"occurred_on": "2999-01-01"}, "occurred_on"),
        ("hechos", {"detained": "yes", "detained_at": "2999-01-01T00:00"}, "detained_at"),
        ("hechos", {"detained": "yes"}, "detained_at"),
        ("denunciado", {"age": "500"}, "age"),
        ("ficha", {"item_1": "maybe"}, "item_1"),
        ("revisa", {"cem": "NO-SUCH-OFFICE"}, "cem"),
    ],
)
def test_a_wrong_value_is_told_at_its_field(taking, slug, wrong, field):
    report = taking().until(slug)

    answer = report.send(slug, **wrong)

    assert answer.status_code == 422
    assert len(errors(answer)) == 1
    assert re.search(rf'id="id_{field}-error"', answer.content.decode())


def test_what_was_typed_beside_a_wrong_value_is_still_there(taking):
    report = taking().until("persona")

    answer = report.send("persona", names="Ilumé (inventada)", age="treinta")

    assert (value(answer, "names"), value(answer, "age")) == ("Ilumé (inventada)", "treinta")
    again = report.see("persona")
    assert (value(again, "names"), value(again, "age")) == ("Ilumé (inventada)", "treinta")
    assert report.see("relato").headers["Location"].endswith("/persona/")


def test_ten_megabytes_are_refused_in_words_and_given_back(taking):
    report = taking().until("relato")
    long = "é" * (TEN_MEGABYTES // 2)

    answer = report.client.post(
        report.address("relato"),
        f"account={'%C3%A9' * len(long)}&account_language=spanish",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 422
    assert "5,242,880" in errors(answer)[0]
    assert value(answer, "account") == long


def test_a_long_text_does_not_replace_what_was_kept(taking):
    report = taking().until("hechos")

    report.send("relato", account="x" * 200_000)

    assert value(report.see("relato"), "account") == TOLD


def test_a_form_of_another_site_is_refused_however_long(taking, client):
    report = taking().until("relato")
    client.handler.enforce_csrf_checks = True

    answer = report.send("relato")

    assert answer.status_code == 403


def test_autosave_keeps_even_what_is_wrong(taking):
    report = taking().until("persona")

    answer = report.client.post(report.address("persona", "borrador/"), {"age": "trein"})

    assert answer.status_code == 204
    assert value(report.see("persona"), "age") == "trein"
    assert report.see("relato").headers["Location"].endswith("/persona/")


def test_autosave_says_so_when_there_is_too_much(taking):
    report = taking().until("relato")

    answer = report.client.post(report.address("relato", "borrador/"), {"account": "x" * 200_000})

    assert answer.status_code == 413


def test_leaving_keeps_what_is_there_without_judging_it(taking):
    report = taking().until("relato")

    answer = report.send("relato", accion="salir", account="A medias (inventado)")

    assert answer.headers["Location"] == "/mi-dia/"
    assert value(report.see("relato"), "account") == "A medias (inventado)"
    go_on = report.client.get(f"/denuncias/{report.case_id}/")
    assert go_on.headers["Location"].endswith("/relato/")


def test_going_back_keeps_this_page_and_the_one_before(taking):
    report = taking().until("relato")

    answer = report.send("relato", accion="volver", account="A medias (inventado)")

    assert answer.headers["Location"].endswith("/persona/")
    assert value(report.see("persona"), "age") == "31"
    assert report.send("persona").headers["Location"].endswith("/relato/")
    assert value(report.see("relato"), "account") == "A medias (inventado)"


def test_changing_one_answer_leads_back_to_the_last_page(taking):
    report = taking().until("revisa")

    answer = report.send("contacto", "?cambiar=1", telephone="900000000")

    assert answer.headers["Location"].endswith("/revisa/")
    assert "900000000" in report.see("revisa").content.decode()


def test_changing_her_age_changes_what_is_asked(taking):
    report = taking().until("revisa")

    answer = report.send("persona", "?cambiar=1", age="16")

    assert answer.headers["Location"].endswith("/proteccion/")
    assert report.send("revisa").headers["Location"].endswith("/proteccion/")


def test_a_hidden_question_keeps_no_answer(taking):
    lived = {"item_2a": "no", "item_3": "no"}
    report = taking().until("resultado", ficha=lived)

    page = report.see("resultado").content.decode()

    assert "18 de 37 puntos" in page


def test_a_page_out_of_turn_leads_to_where_the_report_is(taking):
    report = taking()

    assert report.see("revisa").headers["Location"].endswith("/seguridad/")
    assert report.see("nada-de-eso").headers["Location"].endswith("/seguridad/")


def test_drafts_are_listed_to_go_on_or_throw_away(taking):
    report = taking().until("persona")

    page = report.client.get("/denuncias/nueva/").content.decode()
    asked = report.client.get(f"/denuncias/{report.case_id}/descartar/")
    thrown = report.client.post(f"/denuncias/{report.case_id}/descartar/")

    assert f"/denuncias/{report.case_id}/" in page
    assert asked.status_code == 200
    assert thrown.status_code == 302
    assert not Draft.objects.exists()
    assert report.see("persona").status_code == 404


def test_titles_and_addresses_say_no_name(taking):
    report = taking().until("revisa")

    page = report.see("revisa").content.decode()

    title = re.search("<title>(.*?)</title>", page).group(1)
    assert "Ilum" not in title
    assert "Ilum" in page
