"""After the right password a second proof; or a passkey alone, which is both."""

from datetime import datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ruta.access import sign_in, throttle
from ruta.access.accounts import ceremony, factors, passkeys, proof
from ruta.access.accounts.forms import CodeForm
from ruta.access.audit import notes
from ruta.access.backend import may_enter
from ruta.access.people import User
from ruta.access.policy import Policy, declares
from ruta.access.request import Request
from ruta.access.viewer import Viewer

PENDING = "second_step"
GOOD_FOR = timedelta(minutes=5)
CROWDED = 429


def enter_or_ask(request: Request, person: User, *, going: str = "") -> HttpResponse:
    """What follows a right password: the person's day, or the question for a second proof."""
    if not proof.asked():
        return sign_in.enter(request, person, now=request.now)
    if not factors.has_any(person):
        return render(request, "access/account/no_factor.html", status=403)
    request.session[PENDING] = {"person": str(person.pk), "at": request.now.isoformat()}
    return _page(request, CodeForm(), going=going)


def waits(minutes: int) -> str:
    """How long somebody who tried too often must wait."""
    return ngettext(
        "Hubo demasiados intentos. Vuelve a intentar en %(minutes)d minuto.",
        "Hubo demasiados intentos. Vuelve a intentar en %(minutes)d minutos.",
        minutes,
    ) % {"minutes": minutes}


def minutes_until(refusal: throttle.TooManyAttempts, *, now: datetime) -> int:
    """The wait in whole minutes."""
    return ceil((refusal.until - now).total_seconds() / 60)


def _page(request: Request, form: CodeForm, *, going: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "next": going or sign_in.next_address(request),
        "resume": request.POST.get("resume", ""),
    }
    return render(request, "access/account/second_step.html", context, status=status)


def _pending(request: Request) -> User | None:
    """Whose password was right a short while ago in this session."""
    kept = request.session.get(PENDING)
    if not kept or request.now - datetime.fromisoformat(kept["at"]) >= GOOD_FOR:
        return None
    found = User.objects.select_related("office").filter(pk=UUID(kept["person"])).first()
    return found if found is not None and may_enter(found) else None


@declares(Policy.PUBLIC)
@transaction.non_atomic_requests
@sensitive_post_parameters("code")
@require_POST
def second_step(request: Request) -> HttpResponse:
    """`/entrar/segundo-paso/`: the code; attempts are counted for the account and the address."""
    person = _pending(request)
    if person is None:
        return sign_in.page(request)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    name, address = f"2:{person.pk}", request.META.get("REMOTE_ADDR", "")
    try:
        throttle.count(username=name, address=address, now=request.now)
    except throttle.TooManyAttempts as refusal:
        form.add_error(None, waits(minutes_until(refusal, now=request.now)))
        return _page(request, form, status=CROWDED)
    if not factors.check_code(person, form.cleaned_data["code"], now=request.now):
        notes.note_afterwards("sign-in-failed", by=Viewer.of(person))
        form.add_error("code", _("Este código no es correcto o ya se usó."))
        return _page(request, form, status=422)
    throttle.forgive(username=name, address=address)
    return enter_proved(request, person)


def enter_proved(request: Request, person: User) -> HttpResponse:
    """Open the session of who gave both proofs, and remember when."""
    request.session.pop(PENDING, None)
    response = sign_in.enter(request, person, now=request.now)
    proof.proved(request)
    return response


@declares(Policy.PUBLIC)
@require_POST
def passkey_options(request: Request) -> HttpResponse:
    """`/entrar/llave/opciones/`: the same for everybody; the device knows whose keys it has."""
    return ceremony.options(passkeys.begin_showing(request))


@declares(Policy.PUBLIC)
@transaction.non_atomic_requests
@require_POST
def passkey(request: Request) -> HttpResponse:
    """`/entrar/llave/`: come in with a passkey; why one is refused is not told."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        throttle.count(username=f"llave:{address}", address=address, now=request.now)
        person = passkeys.shown(request, ceremony.answer(request))
    except throttle.TooManyAttempts as refusal:
        words = waits(minutes_until(refusal, now=request.now))
        return sign_in.page(request, told=words, status=CROWDED)
    except passkeys.PasskeyRefused:
        person = None
    if person is None or not may_enter(person):
        notes.note_afterwards("sign-in-failed", by=None)
        return sign_in.page(request, told=_("No pudimos comprobar tu llave."), status=422)
    throttle.forgive(username=f"llave:{address}", address=address)
    return enter_proved(request, person)
