"""
A browser as far as a measurement needs one: cookies, forms with their proof of origin, keep-alive.

Connections are kept by thread; a person's cookies are shared by the threads that act for them.
"""

from __future__ import annotations

import http.client
import threading
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlencode

TIMEOUT_S = 60


class Answer(NamedTuple):
    """What came back: status, where to go next, when to come back, and the page."""

    status: int
    location: str
    retry_after: str
    body: str


class Broken(Exception):
    """No answer came: the connection was refused, reset or cut."""


class _Fields(HTMLParser):
    """The fields of the pages' forms, as the browser would send them unedited."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name = told.get("name")
        chosen = told.get("type") not in {"radio", "checkbox"} or "checked" in told
        if tag == "input" and name and chosen:
            self.found[name] = told.get("value") or ""
        elif tag in {"textarea", "select"} and name:
            self.found.setdefault(name, "")


@dataclass
class Connections:
    """One kept connection to the pages for each thread."""

    port: int
    _own: threading.local = field(default_factory=threading.local)
    _opened: set[http.client.HTTPConnection] = field(default_factory=set)

    def ask(self, method: str, path: str, body: str, headers: dict[str, str]) -> Answer:
        """
        Ask once; an idle connection that the server had closed is opened again for a reading.

        :raises Broken: no answer came
        """
        fresh = not hasattr(self._own, "kept")
        try:
            return self._once(method, path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            self.forget()
            if fresh or method != "GET":
                raise Broken(type(error).__name__) from None
        try:
            return self._once(method, path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            self.forget()
            raise Broken(type(error).__name__) from None

    def forget(self) -> None:
        """Close this thread's connection."""
        kept = self._own.__dict__.pop("kept", None)
        if kept is not None:
            kept.close()
            self._opened.discard(kept)

    def close(self) -> None:
        """Close those of every thread; none of them asks any more."""
        while self._opened:
            self._opened.pop().close()

    def _once(self, method: str, path: str, body: str, headers: dict[str, str]) -> Answer:
        if not hasattr(self._own, "kept"):
            self._own.kept = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
            self._opened.add(self._own.kept)
        self._own.kept.request(method, path, body or None, headers)
        answer = self._own.kept.getresponse()
        text = answer.read().decode()
        self._own.cookies = answer.headers.get_all("Set-Cookie") or []
        location, later = answer.getheader("Location", ""), answer.getheader("Retry-After", "")
        return Answer(answer.status, location, later, text)

    def take_cookies(self) -> list[str]:
        """What the last answer of this thread asked to keep."""
        return list(self._own.__dict__.pop("cookies", []))


@dataclass
class Person:
    """Somebody of an office at their browser."""

    username: str
    connections: Connections
    cookies: dict[str, str] = field(default_factory=dict)
    cases: list[str] = field(default_factory=list)
    form: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """
        Read a page.

        :raises Broken: no answer came
        """
        return self._ask("GET", path, "")

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """
        Send a form.

        :raises Broken: no answer came
        """
        return self._ask("POST", path, urlencode(fields))

    def sign_in(self) -> None:
        """Come in by a click, as in a demonstration."""
        page = fields_of(self.get("/demo/").body)
        answer = self.post(
            f"/demo/{self.username}/", {"csrfmiddlewaretoken": page["csrfmiddlewaretoken"]}
        )
        if answer.status != 302:
            raise SystemExit(f"{self.username} could not sign in: {answer.status}")

    def write(self, case_id: str, act_id: str, note: str) -> Answer:
        """
        Record a note in a case, with an id of our own; 302 to the case when it is stored.

        :raises Broken: no answer came
        """
        path = f"/casos/{case_id}/actos/nuevo/?clase=note-added"
        if not self.form:
            shown = self.get(path)
            if shown.status != 200:
                return shown
            self.form = fields_of(shown.body)
        return self.post(path, {**self.form, "act_id": act_id, "note": note})

    def _ask(self, method: str, path: str, body: str) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{self.connections.port}",
                "Sec-Fetch-Site": "same-origin",
            }
        answer = self.connections.ask(method, path, body, headers)
        for cookie in self.connections.take_cookies():
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return answer


def fields_of(page: str) -> dict[str, str]:
    """The fields of the forms of a page, by name."""
    reader = _Fields()
    reader.feed(page)
    return reader.found
