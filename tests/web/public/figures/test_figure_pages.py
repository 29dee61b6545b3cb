"""Anyone reads the figures, without a session: the front, a place, a value, the files, nothing."""

import csv
import io

import pytest
from tests.web.public.figures import country
from tests.web.public.figures.walk import Page

from ruta.law import terms
from ruta.web.public.figures import names
from ruta.web.public.figures.addresses import Asked

NOTICE = "Datos simulados, semilla 30364: no describen a nadie."


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_first_release_the_page_says_what_will_be_there(no_release, reader):
    page = text(reader.get("/cifras/"))

    assert "Todavía no hay ninguna publicación" in page
    assert reader.get("/cifras/metodo/").status_code == 200
    assert reader.get("/cifras/ultima/").status_code == 404


def test_the_front_tells_the_newest_release_first_and_lists_every_other(
    tmp_path, monkeypatch, reader
):
    country.release(tmp_path, id_="2026-Q2")
    country.release(tmp_path, id_="2026-Q2.1", corrects="2026-Q2")
    monkeypatch.setenv("RUTA_RELEASES", str(tmp_path))

    page = text(reader.get("/cifras/"))

    assert "Publicación 2026-Q2.1" in page
    assert '<a href="/cifras/2026-Q2/">2026-Q2</a>' in page
    old = text(reader.get("/cifras/2026-Q2/in-time/"))
    assert "Esta publicación tiene una corrección" in old
    assert "/cifras/2026-Q2.1/" in old


def test_the_front_says_a_share_as_so_many_of_a_hundred(told, reader):
    page = text(reader.get("/cifras/"))

    assert "De cada 100, <strong>54</strong>" in page
    assert "54.0 %" in page


def test_all_sixteen_implications_stand_on_the_front_also_those_without_data(told, reader):
    page = text(reader.get("/cifras/"))

    for term in terms.load().implications.values():
        assert names.capital(term.es) in page
    silent = [code for code in terms.load().implications if code in country.SILENT]
    assert page.count("sin dato") >= len(silent) == 4


def test_a_step_of_a_route_is_not_added_to_the_others(told, reader):
    address = Asked(told.id, "attrition_by_step").page

    page = text(reader.get(address))

    assert "Todo junto no es una cifra" in page
    assert "Por departamento" not in page
    assert "Por departamento" in text(reader.get(f"{address}?desglose=step&en=03-measures"))


@pytest.mark.parametrize(
    ("asked", "heard"),
    [
        ("", "Perú"),
        ("?lugar=21", "Puno"),
        ("?lugar=2101", "Puno (Puno)"),
        ("?lugar=2108", "Melgar"),
    ],
)
def test_a_figure_of_a_place_is_the_one_of_its_row(told, reader, asked, heard):
    page = text(reader.get(f"/cifras/2026-Q2/in-time/{asked}"))

    place = asked.partition("=")[2]
    level = {0: "country", 2: "department", 4: "province"}[len(place)]
    row = told.tables["in-time"].row(level=level, place=place)
    assert f">{row['share']} %<" in page if row["share"] else "de" in page
    assert heard in page


@pytest.mark.parametrize(
    "asked", ["?lugar=99", "?lugar=zz&desglose=nada&en=x", "?desglose=risk&en=nadie", "?x=1"]
)
def test_what_a_table_does_not_have_is_left_out_of_the_question(told, reader, asked):
    whole = told.tables["in-time_by_risk"].row()["share"]

    assert f">{whole} %<" in text(reader.get(f"/cifras/2026-Q2/in-time_by_risk/{asked}"))


@pytest.mark.parametrize(
    "address",
    [
        "/cifras/2019-Q1/",
        "/cifras/2026-Q2/nada/",
        "/cifras/2026-Q2/nada.csv",
        "/cifras/2026-Q2/nada.xlsx",
        "/cifras/2019-Q1/informe.pdf",
        "/cifras/2019-Q1/paquete.zip",
        "/cifras/..%2F..%2Fetc/in-time/",
    ],
)
def test_what_does_not_exist_is_not_found(told, reader, address):
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize("rest", ["", "in-time/", "in-time/?lugar=21&idioma=en", "in-time.csv"])
def test_an_address_of_the_newest_release_leads_to_it(told, reader, rest):
    answer = reader.get(f"/cifras/ultima/{rest}")

    assert answer.status_code == 302
    assert answer["Location"] == f"/cifras/2026-Q2/{rest}"
    assert reader.get(answer["Location"]).status_code == 200


def test_the_newest_release_never_leads_to_another_site(told, reader):
    answer = reader.get("/cifras/ultima///example.org/")

    assert answer["Location"].startswith("/cifras/2026-Q2/")


