"""The file of a case for somebody: for what, on every page, and with a password."""

import re
from io import BytesIO

import pikepdf
import pytest
from tests.cases.stage import CEM, FAR_COURT

from ruta.web.desk.case import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """What each document was asked to say."""
    said = []
    original = document.typeset
    monkeypatch.setattr(
        document, "typeset", lambda content: said.append(content) or original(content)
    )
    return said


def test_it_asks_what_for_before_anything_leaves(href, at_desk, told):
    client = at_desk(CEM)

    assert "Descargar el expediente</h1>" in client.get(f"{href}expediente/").content.decode()
    assert client.post(f"{href}expediente/", {"why": ""}).status_code == 422
    assert client.post(f"{href}expediente/", {"why": "curiosity"}).status_code == 422
    assert told == []


def test_the_file_opens_with_the_password_that_was_shown_and_no_other(href, at_desk, told):
    client = at_desk(CEM)
    page = client.post(f"{href}expediente/", {"why": "court"}).content.decode()
    (password,) = re.findall(r'id="contrasena">([^<]+)<', page)
    (sealed,) = re.findall(r'name="sealed" value="([^"]+)"', page)
    assert told == []

    answer = client.post(f"{href}expediente/", {"sealed": sealed})

    assert answer["Content-Disposition"].startswith('attachment; filename="expediente-')
    assert answer["Cache-Control"] == "no-store, private"
    assert "para el juzgado o la fiscalía" in told[0]["mark"]
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(answer.content))
    with pikepdf.open(BytesIO(answer.content), password=password) as pdf:
        assert len(pdf.pages) >= 1


def test_it_may_be_opened_at_once_by_whoever_prints_it(href, at_desk, told):
    answer = at_desk(CEM).post(f"{href}expediente/", {"why": "her", "open_file": "on"})

    assert answer.content.startswith(b"%PDF")
    assert "para entregárselo a ella" in told[0]["mark"]


def test_every_page_says_who_when_and_what_for(href, at_desk, told):
    """The mark is in the foot of every page and across it: both come from one text."""
    at_desk(CEM).get(f"{href}expediente.pdf")

    (content,) = told
    assert re.search(r"Impreso por .*Oficina inventada T-CEM-1, el .*\d, para uso", content["mark"])
    assert document.TEMPLATE.read_text().count("told.mark") == 2


def test_nobody_hands_over_a_case_of_another_office(href, at_desk):
    for data in (None, {"why": "court"}, {"why": "court", "open_file": "on"}):
        assert at_desk(FAR_COURT).post(f"{href}expediente/", data).status_code == 404
