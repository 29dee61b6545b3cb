"""SEC-64 and SEC-65: what people write stays text in files, pages and logs; logs name nobody."""

import csv
import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.template import engines
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.access.conftest import keys  # noqa: F401

from ruta.web import health
from ruta.web.desk.exports import Sheet, as_csv, as_xlsx, harmless
from ruta.web.requestlog import FIELDS, JsonLines

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
RUNS = tuple("=+-@\t\r\n|%＝＋－＠")
NAME = "Fulana Inventada Quispe"
FORBIDDEN = (NAME, "Fulana", "71234568", "999888777", "Jirón Inventado 123", "me golpeó")


# --- Files ----------------------------------------------------------------------------------------


@pytest.mark.check("SEC-64")
@given(st.text())
def test_no_cell_of_a_csv_begins_like_a_formula(text: str) -> None:
    told = harmless(text)

    assert not told.lstrip(" \u00a0").startswith(RUNS)
    assert told in (text, f"'{text}")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_a_text_is_one_cell_whatever_it_holds(text: str) -> None:
    file = as_csv(Sheet("casos", ("a", "b"), [(text, "end")]))

    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    assert rows[1:] == [[harmless(text), "end"]]


@pytest.mark.check("SEC-64")
@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(1)", "{=1}", "http://x.example", "@SUM(1)"])
def test_no_text_of_a_workbook_is_run(text: str) -> None:
    import zipfile

    book = zipfile.ZipFile(io.BytesIO(as_xlsx(Sheet("casos", ("a",), [(text,)]), NOW)))
    page = book.read("xl/worksheets/sheet1.xml").decode()

    assert "<f>" not in page
    assert "hyperlink" not in page.lower()


# --- Pages ----------------------------------------------------------------------------------------


@pytest.mark.check("SEC-64")
@pytest.mark.parametrize(
    "text", ["<script>x()</script>", '" onfocus="x()', "'><img src=x>", "&lt;"]
)
def test_what_a_template_is_given_is_text(text: str) -> None:
    page = engines["django"].from_string('<p title="{{ text }}">{{ text }}</p>')

    told = page.render({"text": text})

    assert text not in told or text == "&lt;"
    assert told.count("<") == 2


# --- Logs -----------------------------------------------------------------------------------------


@pytest.mark.check("SEC-64")
@given(st.text(), st.sampled_from(FIELDS))
def test_a_line_of_the_log_is_one_line_whatever_is_in_it(text: str, name: str) -> None:
    record = logging.makeLogRecord({"name": "ruta.x", "msg": text, name: text})

    line = JsonLines().format(record)

    assert len(line.splitlines()) <= 1 or "\u2028" in line or "\u2029" in line or "\x85" in line
    assert "\n" not in line
    assert "\r" not in line
    assert json.loads(line)["event"] == text


@pytest.fixture
def log() -> Iterator[list[str]]:
    """Every line that anything logs meanwhile, as it is written, down to the least important."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Kept()
    handler.setFormatter(JsonLines())
    loggers = [
        logging.getLogger(name)
        for name in ("", "ruta", "django", "django.request", "django.security")
    ]
    before = [(each.level, each.propagate) for each in loggers]
    for each in loggers:
        each.addHandler(handler)
        each.setLevel(logging.DEBUG)
    yield lines
    for each, (level, propagate) in zip(loggers, before, strict=True):
        each.removeHandler(handler)
        each.setLevel(level)
        each.propagate = propagate


def drive(client: Client) -> None:
    """Write what must not be logged wherever a request has room for it."""
    headers = {
        "User-Agent": NAME, "Referer": f"http://testserver/{NAME}", "X-Forwarded-For": NAME,
        "Accept-Language": "Fulana", "Origin": "http://fulana-inventada.example",
    }  # fmt: skip
    for word in FORBIDDEN:
        client.get(f"/entrar/?q={word}&next=/{word}", headers=headers)
        client.get(f"/{word}/")
        client.get(f"/casos/{word}/?codigo={word}")
        client.get(f"/ley/{word}/")
        client.get(f"/demo/{word}/")
        client.get("/mi-dia/", headers={"Cookie": f"ruta={word}; idioma={word}; quien=Fulana"})
        client.post("/entrar/", {"username": word, "password": word, "next": word})
        client.post("/idioma/", {"language": word})
        client.post("/casos/exportar/", {"a": SimpleUploadedFile(f"{word}.txt", word.encode())})
        client.generic(
            "POST", "/entrar/", f"{word}", content_type="multipart/form-data; boundary=x"
        )
        client.generic("POST", "/entrar/", word * 90_000, content_type="text/plain")
        client.generic(word.encode().hex()[:5].upper(), "/entrar/")


@pytest.mark.check("SEC-65")
def test_no_request_leaves_a_person_in_the_log(db: None, log: list[str]) -> None:
    drive(Client())
    drive(Client(enforce_csrf_checks=True))

    assert len(log) > 100
    assert [line for line in log if any(word in line for word in FORBIDDEN)] == []


@pytest.mark.check("SEC-65")
def test_no_failure_leaves_a_person_in_the_log(
    db: None, log: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> bool:
        try:
            raise ValueError(f"duplicate key: {NAME}")
        except ValueError as cause:
            raise RuntimeError(NAME) from cause

    monkeypatch.setattr(health, "DATABASE", health.Remembered(fail))

    answer = Client(raise_request_exception=False).get(f"/salud?listo&q={NAME}")

    said = capfd.readouterr()
    assert answer.status_code == 500
    assert any("RuntimeError" in line for line in log)
    for told in (*log, said.out, said.err, answer.content.decode()):
        assert not any(word in told for word in FORBIDDEN)


def test_a_name_in_a_message_is_found_by_this_search(log: list[str]) -> None:
    logging.getLogger("ruta.x").info("request", extra={"route": NAME})

    assert NAME in log[-1]


@pytest.mark.check("SEC-65")
def test_no_address_is_made_of_what_people_write() -> None:
    """Parameters of addresses are identifiers; a search is a query, and a query is not logged."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def named(resolver: URLResolver) -> set[str]:
        found: set[str] = set()
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                found |= set(pattern.pattern.converters)
            else:
                found |= named(pattern)
        return found

    assert named(get_resolver()).isdisjoint({"name", "names", "document", "dni", "phone", "nombre"})


def test_a_request_shows_nothing_of_itself() -> None:
    request = HttpRequest()
    request.method, request.path = "GET", "/casos/"

    assert NAME not in repr(request)