@pytest.mark.check("SEC-45")
def test_every_page_and_drawing_of_an_invented_country_says_so(told, reader):
    for address in ("/cifras/", "/cifras/metodo/", *(Asked(told.id, t).page for t in told.tables)):
        assert NOTICE in text(reader.get(address)), address
    assert f'aria-label="Mapa del Perú por departamento: Plazos cumplidos a tiempo. {NOTICE}"' in (
        text(reader.get("/cifras/2026-Q2/in-time/"))
    )
    for suffix in ("csv", "xlsx"):
        answer = reader.get(Asked(told.id, "in-time").file(suffix))
        assert "datos-simulados" in answer["Content-Disposition"]


def test_a_table_of_a_real_country_is_the_file_that_was_frozen(tmp_path, monkeypatch, reader):
    made = country.release(tmp_path, simulated=False)
    monkeypatch.setenv("RUTA_RELEASES", str(tmp_path))

    answer = reader.get("/cifras/2026-Q2/in-time.csv")

    assert answer.content == made.tables["in-time"].path.read_bytes()
    assert "simulad" not in text(reader.get("/cifras/2026-Q2/in-time/"))


def test_the_file_of_an_invented_country_has_its_columns_first(told, reader):
    rows = csv.reader(io.StringIO(reader.get("/cifras/2026-Q2/in-time.csv").content.decode()))

    assert next(rows) == [*told.tables["in-time"].columns, "datos_simulados"]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/cifras/", "public, max-age=600"),
        ("/cifras/2026-Q2/in-time/?lugar=21", "public, max-age=600"),
        ("/cifras/2026-Q2/in-time.csv", "public, max-age=31536000, immutable"),
        ("/cifras/2026-Q2/informe.pdf", "public, max-age=31536000, immutable"),
        ("/cifras/2026-Q2/paquete.zip", "public, max-age=31536000, immutable"),
    ],
)
def test_what_is_frozen_may_be_kept_and_is_not_sent_twice(told, reader, address, kept):
    answer = reader.get(address)
    again = reader.get(address, headers={"If-None-Match": answer["ETag"]})

    assert answer["Cache-Control"] == kept
    assert again.status_code == 304
    assert again.content == b""


def test_nothing_can_be_sent_to_these_pages(told, reader):
    assert reader.post("/cifras/").status_code in (403, 405)
    assert reader.head("/cifras/2026-Q2/in-time/").status_code == 200


def test_the_address_chooses_the_language_and_its_links_keep_it(told, reader):
    answer = reader.get("/cifras/2026-Q2/in-time/?lugar=21&idioma=en")
    page = Page(text(answer))

    assert answer["Content-Language"] == "en"
    assert "/cifras/2026-Q2/in-time/?lugar=2101&idioma=en" in page.links
    assert "/cifras/2026-Q2/in-time.csv?idioma=en" in page.links
    assert "/cifras/2026-Q2/in-time/?lugar=21&idioma=es-pe" in page.links


def test_few_is_explained_where_it_stands(told, reader):
    page = text(reader.get("/cifras/2026-Q2/in-time_by_risk_and_language/?lugar=21"))

    assert "&lt;10" in page
    assert "de 0 a 9, cero incluido" in page


def test_every_figure_says_of_how_many_from_where_and_what_not_to_compare(told, reader):
    for name in told.tables:
        page = text(reader.get(Asked(told.id, name).page))
        for words in country.WORDS[name.split("_by_")[0]]:
            assert words in page
        assert "Ley 30364, art. 16" in page


def test_each_chart_has_its_table_one_key_away(told, reader):
    page = text(reader.get("/cifras/2026-Q2/in-time_by_risk_and_language/"))

    assert page.count("<details") == page.count('<table class="table') == 4
    row = told.tables["in-time_by_risk_and_language"].row(risk="severo", language="quechua")
    assert f"<span>{row['share']}</span>" in page


def test_a_figure_of_a_duty_leads_to_its_newest_wording(told, reader):
    duty, newest = next(
        (row["duty"], names.wordings()[row["duty"]].id)
        for row in told.tables["in-time_by_duty"].rows()
        if row["duty"] in names.wordings() and names.wordings()[row["duty"]].id != row["duty"]
    )

    page = text(reader.get(f"/cifras/2026-Q2/in-time_by_duty/?desglose=duty&en={duty}"))

    assert f'href="/ley/{newest}/">Qué ordena este deber' in page


# --- Beside what else is known ------------------------------------------------------------------


def test_the_ledger_says_of_all_sixteen_implications_what_figures_and_studies_say(told, reader):
    page = text(reader.get("/cifras/2026-Q2/brechas/"))

    assert page.count('class="gap"') == 16
    silent = page.count("Ninguna cifra publicada habla de esto todavía.")
    assert 0 < silent < 16
    share = told.tables["in-time_by_implication"].row(implication="reporting")["share"]
    assert f"{share} %" in page
    assert "Catorce entrevistas no representan al país" in page


def test_the_scorecard_has_every_cell_also_those_of_which_nothing_is_known(told, reader):
    page = text(reader.get("/cifras/2026-Q2/servicios-esenciales/"))

    assert page.count('class="cell cell--') == 58
    assert 0 < page.count("Nada todavía") < 58
    assert page.count("cell--figures") > 0
