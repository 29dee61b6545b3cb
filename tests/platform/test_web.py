"""Health, headers and logs: what every answer carries, and what no line ever says."""

import ast
import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory

import ruta
from ruta.access.keyd.listener import Listener
from ruta.access.keys import client as keys_client
from ruta.access.keys import vault
from ruta.web import health
from ruta.web.requestlog import FIELDS, JsonLines, RequestLog


def forget() -> None:
    health.DATABASE.forget()
    health.KEEPER.forget()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What another test found out of database and keeper is not this one's."""
    forget()


def test_health_answers_without_a_database(client: Client) -> None:
    answer = client.get("/salud")

    assert (answer.status_code, answer.json()) == (200, {"vivo": True})


@pytest.mark.parametrize("asked", ["/salud?listo", "/salud?listo=todo"])
def test_health_is_ready_when_database_and_keeper_answer(
    db: None, keys: Path, client: Client, asked: str
) -> None:
    answer = client.get(asked)

    whole = {"vivo": True, "listo": True, "llaves": True}
    assert (answer.status_code, answer.json()) == (200, whole)


@pytest.mark.parametrize(("asked", "status"), [("listo", 200), ("listo=todo", 503)])
def test_health_says_that_the_keeper_is_away_while_complaints_are_still_taken(
    db: None, client: Client, tmp_path: Path, asked: str, status: int
) -> None:
    with vault.use(keys_client.Client(tmp_path / "nobody")):
        answer = client.get(f"/salud?{asked}")

    assert (answer.status_code, answer.json()["llaves"]) == (status, False)
    assert answer.json()["listo"]


def test_health_asks_the_keeper_itself(db: None, client: Client, tmp_path: Path) -> None:
    listener = Listener(tmp_path / "socket", lambda message: {"ok": True}, peers=frozenset())
    with ThreadPoolExecutor(1) as pool:
        pool.submit(listener.serve)
        with vault.use(keys_client.Client(listener.path)):
            there = client.get("/salud?listo=todo").status_code
            listener.close()
            forget()
            gone = client.get("/salud?listo=todo").status_code

    assert (there, gone) == (200, 503)


def test_however_often_anybody_asks_the_keeper_is_asked_once_in_a_while(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, now = [], [0.0]

    def ask() -> bool:
        asked.append(now[0])
        return True

    monkeypatch.setattr(health.KEEPER, "ask", ask)
    monkeypatch.setattr(health.KEEPER, "clock", lambda: now[0])

    answers = [client.get("/salud?listo=todo").status_code for _time in range(20)]
    assert (set(answers), len(asked)) == ({200}, 1)

    now[0] = health.REMEMBERED_S
    client.get("/salud?listo")
    assert len(asked) == 2


def test_while_one_waits_for_a_keeper_that_hangs_nobody_else_does() -> None:
    hanging, begun, now = threading.Event(), threading.Event(), [0.0]

    def ask() -> bool:
        if now[0]:
            begun.set()
            hanging.wait(5)
        return not now[0]

    remembered = health.Remembered(ask, clock=lambda: now[0])
    assert remembered.answer()
    now[0] = health.REMEMBERED_S
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(remembered.answer)
        assert begun.wait(5)
        assert remembered.answer()  # by what was known before
        hanging.set()
        assert not first.result(5)


def test_health_is_not_ready_when_the_database_does_not_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health.DATABASE, "ask", lambda: False)

    answer = client.get("/salud?listo")

    assert (answer.status_code, answer.json()["listo"]) == (503, False)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_answer_carries_the_safe_headers(client: Client, header: str, value: str) -> None:
    assert client.get("/salud").headers[header] == value


def test_the_content_policy_allows_nothing_inline_or_from_elsewhere(client: Client) -> None:
    policy = client.get("/salud").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    for directive in ("frame-ancestors 'none'", "base-uri 'none'"):
        assert directive in policy


def line_of(record: logging.LogRecord) -> dict[str, object]:
    parsed: dict[str, object] = json.loads(JsonLines().format(record))
    return parsed


