"""Evidence after it was handed in: taken away, stated anew, withdrawn; never lost."""

import hashlib
import re
from io import BytesIO
from uuid import uuid4

import pikepdf
import pytest
from PIL import Image
from tests.cases.stage import POLICE
from tests.web.desk.evidence.conftest import handed, photograph, stored, told

from ruta.web.desk.case import document as case_document

pytestmark = pytest.mark.django_db

# --- Taken away -----------------------------------------------------------------------------------


@pytest.fixture
def covers(monkeypatch):
    """What each document that goes with an original was asked to say."""
    said, typeset = [], case_document.typeset
    monkeypatch.setattr(
        case_document, "typeset", lambda content: said.append(content) or typeset(content)
    )
    return said


def taken(client, address: str, why: str = "court"):
    """The answer with the file, and the password that was shown for it."""
    page = told(client.post(address, {"why": why}))
    (password,) = re.findall(r'id="contrasena">([^<]+)<', page)
    (sealed,) = re.findall(r'name="sealed" value="([^"]+)"', page)
    return client.post(address, {"sealed": sealed}), password


@pytest.mark.check("SEC-56")
def test_the_original_leaves_as_it_came_under_a_password(href, add, at_desk, covers):
    original = photograph()
    piece, client = add(original), at_desk(POLICE)

    answer, password = taken(client, f"{href}{piece}/original/")

    assert answer["Content-Disposition"].startswith('attachment; filename="prueba-')
    assert original not in answer.content
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(answer.content))
    with pikepdf.open(BytesIO(answer.content), password=password) as pdf:
        ((name, attached),) = pdf.attachments.items()
        assert name.startswith("original-")
        assert name.endswith(".jpg")
        assert attached.get_file().read_bytes() == original


def test_every_page_beside_it_says_who_took_it_and_what_for(href, add, at_desk, covers):
    original = photograph()
    taken(at_desk(POLICE), f"{href}{add(original)}/original/", why="court")

    (cover,) = covers
    assert "Oficina inventada T-PNP-1" in cover["mark"]
    assert "para el juzgado o la fiscalía" in cover["mark"]
    assert ["Huella (SHA-256)", hashlib.sha256(original).hexdigest()] in cover["summary"]


def test_nothing_leaves_without_a_reason_or_without_the_password_being_shown(href, add, at_desk):
    address, client = f"{href}{add(photograph())}/original/", at_desk(POLICE)

    assert client.get(address).status_code == 200
    assert client.post(address, {"why": ""}).status_code == 422
    assert client.post(address, {"sealed": "x" * 80}).status_code == 422


# --- Stated anew, withdrawn -----------------------------------------------------------------------


def test_a_new_version_keeps_the_file_and_the_first_stays_in_sight(href, add, known, at_desk, now):
    original = photograph()
    piece, client = add(original), at_desk(POLICE)
    sent = handed(b"", now, file=None, evidence_kind="screen", why="Era una captura.")

    assert client.post(f"{href}{piece}/version-nueva/", sent).status_code == 302

    page = told(client.get(href))
    assert "Prueba 1: Captura de pantalla o mensajes" in page
    assert "Prueba 2" not in page
    (newer,) = re.findall(rf'href="{href}([0-9a-f-]{{36}})/"', page)
    assert newer != str(piece)
    sheet = told(client.get(f"{href}{newer}/"))
    assert hashlib.sha256(original).hexdigest() in sheet
    assert f"/actos/{piece}/" in sheet
    assert client.get(f"{href}{newer}/copia/").status_code == 200
    assert stored() == 1


def test_a_new_version_may_bring_another_file(href, add, at_desk, now):
    piece, client, other = add(photograph()), at_desk(POLICE), photograph((1600, 16))

    sent = handed(other, now, why="Era otra foto.")
    assert client.post(f"{href}{piece}/version-nueva/", sent).status_code == 302

    (newer,) = re.findall(rf'href="{href}([0-9a-f-]{{36}})/"', told(client.get(href)))
    with Image.open(BytesIO(client.get(f"{href}{newer}/copia/").content)) as picture:
        assert picture.width == 1600
    assert stored() == 2


def test_a_version_needs_its_reason(href, add, at_desk, now):
    piece = add(photograph())

    answer = at_desk(POLICE).post(
        f"{href}{piece}/version-nueva/", handed(b"", now, file=None, why="")
    )

    assert answer.status_code == 422


def test_a_piece_withdrawn_stays_in_sight_and_can_still_be_looked_at(href, add, at_desk, now):
    piece, client = add(photograph()), at_desk(POLICE)
    sent = {"act_id": str(uuid4()), "at": handed(b"", now)["at"], "reason_code": "wrong-case"}

    assert client.post(f"{href}{piece}/retirar/", {"at": ""}).status_code == 422
    assert client.post(f"{href}{piece}/retirar/", sent).status_code == 302

    page = told(client.get(href))
    assert "retirada" in page
    assert f"{href}{piece}/" in page
    assert client.get(f"{href}{piece}/copia/").status_code == 200
    assert client.post(f"{href}{piece}/retirar/", sent).status_code == 404
    assert stored() == 1


def test_the_general_correction_of_an_act_leads_to_that_of_its_file(href, add, known, at_desk):
    piece = add(photograph())

    answer = at_desk(POLICE).get(f"/casos/{known.case_id}/actos/{piece}/corregir/")

    assert (answer.status_code, answer["Location"]) == (302, f"{href}{piece}/version-nueva/")
