"""Codes of six digits from an application on the person's phone (TOTP)."""

import hashlib

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ruta.access.people import User

REMEMBERED = 4
"""Codes that were used and would still be in time: three periods of 30 s, and one more."""


def has(person: User) -> bool:
    """Whether the person has an application that makes codes."""
    return _of(person).exists()


def _of(person: User) -> QuerySet[Authenticator]:
    found: QuerySet[Authenticator] = Authenticator.objects.filter(
        user=person, type=Authenticator.Type.TOTP
    )
    return found


def begin(*, again: bool = False) -> str:
    """The secret being set up in this session; a new one the first time, or when asked."""
    return str(auth.get_totp_secret(regenerate=again))


def drawing(person: User, secret: str) -> SafeString:
    """The square that the application reads, as SVG: black on white in either theme."""
    code = qrcode.QRCode(border=4)
    code.add_data(get_adapter().build_totp_url(person, secret))
    code.make()
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" aria-hidden="true" focusable="false">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{1}" fill="#000"/></svg>',
        len(rows),
        path,
    )


def complete(person: User, secret: str, code: str) -> bool:
    """Keep the application when it makes the right code; it takes the place of an older one."""
    if not auth.validate_totp_code(secret, code):
        return False
    with transaction.atomic():
        _of(person).delete()
        made = auth.TOTP.activate(person, secret).instance
        _remember(made, code)
    return True


@transaction.atomic
def check(person: User, code: str) -> bool:
    """Whether this is the code of now; the same code is right once, whatever process is asked."""
    known = _of(person).select_for_update().first()
    if known is None or not auth.validate_totp_code(decrypt(known.data["secret"]), code):
        return False
    if _mark(code) in known.data.get("used", []):
        return False
    _remember(known, code)
    known.record_usage()
    return True


def _mark(code: str) -> str:
    digits = "".join(each for each in code if each.isdigit())
    return hashlib.sha256(digits.encode()).hexdigest()[:16]


def _remember(known: Authenticator, code: str) -> None:
    known.data["used"] = [*known.data.get("used", []), _mark(code)][-REMEMBERED:]
    known.save(update_fields=["data"])


def remove(person: User) -> None:
    """Take the application away."""
    _of(person).delete()


def spaced(secret: str) -> str:
    """The secret in groups of four, for who types it in."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def forget_secret(request: HttpRequest) -> None:
    """Leave nothing of the setting up in the session."""
    auth.clear_totp_secret(request)
