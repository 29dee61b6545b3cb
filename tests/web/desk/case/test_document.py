"""The file as a PDF: accessible, kept for decades, with who printed it; never her story."""

import pytest
from tests.cases.stage import CEM, SUPERVISOR, act, correction

from ruta.web.desk.case import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """What the last document was asked to say."""
    said = []
    original = document.typeset
    monkeypatch.setattr(
        document, "typeset", lambda content: said.append(content) or original(content)
    )
    return said


def words(content) -> str:
    return str(content)


def test_it_is_a_tagged_pdf_for_keeping(href, at_desk):
    answer = at_desk(CEM).get(f"{href}expediente.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer.content.startswith(b"%PDF-1.7")
    assert len(answer.content) > 20_000
    assert b"/StructTreeRoot" in answer.content
    assert b"pdfuaid:part" in answer.content
    assert b"pdfaid:part" in answer.content


def test_it_says_who_printed_it_and_the_clocks_but_not_her_story(href, at_desk, told):
    at_desk(CEM).get(f"{href}expediente.pdf")

    (content,) = told
    assert "Psicóloga del CEM, Oficina inventada T-CEM-1" in content["mark"]
    assert "Remitir al juzgado de familia copias del informe policial" in words(content)
    # How to reach her stays in Ruta: a file may be left on a table.
    assert "9 a 12" not in words(content)
    assert "Relato inventado" not in words(content)


def test_both_versions_of_a_corrected_act_are_in_it(known, href, now, at_desk, told):
    wrong = act("victim-attended", now, service="legal")
    known.recorded(wrong, by=CEM, now=now)
    known.recorded(correction(wrong, now, service="social"), by=CEM, now=now)

    at_desk(CEM).get(f"{href}expediente.pdf")

    assert "Corregido después" in words(told[0])
    assert "Corrige una versión anterior" in words(told[0])


def test_a_supervisors_file_names_nobody(href, at_desk, told):
    at_desk(SUPERVISOR).get(f"{href}expediente.pdf")

    assert "inventada)" not in words(told[0])


def test_what_it_says_is_text_and_never_code():
    row = ["#panic()", '" + read("/etc/passwd")', "*x* $y$ <script>"]
    content = {
        "language": "es", "title": "#panic()", "mark": "\\ #", "summary": [["a", "#b"]],
        "sections": [{"title": "#t", "table": {"columns": ["#a", "b", "c"], "rows": [row]}}],
        "closing": "#",
    }  # fmt: skip

    assert document.typeset(content).startswith(b"%PDF")


def test_its_address_and_name_say_nothing_of_anybody(href, at_desk):
    answer = at_desk(CEM).get(f"{href}expediente.pdf")

    assert answer["Content-Disposition"].startswith('inline; filename="expediente-')
