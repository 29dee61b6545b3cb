"""Coming in, going out, and the language of the pages."""

from django.conf import settings
from django.contrib import auth
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ruta.access import demo, keeper_away, resume, sign_in, throttle
from ruta.access.accounts import second_step
from ruta.access.audit import notes
from ruta.access.backend import database_now
from ruta.access.people import User
from ruta.access.policy import Policy, declares
from ruta.access.request import Request

CLEARED = '"cache", "cookies", "storage"'
CROWDED = 429


@declares(Policy.PUBLIC)
@transaction.non_atomic_requests
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def entrar(request: Request) -> HttpResponse:
    """`/entrar/`: the form, and its answer. Attempts are counted outside any transaction."""
    if request.method != "POST":
        if request.viewer is not None:
            return HttpResponseRedirect(sign_in.next_address(request))
        return sign_in.page(request)
    form = sign_in.SignInForm(request.POST)
    return _try(request, form) if form.is_valid() else sign_in.page(request, form=form, status=422)


def _try(request: Request, form: sign_in.SignInForm) -> HttpResponse:
    """Count the attempt, then look at the password."""
    username, address = form.cleaned_data["username"], request.META.get("REMOTE_ADDR", "")
    try:
        throttle.count(username=username, address=address, now=request.now)
    except throttle.TooManyAttempts as refusal:
        minutes = second_step.minutes_until(refusal, now=request.now)
        form.add_error(None, second_step.waits(minutes))
        return sign_in.page(request, form=form, status=CROWDED)
    person = auth.authenticate(request, username=username, password=form.cleaned_data["password"])
    if person is None:
        notes.note_afterwards("sign-in-failed", by=None)
        form.add_error(None, gettext("El usuario o la contraseña no coinciden."))
        return sign_in.page(request, form=form, status=422)
    throttle.forgive(username=username, address=address)
    return second_step.enter_or_ask(request, person)


@declares(Policy.DEMO)
@require_GET
def demonstration(request: Request) -> HttpResponse:
    """`/demo/`: the accounts of the demonstration, one click each."""
    places = demo.people_by_place()
    context = {"places": places, "next": request.GET.get("next", "")}
    return render(request, "access/demo.html", context)


@declares(Policy.DEMO)
@require_POST
def enter_demonstration(request: Request, username: str) -> HttpResponse:
    """`/demo/<username>/`: come in as this person of the demonstration."""
    person = User.objects.filter(username=username, demonstration=True, is_active=True).first()
    if person is None:
        raise Http404
    return sign_in.enter(request, person, now=request.now)


@declares(Policy.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def salir(request: Request) -> HttpResponse:
    """`/salir/`: end the session and have the browser forget; a GET only asks."""
    if request.method != "POST":
        return render(request, "access/sign_out.html")
    if request.viewer is not None:
        notes.note_afterwards("sign-out", by=request.viewer)
    auth.logout(request)
    response = HttpResponseRedirect("/demo/" if settings.RUTA_DEMO else "/entrar/")
    response.delete_cookie(resume.COOKIE, samesite="Strict")
    response.headers["Clear-Site-Data"] = CLEARED
    return response


@declares(Policy.PUBLIC)
@require_POST
def idioma(request: Request) -> HttpResponse:
    """`/idioma/`: speak another language, here and wherever this person signs in."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise Http404
    if isinstance(request.user, User) and request.viewer is not None:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    response = HttpResponseRedirect(sign_in.next_address(request))
    sign_in.set_language(response, chosen)
    return response


@declares(Policy.PUBLIC, database=False)
@keeper_away.answered
def forgery_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """
    A form whose proof of origin is missing or old: never obeyed, and not lost if it is ours.

    Signing in anew in another tab makes the forms of this one old. When the browser says that the
    form comes from our own pages, it is offered for sending again, by a click.
    """
    held = None
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        now = database_now()
        holding = resume.hold(request, now=now)
        if holding and getattr(request.user, "pk", None) == holding.owner:
            held = resume.take(holding.sealed, owner=holding.owner, now=now)
    return render(request, "access/form_too_old.html", {"held": held}, status=403)
