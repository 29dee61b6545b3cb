"""How long a page or a file of figures may be kept, and the language its address asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from ruta.access.policy import Policy, declares

from .addresses import LANGUAGE

View = Callable[..., HttpResponseBase]
A_WHILE = "public, max-age=600"
FOR_GOOD = "public, max-age=31536000, immutable"
NOT_AT_ALL = "no-store"


def page(view: View) -> View:
    """A page anyone may read: kept for ten minutes, since another release may come."""
    return _declared(view, A_WHILE)


def file(view: View) -> View:
    """A file of a frozen release: it never changes, and may be kept for good."""
    return _declared(view, FOR_GOOD)


def _declared(view: View, cache_control: str) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(asked_language(request) or translation.get_language()):
            response = view(request, *args, **kwargs)
            response.headers["Content-Language"] = translation.get_language()
        return _kept(request, response, cache_control)

    return declares(Policy.PUBLIC, database=False)(require_safe(answer))


def asked_language(request: HttpRequest) -> str:
    """The language the address asks for; empty where it asks for none that is spoken here."""
    asked = request.GET.get(LANGUAGE, "")
    return asked if asked in dict(settings.LANGUAGES) else ""


def _kept(request: HttpRequest, response: HttpResponseBase, cache_control: str) -> HttpResponseBase:
    """The answer with its mark, a hash of what it holds; or that the reader has it already."""
    if not isinstance(response, HttpResponse) or response.status_code != 200:
        return response
    mark = '"' + hashlib.blake2b(response.content, digest_size=16).hexdigest() + '"'
    response.headers["ETag"] = mark
    response.headers["Cache-Control"] = cache_control
    return get_conditional_response(request, etag=mark, response=response) or response