def test_a_request_is_one_line_without_its_query_or_body(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("ruta").propagate = True
    with caplog.at_level(logging.INFO, logger="ruta.request"):
        client.get("/salud?nombre=Fulana")

    line = line_of(caplog.records[-1])
    logging.getLogger("ruta").propagate = False
    assert (line["method"], line["route"], line["status"]) == ("GET", "salud", 200)
    assert "Fulana" not in json.dumps(line)


def test_an_address_that_matches_nothing_is_not_repeated(
    caplog: pytest.LogCaptureFixture,
) -> None:
    logging.getLogger("ruta").propagate = True
    with caplog.at_level(logging.INFO, logger="ruta.request"):
        RequestLog(lambda request: HttpResponse(status=404))(
            RequestFactory().get("/casos/Fulana-de-Tal/")
        )

    line = line_of(caplog.records[-1])
    logging.getLogger("ruta").propagate = False
    assert (line["route"], line["status"]) == ("-", 404)


def test_an_error_is_its_type_and_place_never_its_message() -> None:
    try:
        raise ValueError("Fulana vive en el jirón Inventado 123")
    except ValueError as error:
        record = logging.LogRecord(
            "ruta.cases", logging.ERROR, __file__, 1, "failed", (),
            (ValueError, error, error.__traceback__),
        )  # fmt: skip

    line = line_of(record)

    assert line["error"] == "ValueError"
    assert "Fulana" not in json.dumps(line)
    assert "test_web.py" in json.dumps(line["raised_at"])


def test_the_arguments_of_a_message_are_not_written() -> None:
    record = logging.LogRecord(
        "django.db", logging.WARNING, __file__, 1, "slow: %s", ("Fulana",), None
    )

    assert "Fulana" not in json.dumps(line_of(record))


def test_listed_identifiers_are_written() -> None:
    record = logging.makeLogRecord({"name": "ruta.jobs", "msg": "done", "case_id": "c1", "x": "y"})

    line = line_of(record)

    assert line["case_id"] == "c1"
    assert "x" not in line


def test_whatever_code_adds_to_a_line_is_written() -> None:
    """Else a job would report differences and the log would not say which."""
    added = {
        name.value
        for file in Path(ruta.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "extra" and isinstance(keyword.value, ast.Dict)
        for name in keyword.value.keys
        if isinstance(name, ast.Constant)
    }

    assert "route" in added
    assert added <= set(FIELDS)


def test_a_request_that_fails_is_logged_by_route(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("ruta").propagate = True
    request: HttpRequest = RequestFactory().get("/salud")
    with caplog.at_level(logging.ERROR, logger="ruta.request"):
        RequestLog(lambda each: HttpResponse()).process_exception(request, ValueError("Fulana"))

    logging.getLogger("ruta").propagate = False
    assert line_of(caplog.records[-1])["error"] == "ValueError"


@pytest.mark.parametrize("refusal", [Http404, PermissionDenied, SuspiciousOperation, BadRequest])
def test_what_is_refused_or_not_there_is_no_failure(
    caplog: pytest.LogCaptureFixture, refusal: type[Exception]
) -> None:
    logging.getLogger("ruta").propagate = True
    request: HttpRequest = RequestFactory().get("/salud")
    with caplog.at_level(logging.ERROR, logger="ruta.request"):
        RequestLog(lambda each: HttpResponse()).process_exception(request, refusal("Fulana"))

    logging.getLogger("ruta").propagate = False
    assert caplog.records == []


def test_djangos_own_log_of_addresses_is_silent(
    client: Client, capfd: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("django.request").warning("Not Found: %s", "/casos/Fulana/")
    logging.getLogger("django.security.csrf").warning("Forbidden: %s", "/casos/Fulana/")

    said = capfd.readouterr()
    assert "Fulana" not in said.out + said.err


@pytest.mark.parametrize(("address", "method"), [("/idioma/", "get"), ("/salir/", "delete")])
def test_an_address_that_only_a_button_leads_to_is_no_blank_page(
    db: None, client: Client, address: str, method: str
) -> None:
    answer = getattr(client, method)(address, headers={"Accept": "text/html,*/*;q=0.8"})

    assert (answer.status_code, "POST" in answer.headers["Allow"]) == (405, True)
    assert "Esto se hace con su botón" in answer.content.decode()
    assert "No se cambió nada." in answer.content.decode()
    assert int(answer.headers["Content-Length"]) == len(answer.content)


def test_who_reads_no_pages_gets_none(db: None, client: Client) -> None:
    answer = client.get("/idioma/", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.content) == (405, b"")
