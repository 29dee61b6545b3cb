"""Lists as files: what they hold, and what no spreadsheet may run."""

import csv
import io
import zipfile
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from tests.cases.stage import COURT, POLICE, Stage, act, complaint, survivor

from ruta.web.desk.exports import Sheet, as_csv, as_xlsx, harmless

DAY = timedelta(days=1)
NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def cells_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist() if "sheet1" in name}


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "|cmd", "%x", "\n=1"]
)
def test_a_text_that_begins_like_a_formula_is_neutralised(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "PUN-7K2Q-9F", "NA", "Ñaupa", "1=1", "a@b"])
def test_any_other_text_stays_as_it_is(text):
    assert harmless(text) == text


def test_a_csv_holds_texts_numbers_instants_and_blanks():
    sheet = Sheet("casos", ("a", "b", "c", "d"), [("=x", 3, NOW, None)])

    assert rows_of(as_csv(sheet)) == [
        ["a", "b", "c", "d"],
        ["'=x", "3", "2026-03-04T10:00-05:00", ""],
    ]


def test_a_workbook_holds_no_formula():
    sheet = Sheet("casos", ("a", "b"), [("=HYPERLINK(1)", NOW), ("http://x.example", None)])

    content = as_xlsx(sheet, NOW)

    assert "<f>" not in "".join(cells_of(content).values())
    assert "hyperlink" not in "".join(cells_of(content)).lower()


def test_a_workbook_is_the_same_whenever_it_is_made():
    sheet = Sheet("casos", ("a",), [("x",)])

    assert as_xlsx(sheet, NOW) == as_xlsx(sheet, NOW)


@pytest.fixture
def caseload(file, now):
    """Two cases, with somebody in one of them."""
    other = Stage(case_id=uuid4())
    for one, people in ((file, (survivor(),)), (other, ())):
        form = act("risk-form-completed", now - 5 * DAY, risk="severo" if people else "leve")
        one.opened(complaint(now - 5 * DAY), form, parties=people, now=now)
    return file, other


@pytest.mark.django_db
def test_a_file_holds_what_the_filters_of_its_address_list(caseload, at_desk):
    answer = at_desk(POLICE).get("/casos/exportar/?riesgo=severo&formato=csv")

    lines = rows_of(answer.content)
    assert len(lines) == 2
    assert lines[1][1] == "Severo"
    assert answer["Content-Disposition"].startswith('attachment; filename="casos-20')


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/casos/exportar/", "/plazos/exportar/"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_names_nobody(caseload, at_desk, address, form):
    answer = at_desk(POLICE).get(f"{address}?formato={form}")

    content = answer.content
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    assert answer.status_code == 200
    assert "Ilumé".encode() not in content
    assert b"prueba.t-pnp" not in content


@pytest.mark.django_db
def test_a_file_of_terms_says_who_owes_what_by_which_article(caseload, at_desk):
    answer = at_desk(POLICE).get("/plazos/exportar/?estado=vencido")

    lines = rows_of(answer.content)
    assert {line[7] for line in lines[1:]} == {"Vencido"}
    assert {line[4] for line in lines[1:]} == {"Oficina inventada T-PNP-1"}
    assert all(line[5] for line in lines)


@pytest.mark.django_db
def test_another_office_exports_its_own(caseload, at_desk):
    assert len(rows_of(at_desk(COURT).get("/casos/exportar/").content)) == 1


@pytest.mark.django_db
def test_there_are_no_other_forms_of_file(at_desk):
    assert at_desk(POLICE).get("/casos/exportar/?formato=exe").status_code == 404
