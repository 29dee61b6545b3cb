"""Proving again, a short while before something grave, that it is still the same person."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ruta.access import resume, sign_in, throttle
from ruta.access.accounts import ceremony, factors, passkeys, proof, second_step
from ruta.access.accounts.forms import CodeForm
from ruta.access.accounts.gate import before_the_gate
from ruta.access.people import User
from ruta.access.policy import Policy, declares
from ruta.access.request import Request

CROWDED = 429
View = Callable[..., HttpResponse]


def person_of(request: Request) -> User:
    """Who is signed in; a page that asks for sign-in always has somebody."""
    assert isinstance(request.user, User)
    return request.user


def address(request: Request) -> str:
    """The page of confirmation that leads back to this one."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/mi-cuenta/"
    return f"/mi-cuenta/confirmar/?{urlencode({'next': back})}"


def fresh_only(view: View, *, within: timedelta = proof.WITHIN) -> View:
    """
    A page for who proved a short while ago that it is they; others are sent to do so.

    A form that was shown may be sent for three times as long, so that writing it is no race. One
    that comes later still is kept, sealed, and offered for sending once they proved it.
    """

    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        sent = request.method not in {"GET", "HEAD"}
        if proof.fresh(request, within * 3 if sent else within):
            return view(request, *args, **kwargs)
        return _first_confirm(request) if sent else HttpResponseRedirect(address(request))

    return answer


def _first_confirm(request: Request) -> HttpResponse:
    """The page of confirmation, in place of a form's answer; it carries the form."""
    held = resume.hold_for(request, owner=person_of(request).pk, now=request.now)
    return _page(request, CodeForm(), held=held.sealed if held else "", lost=True, status=401)


@declares(Policy.SIGNED_IN)
@before_the_gate
@transaction.non_atomic_requests
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request) -> HttpResponse:
    """`/mi-cuenta/confirmar/`: a passkey or a code, and back to where one was."""
    if request.method != "POST":
        return _page(request, CodeForm())
    person = person_of(request)
    form = CodeForm(request.POST)
    # By the person alone: an office behind one address is not shut out by one who fails.
    name = f"2:{person.pk}"
    try:
        throttle.count(username=name, address=name, now=request.now)
    except throttle.TooManyAttempts as refusal:
        words = second_step.waits(second_step.minutes_until(refusal, now=request.now))
        return _page(request, form, told=words, status=CROWDED)
    if not _right(request, person, form):
        words = _("No pudimos comprobar que eres tú. Inténtalo otra vez.")
        return _page(request, form, told=words, status=422)
    throttle.forgive(username=name, address=name)
    proof.proved(request)
    if sealed := request.POST.get("resume", ""):
        return sign_in.go_on(request, sealed, person, now=request.now)
    return HttpResponseRedirect(sign_in.next_address(request))


def _right(request: Request, person: User, form: CodeForm) -> bool:
    """Whether the passkey shown, or the code written, is this person's."""
    if not request.POST.get("credential"):
        return form.is_valid() and factors.check_code(
            person, form.cleaned_data["code"], now=request.now
        )
    try:
        return passkeys.shown(request, ceremony.answer(request), person=person) == person
    except passkeys.PasskeyRefused:
        return False


def _page(
    request: Request,
    form: CodeForm,
    *,
    told: str = "",
    held: str = "",
    lost: bool = False,
    status: int = 200,
) -> HttpResponse:
    """
    The page that asks for a passkey or a code.

    :param held: the form that was being sent, sealed; by default the one the page carried already
    :param lost: whether a form was being sent; without `held` it could not be kept
    """
    sealed = held or ("" if lost else request.POST.get("resume", ""))
    context = {
        "form": form,
        # A form of another page may have a field of this name.
        "next": "" if lost else sign_in.next_address(request),
        "resume": sealed,
        "lost": lost or bool(sealed),
        "told": told,
    }
    return render(request, "access/account/confirm.html", context, status=status)


@declares(Policy.SIGNED_IN)
@before_the_gate
@require_POST
def options(request: Request) -> HttpResponse:
    """`/mi-cuenta/confirmar/opciones/`: what the browser needs to show one of my passkeys."""
    return ceremony.options(passkeys.begin_showing(request, person_of(request)))
