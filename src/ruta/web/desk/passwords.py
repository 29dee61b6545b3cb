"""
A file with a password: the password is shown first, once; then the file is made with it.

Nothing is kept here in between. The page carries the password back sealed, for this person and this
address only, good for half an hour; what leaves Ruta is the encrypted file.
"""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from ruta.access.keys import vault
from ruta.access.request import Request

from . import locks
from .pages import render, viewer_of

USE = "export"
FIELD = "sealed"
LOCKED = frozenset({"xlsx"})
GOOD_FOR = timedelta(minutes=30)


@dataclass(frozen=True)
class Promise:
    """The password that was shown, and what was chosen then."""

    password: str = field(repr=False)
    choice: str


def handed_over(request: Request, make: Callable[[], HttpResponse], *, back: str) -> HttpResponse:
    """
    A list as a file: by GET as it is, by POST with a password.

    :param back: where the page of the password leads back to
    :raises Http404: a file of this kind has no password
    """
    if request.method != "POST":
        return make()
    if request.GET.get("formato") not in LOCKED:
        raise Http404
    promise = promised(request)
    return with_password(make(), promise) if promise else offer(request, back=back)


def offer(request: Request, *, back: str, choice: str = "") -> HttpResponse:
    """Show a new password, with the button that downloads the file it opens."""
    password = locks.new_password()
    told = {"password": password, "choice": choice, "at": request.now.isoformat()}
    sealed = vault.service().protect(
        use=USE, context=_context(request), text=json.dumps(told).encode()
    )
    page = {
        "password": password,
        "sealed": base64.urlsafe_b64encode(sealed).decode(),
        "back_href": back,
    }
    return render(
        request, "desk/password.html", page,
        title=_("La contraseña del archivo"),
        line=_("Se muestra una sola vez. Ruta no la guarda."),
    )  # fmt: skip


def promised(request: Request) -> Promise | None:
    """What this person was shown here; None when it is absent, another's, or over."""
    try:
        sealed = base64.urlsafe_b64decode(request.POST.get(FIELD, "").encode())
        text = vault.service().reveal(use=USE, context=_context(request), sealed=sealed)
    except (vault.SealBroken, binascii.Error, ValueError):
        return None
    told = json.loads(text)
    if request.now - datetime.fromisoformat(told["at"]) >= GOOD_FOR:
        return None
    return Promise(told["password"], told["choice"])


def with_password(response: HttpResponse, promise: Promise) -> HttpResponse:
    """
    The same answer, its file encrypted, to be kept and not shown in the browser.

    :raises Http404: a file of this kind has no password
    """
    try:
        response.content = locks.locked(
            response.content, response.headers["Content-Type"], promise.password
        )
    except locks.NoLock:
        raise Http404 from None
    named = response.headers["Content-Disposition"]
    response.headers["Content-Disposition"] = named.replace("inline", "attachment", 1)
    return response


def _context(request: Request) -> str:
    return f"{viewer_of(request).user_id} {request.get_full_path()}"
