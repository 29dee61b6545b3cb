"""What a person was sending when their session ended, or their proof: kept sealed in their browser.

The page that asks who it is carries it in a hidden field. After the same person signs in, or shows
a second factor again, a page offers to send it; nothing is sent by itself, and the server keeps
nothing. Attached files and passwords are not kept. A form that could not be taken at all is given
back at once, as it came: see `unsent`.
"""

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from ruta.access.keys import vault

LIMIT_BYTES = 512 * 1024
GOOD_FOR = timedelta(hours=12)
USE = "resume"
COOKIE_USE = "last-person"
COOKIE = "quien"
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
OURS = "csrfmiddlewaretoken"
NOT_KEPT = {OURS, "password", "again", "credential"}
"""Fields that are written again: a page must not repeat them, and a proof is good once."""
UNREADABLE = (SuspiciousOperation, UnreadablePostError, MultiPartParserError)


class NotResumable(Exception):
    """What was kept is another person's, too old, or was altered."""


@dataclass(frozen=True)
class Held:
    """What was being sent, and where to; the fields are not in its representation."""

    path: str
    fields: tuple[tuple[str, str], ...] = field(repr=False)
    had_files: bool


@dataclass(frozen=True)
class Holding:
    """The sealed text for the hidden field, and whose it is."""

    sealed: str = field(repr=False)
    owner: UUID


def _encode(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).decode()


def _decode(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.encode())
    except (binascii.Error, ValueError):
        raise vault.SealBroken("not sealed text") from None


def remember(response: HttpResponse, *, user_id: UUID) -> None:
    """
    Let this browser say later who was signed in, sealed; kept as long as a text may be.

    Without the keeper of keys it cannot, and whoever came in works on.
    """
    try:
        text = _encode(vault.service().protect(use=COOKIE_USE, context="", text=user_id.bytes))
    except vault.KeeperAbsent:
        return
    response.set_cookie(
        COOKIE,
        text,
        max_age=GOOD_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def last_person(request: HttpRequest) -> UUID | None:
    """Who was last signed in here; None when nobody, or when the cookie is not ours."""
    sealed = request.COOKIES.get(COOKIE)
    if not sealed:
        return None
    try:
        opened = vault.service().reveal(use=COOKIE_USE, context="", sealed=_decode(sealed))
        return UUID(bytes=opened)
    except (vault.SealBroken, ValueError):
        return None


def hold(request: HttpRequest, *, now: datetime) -> Holding | None:
    """
    Seal the form being sent for whoever was last signed in here.

    None when nobody was, when it is no form, or when it is over 512 KB.
    """
    owner = last_person(request)
    return None if owner is None else hold_for(request, owner=owner, now=now)


def hold_for(request: HttpRequest, *, owner: UUID, now: datetime) -> Holding | None:
    """
    Seal the form being sent for this person; nobody else's session opens it.

    None when it is no form, or when it is over 512 KB.
    """
    if request.content_type not in FORMS:
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_KEPT
        for value in values
    ]
    content = {
        "at": now.isoformat(),
        "path": request.get_full_path(),
        "fields": fields,
        "files": bool(request.FILES),
    }
    text = json.dumps(content, ensure_ascii=False).encode()
    if len(text) > LIMIT_BYTES:
        return None
    sealed = vault.service().protect(use=USE, context=str(owner), text=text)
    return Holding(_encode(sealed), owner)


def take(sealed: str, *, owner: UUID, now: datetime) -> Held:
    """
    Open what was held for this person.

    :raises NotResumable: when it is another's, older than 12 hours, or altered
    """
    try:
        text = vault.service().reveal(use=USE, context=str(owner), sealed=_decode(sealed))
    except vault.SealBroken:
        raise NotResumable("another person's, or altered") from None
    content = json.loads(text)
    if not timedelta() <= now - datetime.fromisoformat(content["at"]) < GOOD_FOR:
        raise NotResumable("too old")
    fields = tuple((name, value) for name, value in content["fields"])
    return Held(content["path"], fields, content["files"])


def size(request: HttpRequest) -> int:
    """How many bytes a request says it sends."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def unsent(request: HttpRequest) -> tuple[Held | None, str]:
    """
    The form that was not taken, to be given back as it came, and the proof of origin it carried.

    None when it is no form of our own pages: a click must not send what another site wrote.
    """
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    fits = size(request) <= LIMIT_BYTES
    if request.method != "POST" or not ours or not fits or request.content_type not in FORMS:
        return None, ""
    try:
        fields = [
            (name, str(value))
            for name, values in request.POST.lists()
            if name != OURS
            for value in values
        ]
        files = bool(request.FILES)
    except UNREADABLE:
        return None, ""
    return Held(request.get_full_path(), tuple(fields), files), request.POST.get(OURS, "")
