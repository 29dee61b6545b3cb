"""SEC-25: what every answer carries, whatever it is: a page, an error, a file, a redirect."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.access.conftest import keys  # noqa: F401
from tests.cases.stage import POLICE, Stage, act, complaint, survivor

from ruta.access.viewer import Viewer
from ruta.web import described, headers, health

FIXED = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": headers.POLICY,
}
SAMPLES = {"uuid": str(uuid4()), "int": "1", "str": "x", "slug": "x", "path": "x"}
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
# What a browser loads or sends by itself; a link that a person follows is not among it.
ELSEWHERE = re.compile(
    r"""(?:(?<=\s)(?:src|action|srcset|formaction|ping|data)|<link\b[^>]*\bhref)\s*=\s*["'](?:https?:)?//""",
    re.IGNORECASE,
)


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern, route)


def addresses() -> list[str]:
    """Every address of Ruta, with things in it that do not exist."""
    return [
        "/" + PARAMETER.sub(lambda found: SAMPLES[found[1] or "str"], route)
        for route in routes(get_resolver())
    ]


def is_released(address: str) -> bool:
    """Whether it is an address of frozen figures, the same for everybody: others may keep it."""
    return address.startswith("/cifras/")


def lacking(answer: HttpResponseBase, *, may_be_kept: bool = False) -> list[str]:
    """What an answer should carry and does not."""
    wrong = [name for name, value in FIXED.items() if answer.headers.get(name) != value]
    kept = answer.headers.get("Cache-Control", "")
    if "no-store" not in kept and not may_be_kept:
        wrong.append(f"Cache-Control: {kept}")
    if answer.headers.get("X-Frame-Options", "DENY") != "DENY":
        wrong.append("X-Frame-Options")
    return wrong


@pytest.mark.check("SEC-25")
@pytest.mark.parametrize("method", ["get", "post", "head", "options"])
def test_every_address_answers_with_the_safe_headers(
    db: None, client: Client, settings: LazySettings, method: str
) -> None:
    settings.RUTA_ANONYMOUS_PER_MINUTE = 100_000
    seen = set()

    for address in addresses():
        answer = getattr(client, method)(address)
        seen.add(answer.status_code)
        kept = is_released(address)
        assert lacking(answer, may_be_kept=kept) == [], (method, address, answer.status_code)
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            assert not answer.cookies, address

    if method == "get":
        assert {200, 302, 404} <= seen


@pytest.mark.check("SEC-25")
@pytest.mark.parametrize(
    ("address", "status"),
    [("/no-such-page/", 404), ("/entrar/?next=//x", 200), ("/mi-dia/", 302), ("/mi-dia", 301)],
)
def test_an_error_and_a_redirect_carry_them_too(
    db: None, client: Client, address: str, status: int
) -> None:
    answer = client.get(address)

    assert (answer.status_code, lacking(answer)) == (status, [])


@pytest.mark.check("SEC-25")
def test_a_failure_of_ours_carries_them_too(
    db: None, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "DATABASE", health.Remembered(lambda: bool(1 / 0)))

    answer = Client(raise_request_exception=False).get("/salud?listo")

    assert (answer.status_code, lacking(answer)) == (500, [])


@pytest.mark.check("SEC-25")
def test_a_foreign_host_is_refused_with_them(client: Client) -> None:
    answer = client.get("/entrar/", HTTP_HOST="evil.example")

    assert (answer.status_code, lacking(answer)) == (400, [])


@pytest.mark.check("SEC-25")
def test_a_forged_form_is_refused_with_them(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/idioma/", {"language": "en"})

    assert (answer.status_code, lacking(answer)) == (403, [])


@pytest.mark.check("SEC-25")
def test_the_way_to_tls_carries_them_too(settings: LazySettings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    answer = Client().get("/entrar/")

    assert (answer.status_code, lacking(answer)) == (301, [])


@pytest.mark.check("SEC-25")
def test_a_file_of_the_pages_carries_them_and_may_be_kept(db: None, client: Client) -> None:
    answer = client.get("/static/components/icon.svg")
    answer.close()

    assert (answer.status_code, lacking(answer, may_be_kept=True)) == (200, [])


@pytest.mark.check("SEC-25")
def test_leaving_has_the_browser_forget(db: None, client: Client) -> None:
    answer = client.post("/salir/")

    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert lacking(answer) == []


@pytest.mark.check("SEC-25")
def test_the_policy_lists_what_pages_load_and_nothing_from_elsewhere() -> None:
    told = dict(part.split(" ", 1) for part in headers.POLICY.split("; "))

    assert told.pop("default-src") == "'none'"
    assert told.pop("frame-ancestors") == told.pop("base-uri") == "'none'"
    assert told.pop("require-trusted-types-for") == "'script'"
    assert set(told.values()) == {"'self'"}


@pytest.mark.check("SEC-25")
def test_no_page_that_anybody_may_see_loads_anything_from_elsewhere(
    db: None, client: Client, settings: LazySettings
) -> None:
    settings.RUTA_ANONYMOUS_PER_MINUTE = 100_000

    found = {
        address: links
        for address in addresses()
        if "html" in (answer := client.get(address)).headers.get("Content-Type", "")
        and (links := ELSEWHERE.findall(answer.content.decode()))
    }

    assert found == {}


@pytest.mark.check("SEC-25")
def test_the_search_for_what_is_elsewhere_finds_it() -> None:
    assert ELSEWHERE.search('<img src="//cdn.example/x.png">')
    assert ELSEWHERE.search("<link rel=icon href='https://x.example'>")
    assert ELSEWHERE.search("<form method=post action='http://x.example'>")
    assert not ELSEWHERE.search('<a href="https://official.example/law"><img src="/x.svg">')


@pytest.mark.check("SEC-25")
def test_who_works_in_a_case_gets_them_on_every_page_of_it(
    file: Stage, at_desk: Callable[[Viewer], Client], now: datetime, settings: LazySettings
) -> None:
    settings.RUTA_SECOND_FACTOR = "off"
    settings.RUTA_REQUESTS_PER_MINUTE = 100_000
    told = act("account-told", now, account="Relato inventado.")
    file.opened(complaint(now), told, parties=(survivor(),), now=now)
    ids = {"case_id": str(file.case_id), "act_id": str(told.act_id)}
    browser, seen = at_desk(POLICE), Counter[int]()

    for route in described.routes():
        parts = PARAMETER.finditer(route.address)
        filled = {part[0]: ids.get(part[2], SAMPLES[part[1] or "str"]) for part in parts}
        address = "/" + PARAMETER.sub(lambda part, of=filled: of[part[0]], route.address)
        answer = browser.get(address)
        if answer.streaming:
            list(answer.streaming_content)
        seen[answer.status_code] += 1
        wrong = lacking(answer, may_be_kept=is_released(address))
        assert wrong == [], (address, answer.status_code)

    assert seen[200] > 40
    assert {404, 405} <= seen.keys()
