"""Evidence by its pages: handed in, looked at, taken away, stated anew, withdrawn, refused."""

import hashlib
import re
from io import BytesIO
from uuid import uuid4

import pytest
import typst
from django.test import override_settings
from PIL import Image
from tests.cases.stage import CEM, FAR_COURT, HEALTH, OTHER_POLICE, POLICE, SUPERVISOR, act
from tests.web.desk.evidence.conftest import MARK, document, handed, photograph, stored, told

from ruta.access import context
from ruta.access.uploads import cleaning, kinds, marking
from ruta.cases.models import Act, EvidenceChunk

pytestmark = pytest.mark.django_db


# --- Handed in ------------------------------------------------------------------------------------


def test_a_case_without_evidence_says_what_would_be_there(href, at_desk):
    page = told(at_desk(POLICE).get(href))

    assert "Este caso no tiene pruebas todavía" in page
    assert f'href="{href}nueva/"' in page


@pytest.mark.check("SEC-56")
def test_a_photograph_is_sealed_and_shown_without_what_it_says_of_its_place(href, add, at_desk):
    original = photograph()
    piece = add(original)

    page = told(at_desk(POLICE).get(f"{href}{piece}/"))
    answer = at_desk(POLICE).get(f"{href}{piece}/copia/")

    assert hashlib.sha256(original).hexdigest() in page
    assert "Fotografía" in page
    assert "Nota inventada." in page
    assert MARK.encode() in original
    assert MARK.encode() not in answer.content
    with Image.open(BytesIO(answer.content)) as picture:
        assert len(picture.getexif()) == 0
        assert picture.crop((0, 0, 64, 32)).getpixel((32, 16))[2] > 200


def test_the_copy_is_kept_by_nobody_and_runs_nothing(href, add, at_desk):
    answer = at_desk(POLICE).get(f"{href}{add(photograph())}/copia/")

    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith('inline; filename="prueba-')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer["Content-Security-Policy"].endswith("; sandbox")


@pytest.mark.parametrize(
    ("content", "form"), [(photograph, "png"), (document, "pdf")], ids=["picture", "document"]
)
def test_the_copy_is_marked_with_who_looks_and_when(href, add, at_desk, monkeypatch, content, form):
    drawn, draw = [], typst.compile
    monkeypatch.setattr(
        typst, "compile", lambda *given, **said: drawn.append(said) or draw(*given, **said)
    )
    bare = cleaning.clean(content()).content

    answer = at_desk(POLICE).get(f"{href}{add(content())}/copia/")

    (said,) = drawn
    line = said["sys_inputs"]["line"]
    assert said["format"] == form
    assert re.match(r"Prueba 1 del caso \S+\. Copia que mira Oficial de policía, Oficina", line)
    assert "Oficina inventada T-PNP-1" in line
    assert (answer.status_code, answer.content != bare) == (200, True)


def test_a_copy_that_cannot_be_marked_is_not_shown(href, add, at_desk, monkeypatch):
    piece, client = add(document()), at_desk(POLICE)

    def refuse(*_given):
        raise kinds.NotAccepted(kinds.DAMAGED)

    monkeypatch.setattr(marking, "mark", refuse)
    answer = client.get(f"{href}{piece}/copia/")

    assert (answer.status_code, answer["Location"]) == (302, f"{href}{piece}/")
    assert "no se puede mirar aquí" in told(client.get(f"{href}{piece}/"))


