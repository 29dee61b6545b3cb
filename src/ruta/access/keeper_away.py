"""
The page for when the keeper of keys is away: nothing opens, nothing is lost, and what to do.

Views need not think of it: a middleware answers for them. What answers before any view does says
`@answered`.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ruta.access import resume
from ruta.access.keys import vault

logger = logging.getLogger("ruta.access")

AWAY = 503
COME_BACK_S = 30

Found = TypeVar("Found")


def page(request: HttpRequest, *, takes_reports: bool = False) -> HttpResponse:
    """
    Say it, and give back the form that could not be taken.

    :param takes_reports: whether who asks is signed in and may take a complaint, sealed meanwhile
    """
    logger.warning("the keeper of keys is away")
    held, token = resume.unsent(request)
    context = {"held": held, "token": token, "takes_reports": takes_reports}
    response = render(request, "keys_away.html", context, status=AWAY)
    response.headers["Retry-After"] = str(COME_BACK_S)
    return response


def answered(work: Callable[..., Found]) -> Callable[..., Found | HttpResponse]:
    """The same work, whose answer is that page when the keeper is away."""

    @wraps(work)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Found | HttpResponse:
        try:
            return work(request, *args, **kwargs)
        except vault.KeeperAbsent:
            return page(request)

    return answer
