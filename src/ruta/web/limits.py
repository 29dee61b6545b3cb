"""
What a process of the web takes upon itself: so many requests at once, so large, so many a minute.

Beyond that it answers at once with a plain page and when to come back: 503 when it is crowded, 429
when one person or address asks too often, 413 when what is sent is too large. What is asked of
somebody's document, and what opens a door, has smaller limits that hold exactly over all processes.
A form that was not taken is shown again for sending with one click, when the browser says that it
came from our pages.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from ruta.access import resume
from ruta.access.policy import declaration
from ruta.access.request import Request
from ruta.web.rates import Counts

TOO_LARGE, TOO_OFTEN, CROWDED = 413, 429, 503
COME_BACK_S = 5
HEALTH = "/salud"
LOOKUPS = {
    "measure-check": "RUTA_MEASURE_CHECKS_MINUTE",
    "link-ask": "RUTA_LINK_ASKS_MINUTE",
    "emergency": "RUTA_EMERGENCIES_MINUTE",
    "emergency-confirm": "RUTA_EMERGENCIES_MINUTE",
    "relatives": "RUTA_DOCUMENTS_MINUTE",
    "relatives-take-back": "RUTA_DOCUMENTS_MINUTE",
    "case-person-amend": "RUTA_DOCUMENTS_MINUTE",
    "person-identity": "RUTA_DOCUMENTS_MINUTE",
    "case-evidence-new": "RUTA_FILES_MINUTE",
    "case-evidence-restate": "RUTA_FILES_MINUTE",
    **dict.fromkeys(
        ("entrar", "segundo-paso", "entrar-llave", "activar", "recovery-second", "confirmar"),
        "RUTA_SIGN_INS_MINUTE",
    ),
}
"""The pages whose forms have a limit of their own, and the setting that says it."""


@dataclass
class Gate:
    """Lets `at_once` through; up to `waiting` others wait, each for `patience_s` at most."""

    at_once: int
    waiting: int
    patience_s: float
    _places: threading.Semaphore = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _queue: int = 0

    def __post_init__(self) -> None:
        self._places = threading.BoundedSemaphore(self.at_once)

    def enter(self) -> bool:
        """Whether a place was found; whoever gets one calls `leave`."""
        if self._places.acquire(blocking=False):
            return True
        with self._lock:
            if self._queue >= self.waiting:
                return False
            self._queue += 1
        try:
            return self._places.acquire(timeout=self.patience_s)
        finally:
            with self._lock:
                self._queue -= 1

    def leave(self) -> None:
        """Give the place to the next."""
        self._places.release()


class Limits:
    """Stands behind the files of the pages, and before whatever costs something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.counts = Counts()
        self.gate = Gate(
            at_once=settings.RUTA_REQUESTS_AT_ONCE,
            waiting=settings.RUTA_REQUESTS_WAITING,
            patience_s=settings.RUTA_WAIT_SECONDS,
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        believe_proxy(request)
        if request.path_info == HEALTH:
            return self.get_response(request)
        if (size := resume.size(request)) > _allowed(request) and size > _taken(request):
            return _answer(request, TOO_LARGE)
        if not self.gate.enter():
            return _answer(request, CROWDED, seconds=COME_BACK_S)
        try:
            return self.get_response(request)
        finally:
            self.gate.leave()

    def process_view(
        self, request: Request, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Count the request for whoever makes it; nothing while they ask in measure."""
        if not declaration(view).database:
            return None
        who, allowed = _who(request)
        if settings.RUTA_SHARED_COUNTS:
            self.counts.share_when_due()
        if self.counts.add(who) > allowed:
            return _answer(request, TOO_OFTEN, seconds=self.counts.seconds_left())
        if self._looks_up_too_often(request, who):
            seconds = self.counts.seconds_left()
            return _answer(request, TOO_OFTEN, seconds=seconds, template="429_lookup.html")
        return None

    def _looks_up_too_often(self, request: Request, who: str) -> bool:
        """Count what is sent to a page with a smaller limit; whether that is reached."""
        match = request.resolver_match
        setting = LOOKUPS.get(match.view_name or "") if match else None
        if setting is None or request.method != "POST":
            return False
        add = self.counts.add_at_once if settings.RUTA_SHARED_COUNTS else self.counts.add
        return bool(add(f"{setting} {who}") > getattr(settings, setting))


def believe_proxy(request: HttpRequest) -> None:
    """Over TLS the proxy on this machine says whose request it hands on; nobody else is asked."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.RUTA_HTTPS and told and request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}:
        # The last address is the one the proxy saw itself; those before it are hearsay.
        request.META["REMOTE_ADDR"] = told.rsplit(",", 1)[-1].strip()


def _allowed(request: HttpRequest) -> int:
    """How many bytes may be sent: files have a limit of their own."""
    if request.content_type == "multipart/form-data":
        return int(settings.RUTA_UPLOAD_MB * 1024 * 1024)
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)


def _taken(request: HttpRequest) -> int:
    """How many bytes the page itself says it takes, so that it can give a long text back."""
    try:
        return int(getattr(resolve(request.path_info).func, "takes_bytes", 0))
    except Resolver404:
        return 0


def _who(request: Request) -> tuple[str, int]:
    """Whom a request is counted for, and how many a minute they may make."""
    person = getattr(request, "user", None)
    if person is not None and person.is_authenticated:
        return f"person {person.pk}", settings.RUTA_REQUESTS_PER_MINUTE
    return f"address {request.META.get('REMOTE_ADDR', '')}", settings.RUTA_ANONYMOUS_PER_MINUTE


def _answer(
    request: HttpRequest, status: int, *, seconds: int = 0, template: str = ""
) -> HttpResponse:
    """A plain page; with `seconds`, when to come back, and the form to send again."""
    held, token = resume.unsent(request) if seconds else (None, "")
    context = {"held": held, "token": token, "seconds": seconds, "most_mb": settings.RUTA_UPLOAD_MB}
    response = render(request, template or f"{status}.html", context, status=status)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response