@pytest.mark.parametrize("heard", [b"ID3\x04", b"OggS\x00\x02", b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_a_recording_is_refused_and_the_page_says_what_to_do_with_it(href, at_desk, now, heard):
    client = at_desk(POLICE)
    assert "Audio y video no, todavía" in told(client.get(f"{href}nueva/"))

    answer = client.post(f"{href}nueva/", handed(heard + bytes(99), now))

    assert answer.status_code == 422
    assert "deja el aparato o el disco en custodia" in told(answer)


def test_only_what_a_view_says_is_in_a_sandbox(href, at_desk):
    assert "sandbox" not in at_desk(POLICE).get(href)["Content-Security-Policy"]


def test_a_document_loses_its_author(href, add, at_desk):
    piece = add(document(), evidence_kind="official-document")

    answer = at_desk(POLICE).get(f"{href}{piece}/copia/")

    assert answer["Content-Type"] == "application/pdf"
    assert MARK.encode() not in answer.content


def test_the_same_form_sent_twice_is_stored_once(href, at_desk, now):
    client, act_id = at_desk(POLICE), str(uuid4())

    for _time in range(2):
        sent = handed(photograph(), now, act_id=act_id)
        assert client.post(f"{href}nueva/", sent).status_code == 302

    assert stored() == 1


def test_another_file_under_the_same_form_is_refused(href, at_desk, now):
    client, act_id = at_desk(POLICE), str(uuid4())
    client.post(f"{href}nueva/", handed(photograph(), now, act_id=act_id))

    answer = client.post(f"{href}nueva/", handed(photograph((9, 9)), now, act_id=act_id))

    assert answer.status_code == 422
    assert stored() == 1


def test_a_script_is_told_where_to_go_on(href, at_desk, now):
    answer = at_desk(POLICE).post(
        f"{href}nueva/", handed(photograph(), now), headers={"X-Ruta-Upload": "1"}
    )

    assert (answer.status_code, answer["Location"]) == (201, href)


# --- Refused --------------------------------------------------------------------------------------


@pytest.mark.check("SEC-56")
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "no es una foto ni un PDF"),
        (b"<!doctype html><script>alert(1)</script>", "no es una foto ni un PDF"),
        (b"MZ\x90\x00" + bytes(99), "no es una foto ni un PDF"),
        (b"PK\x03\x04" + bytes(99), "no es una foto ni un PDF"),
        (b"ID3\x04" + bytes(99), "no es una foto ni un PDF"),
        (b"", "no es una foto ni un PDF"),
        (photograph()[:200], "dañado"),
        (b"\xff\xd8\xff" + b"<script>alert(1)</script>" * 9, "dañado"),
        (b"%PDF-1.7\n" + bytes(range(256)), "dañado"),
    ],
)
def test_what_is_no_sound_picture_or_document_is_refused_and_the_form_comes_back(
    href, at_desk, now, content, says
):
    answer = at_desk(POLICE).post(f"{href}nueva/", handed(content, now))

    assert answer.status_code == 422
    assert says in told(answer)
    assert ">Nota inventada.</textarea>" in told(answer).replace("\n", "")
    assert re.search(r'value="photograph"[^>]* checked', told(answer))
    assert MARK not in told(answer)
    assert stored() == 0


@pytest.mark.check("SEC-56")
def test_what_hides_behind_a_picture_is_not_in_the_copy(href, add, at_desk):
    piece = add(photograph() + b"<html><script>alert(1)</script>" + b"PK\x03\x04" + bytes(64))

    answer = at_desk(POLICE).get(f"{href}{piece}/copia/")

    assert answer["Content-Type"] == "image/jpeg"
    assert b"script" not in answer.content
    assert b"PK\x03\x04" not in answer.content


def test_the_page_says_how_large_a_file_may_be_before_it_is_sent(href, at_desk):
    page = told(at_desk(POLICE).get(f"{href}nueva/"))

    assert "de hasta 10 MB" in page
    assert f'data-most="{10 * 2**20}"' in page
    assert "El archivo pesa {size} MB y puede tener hasta 10 MB" in page


@override_settings(RUTA_UPLOAD_MB=1)
def test_a_file_somewhat_too_large_is_told_of_in_its_form(href, at_desk, now):
    answer = at_desk(POLICE).post(f"{href}nueva/", handed(bytes(2 * 2**20), now))

    assert answer.status_code == 422
    assert "El archivo pesa 2.0 MB y puede tener hasta 1 MB" in told(answer)
    assert "Nota inventada." in told(answer)
    assert stored() == 0


def test_a_file_far_too_large_is_not_read_at_all(href, at_desk):
    answer = at_desk(POLICE).post(
        f"{href}nueva/", b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(31 * 2**20),
    )  # fmt: skip

    assert answer.status_code == 413
    assert "Atrás" in told(answer)


def test_without_a_file_nothing_is_recorded(href, at_desk, now):
    answer = at_desk(POLICE).post(f"{href}nueva/", handed(b"", now, file=None))

    assert answer.status_code == 422
    assert "Elige el archivo." in told(answer)


def test_no_more_than_an_hour_allows(href, at_desk, now, monkeypatch):
    monkeypatch.setattr("ruta.cases.evidence.MOST_IN_AN_HOUR", 1)
    client = at_desk(POLICE)
    assert client.post(f"{href}nueva/", handed(photograph(), now)).status_code == 302

    answer = client.post(f"{href}nueva/", handed(photograph((8, 8)), now))

    assert answer.status_code == 422
    assert "muchas pruebas" in told(answer)
    assert stored() == 1


def test_no_more_files_in_a_minute_than_an_installation_allows(href, at_desk, now, settings):
    settings.RUTA_FILES_MINUTE = 0

    assert at_desk(POLICE).get(f"{href}nueva/").status_code == 200
    answer = at_desk(POLICE).post(f"{href}nueva/", handed(photograph(), now))

    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert stored() == 0


