"""Passkeys: kept and checked by allauth and fido2, always with the person verified by the device.

A ceremony begins in the session with a challenge that is good for five minutes and for one answer,
right or wrong.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from ruta.access.people import User
from ruta.access.request import Request

BEGUN = "passkey_begun_at"
GOOD_FOR = timedelta(minutes=5)
NAME_LIMIT = 40


class PasskeyRefused(Exception):
    """The answer of the device does not prove what was asked; why is told to nobody."""


def of_person(person: User) -> QuerySet[Authenticator]:
    """The passkeys of a person, first made first."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(
        user=person, type=Authenticator.Type.WEBAUTHN
    )
    return found.order_by("created_at")


def begin_adding(request: Request, person: User) -> dict[str, Any]:
    """What the browser needs to make a passkey for this person."""
    request.session[BEGUN] = request.now.isoformat()
    options: dict[str, Any] = auth.begin_registration(person, passwordless=True)
    return options


def add(request: Request, person: User, *, name: str, answer: Mapping[str, Any]) -> None:
    """
    Keep the passkey that the browser made.

    :raises PasskeyRefused: when it was not made for us, by this person, just now
    """
    _take_start(request)
    try:
        _check_origin(request, auth.parse_registration_response(answer))
        made = auth.complete_registration(dict(answer))
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise PasskeyRefused from error
    finally:
        auth.clear_state()
    if not made.is_user_verified():
        raise PasskeyRefused
    auth.WebAuthn.add(person, name[:NAME_LIMIT], dict(answer))


def begin_showing(request: Request, person: User | None = None) -> dict[str, Any]:
    """
    What the browser needs to show a passkey.

    :param person: whose it must be; None lets the device choose, and says nothing of who exists
    """
    request.session[BEGUN] = request.now.isoformat()
    options: dict[str, Any] = auth.begin_authentication(person)
    return options


def shown(request: Request, answer: Mapping[str, Any], *, person: User | None = None) -> User:
    """
    The person whose passkey was shown, and the passkey used.

    :raises PasskeyRefused: when it is unknown, of another, of another site, old or seen before
    """
    _take_start(request)
    try:
        _check_origin(request, auth.parse_authentication_response(answer))
        owner = person or auth.extract_user_from_response(dict(answer))
        used = auth.complete_authentication(owner, dict(answer))
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise PasskeyRefused from error
    finally:
        auth.clear_state()
    assert isinstance(owner, User)
    used.record_usage()
    return owner


def _check_origin(request: Request, answer: Any) -> None:
    """
    Only this very site: fido2 alone would also take a neighbour under the same domain.

    :raises PasskeyRefused: when the browser says that it was another page that asked
    """
    if answer.response.client_data.origin != f"{request.scheme}://{request.get_host()}":
        raise PasskeyRefused


def _take_start(request: Request) -> None:
    """End the ceremony, whatever comes of it; one that never began or is old is refused."""
    begun = request.session.pop(BEGUN, None)
    if begun is None or request.now - type(request.now).fromisoformat(begun) >= GOOD_FOR:
        auth.clear_state()
        raise PasskeyRefused


def remove(person: User, key: int) -> bool:
    """Take one passkey of a person away; False when it is not theirs."""
    return bool(of_person(person).filter(pk=key).delete()[0])
