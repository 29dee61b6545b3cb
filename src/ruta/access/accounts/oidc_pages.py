"""Coming in by the account of one's institution: sent there, and back.

What the browser is sent with stays sealed in a cookie of its own, because the session's cookie does
not travel when another site sends the browser back. For the same reason the answer is a page of
ours that goes on by itself, not a redirection.
"""

import base64
import binascii
import json
from dataclasses import astuple
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ruta.access import sign_in
from ruta.access.accounts import oidc, proof, provider, second_step
from ruta.access.backend import may_enter
from ruta.access.keys import vault
from ruta.access.people import User
from ruta.access.policy import Policy, declares
from ruta.access.request import Request

USE = "provider-errand"
GOOD_FOR = timedelta(minutes=10)
BACK = "/entrar/institucion/vuelta/"


def cookie_name() -> str:
    """The cookie of an errand; bound to this host where pages travel over TLS."""
    return "__Host-institucion" if settings.RUTA_HTTPS else "institucion"


def _configured() -> None:
    if not (settings.RUTA_OIDC_ISSUER and settings.RUTA_OIDC_CLIENT):
        raise Http404


@declares(Policy.PUBLIC)
@transaction.non_atomic_requests
@require_POST
def begin(request: Request) -> HttpResponse:
    """`/entrar/institucion/`: to the provider, with an errand."""
    _configured()
    errand = oidc.Errand.new()
    try:
        where = oidc.address(errand, back=request.build_absolute_uri(BACK))
    except oidc.ProviderRefused:
        words = _("Tu institución no responde. Entra de otra forma o vuelve a intentar.")
        return sign_in.page(request, told=words, status=503)
    response = render(request, "access/account/leaving.html", {"where": where})
    content = [*astuple(errand), request.now.isoformat(), sign_in.next_address(request)]
    sealed = vault.service().protect(use=USE, context="", text=json.dumps(content).encode())
    response.set_cookie(
        cookie_name(),
        base64.urlsafe_b64encode(sealed).decode(),
        max_age=GOOD_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _errand(request: Request) -> tuple[oidc.Errand, str]:
    """
    The errand this browser was sent with, and where it was going.

    :raises ProviderRefused: when it has none of ours, or an old one
    """
    try:
        sealed = base64.urlsafe_b64decode(request.COOKIES.get(cookie_name(), "").encode())
        text = vault.service().reveal(use=USE, context="", sealed=sealed)
    except (vault.SealBroken, binascii.Error, ValueError):
        raise oidc.ProviderRefused("no errand") from None
    state, nonce, verifier, at, going = json.loads(text)
    if not timedelta() <= request.now - datetime.fromisoformat(at) < GOOD_FOR:
        raise oidc.ProviderRefused("an old errand")
    return oidc.Errand(state, nonce, verifier), going


@declares(Policy.PUBLIC)
@transaction.non_atomic_requests
@require_safe
def back(request: Request) -> HttpResponse:
    """`/entrar/institucion/vuelta/`: whoever is linked comes in; nobody is added."""
    _configured()
    try:
        errand, going = _errand(request)
        query = {name: str(value) for name, value in request.GET.items()}
        subject = oidc.subject(
            errand, query, back=request.build_absolute_uri(BACK), now=request.now
        )
        person = provider.person_of(settings.RUTA_OIDC_ISSUER, subject)
    except oidc.ProviderRefused:
        person = None
    if person is None or not may_enter(person):
        words = _("No pudimos reconocer tu cuenta de la institución.")
        response = sign_in.page(request, told=words, status=422)
    else:
        response = _arrived(request, person, going)
    response.delete_cookie(cookie_name(), samesite="Lax")
    return response


def _arrived(request: Request, person: User, going: str) -> HttpResponse:
    """The second step where one is asked for; else signed in, on a page that goes on."""
    if proof.asked():
        return second_step.enter_or_ask(request, person, going=going)
    entered = sign_in.enter(request, person, now=request.now, going=going)
    page = render(request, "access/account/arrived.html", {"going": entered.headers["Location"]})
    page.cookies.update(entered.cookies)
    return page
