"""`/mi-cuenta/`: my passkeys, my application of codes, my backup codes and my open sessions."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruta.access import sessions, sign_in
from ruta.access.accounts import (
    ceremony,
    codes,
    conduct,
    factors,
    one_time,
    passkeys,
    proof,
    recovery,
)
from ruta.access.accounts.confirm import fresh_only, person_of
from ruta.access.accounts.forms import ApplicationForm, PasswordForm
from ruta.access.accounts.gate import before_the_gate
from ruta.access.accounts.notes import note
from ruta.access.policy import Policy, declares
from ruta.access.request import Request

HERE = "/mi-cuenta/"
View = Callable[..., HttpResponse]


class OpenSession(NamedTuple):
    """One of my sessions as the page lists it; `key` is a hash and opens nothing."""

    key: str
    opened_at: datetime
    seen_at: datetime
    this: bool


def _back(request: Request, told: str) -> HttpResponse:
    messages.success(request, told)
    return HttpResponseRedirect(HERE)


def by_its_button(view: View) -> View:
    """Something done by a button of this page: its address alone leads to the page."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(HERE)

    return answer


@declares(Policy.SIGNED_IN)
@before_the_gate
@require_safe
def my_account(request: Request) -> HttpResponse:
    """What proves that it is me, and where I am signed in."""
    person = person_of(request)
    mine = sessions.digest(request.session.session_key or "")
    recovered = recovery.untold(person)
    context: dict[str, Any] = {
        "person": person,
        "passkeys": [
            {
                "id": key.pk,
                "name": key.wrap().name,
                "made": key.created_at,
                "used": key.last_used_at,
            }
            for key in passkeys.of_person(person)
        ],
        "application": one_time.has(person),
        "backup_left": codes.left(person),
        "password": person.has_usable_password(),
        "sessions": [
            OpenSession(row.key, row.opened_at, row.seen_at, row.key == mine)
            for row in sessions.of_person(person.pk)
            if row.opened_at and row.seen_at
        ],
        "recovered": recovered,
    }
    response = render(request, "access/account/my_account.html", context)
    if recovered:
        recovery.told(person, now=request.now)
    return response


@declares(Policy.SIGNED_IN)
@before_the_gate
@fresh_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: Request) -> HttpResponse:
    """`/mi-cuenta/llaves/`: make another passkey on this or another device."""
    told, status = "", 200
    if request.method == "POST":
        name = request.POST.get("name", "").strip() or _("Llave de acceso")
        try:
            passkeys.add(request, person_of(request), name=name, answer=ceremony.answer(request))
        except passkeys.PasskeyRefused:
            told, status = _("No pudimos comprobar la llave. Inténtalo otra vez."), 422
        else:
            note("passkey-added", by=person_of(request), person=person_of(request).pk)
            return _back(request, _("Tu llave está lista."))
    return render(request, "access/account/add_passkey.html", {"told": told}, status=status)


@declares(Policy.SIGNED_IN)
@before_the_gate
@require_POST
def passkey_options(request: Request) -> HttpResponse:
    """`/mi-cuenta/llaves/opciones/`: what the browser needs to make a passkey."""
    if not proof.fresh(request, proof.WITHIN * 3):
        return HttpResponse(status=403)
    return ceremony.options(passkeys.begin_adding(request, person_of(request)))


@declares(Policy.SIGNED_IN)
@before_the_gate
@by_its_button
@fresh_only
def remove_passkey(request: Request, key: int) -> HttpResponse:
    """`/mi-cuenta/llaves/<key>/quitar/`: never the last factor."""
    person = person_of(request)
    try:
        if not factors.remove_passkey(person, key):
            raise Http404
    except factors.LastFactor:
        messages.error(request, _("Es lo único que te deja entrar. Agrega antes otra forma."))
        return HttpResponseRedirect(HERE)
    note("passkey-removed", by=person, person=person.pk)
    return _back(request, _("Quitaste la llave."))


