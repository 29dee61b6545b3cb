"""The limits of a process of the web: beyond them it answers at once and loses nothing."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.conf import LazySettings, settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from ruta.access.viewer import Viewer
from ruta.web import limits, rates
from ruta.web.limits import Gate, Limits
from ruta.web.rates import Counts

Desk = Callable[[Viewer], Client]
OURS = {"Sec-Fetch-Site": "same-origin"}


# --- Crowds ---------------------------------------------------------------------------------------


def test_more_than_may_wait_are_turned_away_at_once() -> None:
    gate = Gate(at_once=1, waiting=0, patience_s=60)

    assert (gate.enter(), gate.enter()) == (True, False)


def test_whoever_waits_is_let_in_when_a_place_is_given_back() -> None:
    gate = Gate(at_once=1, waiting=1, patience_s=60)
    gate.enter()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(gate.enter)
        gate.leave()

        assert waiting.result(10)


def test_nobody_waits_longer_than_the_patience() -> None:
    gate = Gate(at_once=1, waiting=1, patience_s=0.01)
    gate.enter()

    assert not gate.enter()


def test_a_place_that_was_waited_for_in_vain_is_free_for_the_next_to_wait() -> None:
    gate = Gate(at_once=1, waiting=1, patience_s=0.01)
    gate.enter()
    gate.enter()
    gate.leave()

    assert gate.enter()


def crowded(request: HttpRequest) -> HttpResponse:
    """The answer to a request while another is in hand and none may wait."""
    inside = threading.Event()
    done = threading.Event()

    def work(each: HttpRequest) -> HttpResponse:
        inside.set()
        if each is not request:
            done.wait(10)
        return HttpResponse()

    middleware = Limits(work)
    middleware.gate = Gate(at_once=1, waiting=0, patience_s=0)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(middleware, RequestFactory().get("/mi-dia/"))
        inside.wait(10)
        answer = middleware(request)
        done.set()
        first.result(10)
    return answer


def test_a_crowded_process_says_when_to_come_back() -> None:
    answer = crowded(RequestFactory().get("/mi-dia/"))

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Hay mucha gente a la vez" in answer.content.decode()


def test_a_form_that_a_crowd_kept_out_is_on_the_page_to_be_sent_again() -> None:
    sent = {"hechos": 'Me dijo "vete" <b>', "csrfmiddlewaretoken": "T" * 64}

    page = crowded(
        RequestFactory().post("/casos/1/relato/?a=b", sent, headers=OURS)
    ).content.decode()

    assert 'action="/casos/1/relato/?a=b"' in page
    assert 'value="Me dijo &quot;vete&quot; &lt;b&gt;"' in page
    assert page.count("T" * 64) == 1


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_a_form_of_another_site_is_not_offered_for_sending(site: str) -> None:
    request = RequestFactory().post("/x/", {"a": "forged"}, headers={"Sec-Fetch-Site": site})

    assert "forged" not in crowded(request).content.decode()


def test_health_is_answered_in_a_crowd() -> None:
    assert crowded(RequestFactory().get("/salud")).status_code == 200


def test_a_failure_gives_its_place_back() -> None:
    def fail(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    middleware = Limits(fail)
    middleware.gate = Gate(at_once=1, waiting=0, patience_s=0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            middleware(RequestFactory().get("/"))


# --- Sizes ----------------------------------------------------------------------------------------


def sent(length: str, kind: str) -> WSGIRequest:
    request = RequestFactory().post("/x/", b"x", content_type=kind)
    request.META["CONTENT_LENGTH"] = length
    return request


@pytest.mark.parametrize(
    ("length", "kind", "status"),
    [
        (10 * 1024 * 1024, "multipart/form-data; boundary=x", 200),
        (10 * 1024 * 1024 + 1, "multipart/form-data; boundary=x", 413),
        (2 * 1024 * 1024, "application/x-www-form-urlencoded", 200),
        (2 * 1024 * 1024 + 1, "application/x-www-form-urlencoded", 413),
        ("-1", "text/plain", 200),
        ("many", "text/plain", 200),
    ],
)
def test_what_is_too_large_is_refused_unread(length: object, kind: str, status: int) -> None:
    answer = Limits(lambda request: HttpResponse())(sent(str(length), kind))

    assert answer.status_code == status
    if status == 413:
        assert "10 MB" in answer.content.decode()


# --- How often ------------------------------------------------------------------------------------


@pytest.fixture
def few(settings: LazySettings) -> None:
    settings.RUTA_ANONYMOUS_PER_MINUTE = 3


def test_an_address_that_asks_too_often_waits_for_the_next_minute(
    db: None, few: None, client: Client
) -> None:
    answers = [client.get("/entrar/") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert "Demasiados pedidos" in answers[-1].content.decode()


def test_each_address_has_its_own_count(db: None, few: None, client: Client) -> None:
    for number in range(4):
        assert client.get("/entrar/", REMOTE_ADDR=f"10.0.0.{number}").status_code == 200


def test_every_minute_begins_anew() -> None:
    seconds = [59.0]
    counts = Counts(clock=lambda: seconds[0])

    before = [counts.add("one") for _ in range(3)]
    seconds[0] = 60.0

    assert (before, counts.add("one")) == ([1, 2, 3], 1)


@pytest.fixture
def web(transactional_db: None, client: Client) -> list[Counts]:
    """The counts of two processes at the same instant."""
    return [Counts(clock=lambda: 90.0), Counts(clock=lambda: 90.0)]


def test_processes_hold_one_limit_together(web: list[Counts]) -> None:
    first, second = web
    for _ in range(5):
        first.add("one")
    first.share()
    for who in ("one", "other"):
        second.add(who)
    second.share()
    before = first.add("one")
    first.share()

    assert before == 6
    assert (first.add("one"), second.add("one"), second.add("other")) == (8, 7, 2)


def test_nothing_is_told_twice(web: list[Counts]) -> None:
    first, second = web
    first.add("one")
    for _ in range(3):
        first.share()
    second.add("one")
    second.share()

    assert (first.add("one"), second.add("one")) == (2, 3)


def test_past_minutes_are_forgotten_and_nobody_is_named(
    transactional_db: None, owner_connection: psycopg.Connection
) -> None:
    seconds = [0.0]
    counts = Counts(clock=lambda: seconds[0])
    for minute in range(3):
        seconds[0] = 60.0 * minute
        counts.add("person 7")
        counts.share()

    rows = owner_connection.execute("select minute, who, requests from web_requestcount").fetchall()
    assert [(minute, requests) for minute, _, requests in rows] == [(2, 1)]


def test_processes_that_tell_at_once_do_not_wait_for_each_other(transactional_db: None) -> None:
    from django.db import connection

    people = [f"person {number}" for number in range(200)]

    def tell(order: int) -> None:
        try:
            counts = Counts(clock=lambda: 90.0)
            for _ in range(20):
                for person in people[::order]:
                    counts.add(person)
                counts.share()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tell, (1, -1, 1, -1)))

    last = Counts(clock=lambda: 90.0)
    last.add(people[0])
    last.share()
    assert last.add(people[0]) == 82


def test_a_database_that_refuses_leaves_a_limit_of_ones_own(
    monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    from django.db import DatabaseError

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(rates, "_share", refuse)
    counts = Counts(clock=lambda: 90.0)
    counts.add("one")
    counts.share()

    assert counts.add("one") == 2


# --- Whose request it is --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("https", "seen", "told", "meant"),
    [
        (True, "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (True, "127.0.0.1", "10.9.9.9, 203.0.113.9", "203.0.113.9"),
        (True, "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        (False, "127.0.0.1", "203.0.113.9", "127.0.0.1"),
        (True, "127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_only_the_proxy_of_this_machine_is_believed(
    settings: LazySettings, https: bool, seen: str, told: str, meant: str
) -> None:
    settings.RUTA_HTTPS = https
    request = RequestFactory().get("/", REMOTE_ADDR=seen, HTTP_X_FORWARDED_FOR=told)

    limits.believe_proxy(request)

    assert request.META["REMOTE_ADDR"] == meant


def test_the_limits_stand_before_whatever_costs_something() -> None:
    order = settings.MIDDLEWARE

    assert order.index("ruta.web.limits.Limits") < order.index(
        "django.middleware.csrf.CsrfViewMiddleware"
    )
    assert order.index("ruta.web.limits.Limits") > order.index("ruta.web.headers.SafeHeaders")
