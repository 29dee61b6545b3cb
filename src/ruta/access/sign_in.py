"""The pages of coming in: the form, and what follows when it was right."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import auth
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from ruta.access import resume, sessions
from ruta.access.audit import notes
from ruta.access.people import User
from ruta.access.request import Request
from ruta.access.viewer import Viewer


class SignInForm(forms.Form):
    """Name and password, with what the browser's keeper of passwords needs to help."""

    username = forms.CharField(
        label=_("Usuario"),
        max_length=60,
        error_messages={"required": _("Escribe tu usuario.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Contraseña"),
        max_length=200,
        strip=False,
        error_messages={"required": _("Escribe tu contraseña.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def next_address(request: Request) -> str:
    """Where the person was going, when it is an address of ours; else their day."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and ours else str(settings.LOGIN_REDIRECT_URL)


def page(
    request: Request,
    *,
    form: SignInForm | None = None,
    held: resume.Holding | None = None,
    lost: bool = False,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    """
    The sign-in page.

    :param held: what the person was sending when the session ended
    :param lost: whether a session ended while sending; without `held` it could not be kept
    :param told: why another way of coming in did not work
    """
    sealed = held.sealed if held else request.POST.get("resume", "")
    context: dict[str, Any] = {
        "form": form or SignInForm(),
        "next": "" if lost else next_address(request),
        "resume": sealed,
        "lost": lost or bool(sealed),
        "told": told,
        "provider": settings.RUTA_OIDC_NAME if settings.RUTA_OIDC_ISSUER else "",
        "demo_person": _demo_person(held, request) if sealed else None,
        "demo": settings.RUTA_DEMO,
        "demo_query": urlencode({"next": next_address(request)}),
    }
    return render(request, "access/sign_in.html", context, status=status)


def _demo_person(held: resume.Holding | None, request: Request) -> User | None:
    """In a demonstration, the person whose form is held, who comes back with one click."""
    owner = held.owner if held else resume.last_person(request)
    if not settings.RUTA_DEMO or owner is None:
        return None
    return User.objects.filter(pk=owner, demonstration=True, is_active=True).first()


def enter(request: Request, person: User, *, now: datetime, going: str = "") -> HttpResponse:
    """
    Open a session for a person who proved who they are, and take them where they were.

    A language chosen at the door stays; otherwise it is the one of their account.

    :param going: an address of ours to go to, when the request does not say it
    """
    sealed, address = request.POST.get("resume", ""), going or next_address(request)
    auth.login(request, person, backend="ruta.access.backend.Backend")
    sessions.begin(request.session, now=now)
    notes.note_afterwards("sign-in", by=Viewer.of(person))
    response = go_on(request, sealed, person, now=now) if sealed else HttpResponseRedirect(address)
    resume.remember(response, user_id=person.pk)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        set_language(response, person.language)
    return response


def go_on(request: Request, sealed: str, person: User, *, now: datetime) -> HttpResponse:
    """The page that offers to send what was kept; or says that it cannot."""
    try:
        held = resume.take(sealed, owner=person.pk, now=now)
    except resume.NotResumable:
        return render(request, "access/not_resumed.html")
    return render(request, "access/resume.html", {"held": held})


def set_language(response: HttpResponse, language: str) -> None:
    """Keep the language in this browser."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Strict",
    )
