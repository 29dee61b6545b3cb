"""Making an account one's own, with a code that was handed over in person: the first factors.

Nobody is signed in until a factor works, so that a code alone opens nothing. The code is spent when
the factor is kept, in the same transaction.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ruta.access import sign_in, throttle
from ruta.access.accounts import ceremony, codes, one_time, passkeys, proof, second_step
from ruta.access.accounts.forms import EnrolmentForm, FirstApplicationForm
from ruta.access.accounts.notes import note
from ruta.access.backend import may_enter
from ruta.access.people import User
from ruta.access.policy import Policy, declares
from ruta.access.request import Request

ENROLLING = "enrolling"
GOOD_FOR = timedelta(minutes=15)
CROWDED = 429


class CodeSpent(Exception):
    """The code was used in another window meanwhile."""


@declares(Policy.PUBLIC)
@transaction.non_atomic_requests
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: Request) -> HttpResponse:
    """`/activar/`: user name and code; an unknown name and a wrong code are told alike."""
    form = EnrolmentForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = _try(request, form)
            if status == 302:
                return HttpResponseRedirect("/activar/proteger/")
    return render(request, "access/account/activate.html", {"form": form}, status=status)


def _try(request: Request, form: EnrolmentForm) -> int:
    """Look at the code; the status of the answer."""
    username, address = form.cleaned_data["username"].lower(), request.META.get("REMOTE_ADDR", "")
    try:
        throttle.count(username=f"activar:{username}", address=address, now=request.now)
    except throttle.TooManyAttempts as refusal:
        minutes = second_step.minutes_until(refusal, now=request.now)
        form.add_error(None, second_step.waits(minutes))
        return CROWDED
    person = User.objects.filter(username=username, is_active=True).first()
    found = codes.find(person, codes.ENROL, form.cleaned_data["code"], now=request.now)
    if person is None or found is None or not may_enter(person):
        form.add_error(None, _("El usuario o el código no coinciden, o el código ya no sirve."))
        return 422
    throttle.forgive(username=f"activar:{username}", address=address)
    request.session.cycle_key()
    kept = {"person": str(person.pk), "code": str(found.pk), "at": request.now.isoformat()}
    request.session[ENROLLING] = kept
    return 302


def _person(request: Request) -> User | None:
    """Who is setting their factors in this session, while their code is still good."""
    kept = request.session.get(ENROLLING)
    if not kept or request.now - datetime.fromisoformat(kept["at"]) >= GOOD_FOR:
        return None
    code = codes.OneTimeCode.objects.filter(pk=UUID(kept["code"]), used_at=None)
    found = code.select_related("person__office").first()
    return found.person if found and may_enter(found.person) else None


@declares(Policy.PUBLIC)
@sensitive_post_parameters("password", "again", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def protect(request: Request) -> HttpResponse:
    """`/activar/proteger/`: a passkey, or a password with an application of codes."""
    person = _person(request)
    if person is None:
        return HttpResponseRedirect("/activar/")
    if request.method != "POST":
        return _page(request, person, FirstApplicationForm(person=person), again=True)
    if request.POST.get("credential"):
        return _by_passkey(request, person)
    form = FirstApplicationForm(request.POST, person=person)
    if not form.is_valid():
        return _page(request, person, form, status=422)
    return _by_application(request, person, form)


def _page(
    request: Request, person: User, form: FirstApplicationForm, *,
    again: bool = False, told: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    secret = one_time.begin(again=again)
    context = {
        "form": form,
        "secret": one_time.spaced(secret),
        "drawing": one_time.drawing(person, secret),
        "told": told,
    }
    return render(request, "access/account/protect.html", context, status=status)


def _by_passkey(request: Request, person: User) -> HttpResponse:
    try:
        with transaction.atomic():
            passkeys.add(
                request, person, name=_("Mi primera llave"), answer=ceremony.answer(request)
            )
            _spend(request, person, "passkey-added")
    except (passkeys.PasskeyRefused, CodeSpent):
        words = _("No pudimos comprobar la llave. Inténtalo otra vez.")
        form = FirstApplicationForm(person=person)
        return _page(request, person, form, told=words, status=422)
    return _done(request, person)


def _by_application(request: Request, person: User, form: FirstApplicationForm) -> HttpResponse:
    try:
        with transaction.atomic():
            if not one_time.complete(person, one_time.begin(), form.cleaned_data["code"]):
                form.add_error("code", _("Este código no es correcto. Escribe el de ahora."))
                return _page(request, person, form, status=422)
            person.set_password(form.cleaned_data["password"])
            person.save(update_fields=["password"])
            _spend(request, person, "application-added")
    except CodeSpent:
        return HttpResponseRedirect("/activar/")
    one_time.forget_secret(request)
    return _done(request, person)


def _spend(request: Request, person: User, change: str) -> None:
    """
    Spend the code together with what it allowed.

    :raises CodeSpent: when it was spent meanwhile
    """
    code = codes.OneTimeCode(pk=UUID(request.session[ENROLLING]["code"]))
    if not codes.use(code, now=request.now):
        raise CodeSpent
    note(change, by=person, person=person.pk)


def _done(request: Request, person: User) -> HttpResponse:
    """Sign in, and show the backup codes once."""
    request.session.pop(ENROLLING, None)
    made = codes.make_backup(person, now=request.now)
    sign_in.enter(request, person, now=request.now)
    proof.proved(request)
    context = {"codes": made, "first": True}
    return render(request, "access/account/backup_codes.html", context)


@declares(Policy.PUBLIC)
@require_POST
def passkey_options(request: Request) -> HttpResponse:
    """`/activar/llave/opciones/`: what the browser needs to make the first passkey."""
    person = _person(request)
    if person is None:
        return HttpResponse(status=403)
    return ceremony.options(passkeys.begin_adding(request, person))