def test_the_list_of_acts_leads_to_the_form_that_takes_a_file(href, known, at_desk):
    page = told(at_desk(POLICE).get(f"/casos/{known.case_id}/actos/nuevo/"))

    assert f'href="{href}nueva/"' in page
    assert "clase=evidence-attached" not in page


def test_no_act_of_evidence_enters_without_a_file(known, at_desk, now):
    address = f"/casos/{known.case_id}/actos/nuevo/?clase=evidence-attached"

    answer = at_desk(POLICE).post(address, handed(b"", now, file=None))

    assert answer.status_code == 422
    with context.entered(POLICE):
        assert not Act.objects.filter(kind="evidence-attached").exists()


# --- Who sees what --------------------------------------------------------------------------------


def test_evidence_of_another_office_is_closed_without_her_consent(href, add, at_desk):
    piece, cem = add(photograph()), at_desk(CEM)

    page = told(cem.get(href))

    assert "cerrada para ti" in page
    assert f"{href}{piece}/" not in page
    assert "Fotografía" not in page
    for part in ("", "copia/", "original/"):
        assert cem.get(f"{href}{piece}/{part}").status_code == 403, part
    for part in ("version-nueva/", "retirar/"):
        assert cem.get(f"{href}{piece}/{part}").status_code == 404, part


def test_with_her_consent_another_office_looks_at_it_and_changes_nothing(
    href, add, consented, at_desk
):
    piece, cem = add(photograph()), at_desk(CEM)

    assert "Fotografía" in told(cem.get(href))
    assert cem.get(f"{href}{piece}/copia/").status_code == 200
    assert cem.get(f"{href}{piece}/original/").status_code == 200
    for part in ("version-nueva/", "retirar/"):
        assert cem.post(f"{href}{piece}/{part}").status_code == 404, part


def test_who_may_only_add_may_not_read_it_back(href, known, at_desk, now):
    known.recorded(act("case-transferred", now, to="T-IPRESS-1"), now=now)
    clinic = at_desk(HEALTH)
    assert clinic.post(f"{href}nueva/", handed(photograph(), now)).status_code == 302

    page = told(clinic.get(href))

    assert "Prueba 1" in page
    assert "cerrada para ti" in page


def test_whoever_supervises_reads_none_and_adds_none(href, add, at_desk):
    piece, supervisor = add(photograph()), at_desk(SUPERVISOR)

    assert "cerrada para ti" in told(supervisor.get(href))
    assert supervisor.get(f"{href}{piece}/copia/").status_code == 403
    assert supervisor.get(f"{href}nueva/").status_code == 404


@pytest.mark.check("SEC-2")
@pytest.mark.parametrize("stranger", [OTHER_POLICE, FAR_COURT], ids=lambda who: who.office_id)
def test_to_another_office_there_is_no_such_case(href, add, at_desk, now, stranger):
    piece, client = add(photograph()), at_desk(stranger)

    for part in ("", "nueva/", f"{piece}/", f"{piece}/copia/", f"{piece}/original/"):
        assert client.get(f"{href}{part}").status_code == 404, part
    assert client.post(f"{href}nueva/", handed(photograph(), now)).status_code == 404


def test_an_act_that_is_no_evidence_has_no_page_here(href, known, at_desk):
    with context.entered(POLICE):
        other = Act.objects.filter(case_id=known.case_id).first()
    assert other is not None

    for part in ("", "copia/", "original/", "retirar/", "version-nueva/"):
        assert at_desk(POLICE).get(f"{href}{other.act_id}/{part}").status_code == 404, part


# --- The page of the case -------------------------------------------------------------------------


def test_the_page_of_the_case_leads_to_its_evidence(href, add, known, at_desk):
    client = at_desk(POLICE)
    assert "Fotos y documentos entregados" in told(client.get(f"/casos/{known.case_id}/"))

    add(photograph())

    page = told(client.get(f"/casos/{known.case_id}/"))
    assert "Ver 1 prueba" in page
    assert f'href="{href}"' in page


def test_every_part_of_a_file_is_sealed_in_chunks_of_a_mebibyte(add):
    add(photograph((3000, 2000)) + bytes(2 * 2**20))

    with context.entered(POLICE):
        rows = EvidenceChunk.objects.filter(part="original").order_by("number")
        sizes = [len(bytes(row.ciphertext)) for row in rows]
    assert len(sizes) == 3
    assert sizes[0] == sizes[1] == 2**20 + 12 + 16