@declares(Policy.SIGNED_IN)
@before_the_gate
@fresh_only
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: Request) -> HttpResponse:
    """`/mi-cuenta/aplicacion/`: set up the application that makes codes."""
    person, status = person_of(request), 200
    form = ApplicationForm(request.POST if request.method == "POST" else None)
    secret = one_time.begin(again=request.method != "POST")
    if request.method == "POST":
        status = 422
        if form.is_valid() and one_time.complete(person, secret, form.cleaned_data["code"]):
            one_time.forget_secret(request)
            note("application-added", by=person, person=person.pk)
            return _back(request, _("Tu aplicación de códigos está lista."))
        if not form.errors:
            form.add_error("code", _("Este código no es correcto. Escribe el de ahora."))
    context = {
        "form": form,
        "secret": one_time.spaced(secret),
        "drawing": one_time.drawing(person, secret),
    }
    return render(request, "access/account/application.html", context, status=status)


@declares(Policy.SIGNED_IN)
@before_the_gate
@by_its_button
@fresh_only
def remove_application(request: Request) -> HttpResponse:
    """`/mi-cuenta/aplicacion/quitar/`: never the last factor."""
    person = person_of(request)
    try:
        factors.remove_application(person)
    except factors.LastFactor:
        messages.error(request, _("Es lo único que te deja entrar. Agrega antes otra forma."))
        return HttpResponseRedirect(HERE)
    note("application-removed", by=person, person=person.pk)
    return _back(request, _("Quitaste la aplicación de códigos."))


@declares(Policy.SIGNED_IN)
@before_the_gate
@by_its_button
@fresh_only
def backup_codes(request: Request) -> HttpResponse:
    """`/mi-cuenta/codigos/`: new backup codes, shown once; the old ones stop working."""
    person = person_of(request)
    made = codes.make_backup(person, now=request.now)
    note("backup-codes", by=person, person=person.pk)
    return render(request, "access/account/backup_codes.html", {"codes": made, "first": False})


@declares(Policy.SIGNED_IN)
@before_the_gate
@fresh_only
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Request) -> HttpResponse:
    """`/mi-cuenta/clave/`: another password; every other session ends."""
    person = person_of(request)
    form = PasswordForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        person.set_password(form.cleaned_data["password"])
        person.save(update_fields=["password"])
        note("password", by=person, person=person.pk)
        request.session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        sessions.end(person.pk, but=request.session.session_key or "")
        return _back(request, _("Tu contraseña es otra. Cerramos tus demás sesiones."))
    status = 422 if request.method == "POST" else 200
    return render(request, "access/account/password.html", {"form": form}, status=status)


@declares(Policy.SIGNED_IN)
@before_the_gate
@by_its_button
def end_sessions(request: Request) -> HttpResponse:
    """`/mi-cuenta/sesiones/cerrar/`: one of my sessions, or all but this one."""
    person, only = person_of(request), request.POST.get("session", "")
    this = request.session.session_key or ""
    ended = sessions.end(person.pk, only=only, but=this)
    if ended:
        note("sessions-ended", by=person, person=person.pk)
    return _back(request, _("Cerramos la sesión.") if only else _("Cerramos tus demás sesiones."))


@declares(Policy.SIGNED_IN)
@before_the_gate
@require_http_methods(["GET", "HEAD", "POST"])
def code_of_conduct(request: Request) -> HttpResponse:
    """`/mi-cuenta/compromiso/`: read it, accept it, go where one was going."""
    if request.method == "POST":
        person = person_of(request)
        conduct.accept(person, now=request.now)
        note("conduct", by=person, person=person.pk)
        return HttpResponseRedirect(sign_in.next_address(request))
    context = {"next": sign_in.next_address(request), "version": conduct.VERSION}
    return render(request, "access/account/conduct.html", context)


@declares(Policy.SIGNED_IN)
@before_the_gate
@require_safe
def training(request: Request) -> HttpResponse:
    """`/mi-cuenta/formacion/`: the training that counts no longer, and whom to ask."""
    context = {"until": person_of(request).trained_until}
    return render(request, "access/account/training.html", context)
