"""Files with a password: they open with it, with no other, and nothing of them stays here."""

import re
from io import BytesIO

import msoffcrypto
import pikepdf
import pytest
from msoffcrypto.exceptions import InvalidKeyError
from tests.cases.stage import COURT, POLICE, complaint

from ruta.web.desk import locks
from ruta.web.desk.exports import Sheet, as_xlsx

XLSX = "/casos/exportar/?formato=xlsx"


def shown(page) -> tuple[str, str]:
    """The password that a page shows, and what it carries back sealed."""
    text = page.content.decode()
    (password,) = re.findall(r'id="contrasena">([^<]+)<', text)
    (sealed,) = re.findall(r'name="sealed" value="([^"]+)"', text)
    return password, sealed


def opened(content: bytes, password: str) -> bytes:
    file = msoffcrypto.OfficeFile(BytesIO(content))
    assert file.is_encrypted()
    file.load_key(password=password, verify_password=True)
    plain = BytesIO()
    file.decrypt(plain)
    return plain.getvalue()


def test_passwords_are_long_readable_and_never_the_same():
    made = {locks.new_password() for _ in range(200)}

    assert len(made) == 200
    assert all(re.fullmatch(r"([2-9a-hjkmnp-z]{4}-){3}[2-9a-hjkmnp-z]{4}", one) for one in made)


def test_a_locked_workbook_opens_with_its_password_only(now):
    plain = as_xlsx(Sheet("casos", ("código",), [("PUN-INVENTADO",)]), now)

    locked = locks.locked(plain, "application/vnd.x.spreadsheetml.sheet", "abcd-efgh")

    assert opened(locked, "abcd-efgh") == plain
    assert b"xl/worksheets" not in locked
    with pytest.raises(InvalidKeyError):
        opened(locked, "abcd-efgj")


def test_a_locked_document_opens_with_its_password_only():
    file, pdf = BytesIO(), pikepdf.new()
    pdf.add_blank_page()
    pdf.save(file)

    locked = locks.locked(file.getvalue(), "application/pdf", "abcd-efgh")

    with pikepdf.open(BytesIO(locked), password="abcd-efgh") as found:
        assert len(found.pages) == 1
        assert (found.encryption.R, found.encryption.bits) == (6, 256)
    for wrong in ("", "abcd-efgj"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(BytesIO(locked), password=wrong)


def test_a_file_of_another_kind_has_no_lock():
    with pytest.raises(locks.NoLock):
        locks.locked(b"a,b", "text/csv", "x")


# --- Lists ----------------------------------------------------------------------------------------


def test_the_password_is_shown_first_and_opens_the_file_that_follows(file, at_desk, now):
    file.opened(complaint(now), by=POLICE, now=now)
    client = at_desk(POLICE)

    page = client.post(XLSX)
    password, sealed = shown(page)
    answer = client.post(XLSX, {"sealed": sealed})

    assert page["Cache-Control"] == "no-store, private"
    assert password not in sealed
    assert answer["Content-Disposition"].startswith('attachment; filename="casos-')
    assert opened(answer.content, password).startswith(b"PK")


def test_a_list_without_a_password_is_as_it_was(file, at_desk):
    assert at_desk(POLICE).get(XLSX).content.startswith(b"PK")


def test_what_another_was_shown_gives_them_a_password_of_their_own(file, at_desk):
    _, sealed = shown(at_desk(POLICE).post(XLSX))

    page = at_desk(COURT).post(XLSX, {"sealed": sealed})

    assert shown(page)[1] != sealed


@pytest.mark.parametrize("sealed", ["x", "AAAA", "ñ", "A" * 400])
def test_what_was_altered_gives_another_password(file, at_desk, sealed):
    assert shown(at_desk(POLICE).post(XLSX, {"sealed": sealed}))[1] != sealed


def test_what_was_shown_for_one_list_is_not_for_another(file, at_desk):
    client = at_desk(POLICE)
    _, sealed = shown(client.post(XLSX))

    assert shown(client.post("/plazos/exportar/?formato=xlsx", {"sealed": sealed}))


@pytest.mark.parametrize("query", ["", "?formato=csv", "?formato=exe"])
def test_a_list_of_another_kind_has_no_password(file, at_desk, query):
    assert at_desk(POLICE).post(f"/casos/exportar/{query}").status_code == 404
