"""Logs as JSON lines that hold identifiers only: one line a request, never an address or a body."""

import json
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse

logger = logging.getLogger("ruta.request")

ANSWERS = (Http404, PermissionDenied, BadRequest, SuspiciousOperation)
FIELDS = (
    "method", "route", "status", "ms", "case_id", "office_id", "job", "count",
    "rolled", "differences", "difference", "op", "kind", "acts", "cases",
)  # fmt: skip


class JsonLines(logging.Formatter):
    """
    One JSON object a line: instant, level, logger, event, and the fields listed in `FIELDS`.

    An error is written as its type and where it was raised, without its message: a message may
    quote what somebody typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            # The template of the message, not the message: its arguments may be anything.
            "event": str(record.msg) if record.name.startswith("ruta") else str(record.msg)[:200],
        }
        line.update({name: getattr(record, name) for name in FIELDS if hasattr(record, name)})
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["raised_at"] = _where(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def _where(traceback: object) -> list[str]:
    """`file:line function` of the innermost frames, outermost first."""
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code  # type: ignore[attr-defined]
        name = "/".join(code.co_filename.split("/")[-3:])
        frames.append(f"{name}:{traceback.tb_lineno} {code.co_name}")  # type: ignore[attr-defined]
        traceback = traceback.tb_next  # type: ignore[attr-defined]
    return frames[-6:]


class RequestLog:
    """Writes one line a request: method, name of the route, status, milliseconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        logger.info(
            "request",
            extra={
                "method": request.method,
                "route": _route(request),
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000),
            },
        )
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """
        Say which error ended a request, since Django's own record of it is silenced.

        What Django answers with a status of its own (not found, forbidden, malformed) is no error.
        """
        if isinstance(error, ANSWERS):
            return
        logger.error(
            "request failed",
            exc_info=(type(error), error, error.__traceback__),
            extra={"method": request.method, "route": _route(request)},
        )


def _route(request: HttpRequest) -> str:
    """The name of the matched route; an address that matches none is not repeated."""
    match = request.resolver_match
    if match is None:
        return "-"
    return match.view_name or match.route
