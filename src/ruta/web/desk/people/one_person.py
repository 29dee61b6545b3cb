"""`/personas/<person>/`: one account, and each thing that may be changed of it."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruta.access.accounts import administration, factors, provider
from ruta.access.accounts.administration import NotAllowed
from ruta.access.accounts.confirm import person_of
from ruta.access.people import RoleRefused, User
from ruta.access.request import Request
from ruta.web.desk.pages import render

from .asking import found, of_people
from .forms import IdentityForm, PostForm, TrainedForm


def _href(person: User) -> str:
    return f"/personas/{person.pk}/"


def _done(request: Request, person: User, told: str) -> HttpResponse:
    messages.success(request, told)
    return HttpResponseRedirect(_href(person))


def _refused(request: Request, person: User) -> HttpResponse:
    messages.error(request, _("Esto no lo puedes cambiar tú. Pídelo a quien administra Ruta."))
    return HttpResponseRedirect(_href(person))


@of_people
@require_safe
def person(request: Request, person_id: UUID) -> HttpResponse:
    """What the account is, and what may be done with it."""
    by, account = person_of(request), found(request, person_id)
    administrator = administration.is_administrator(by)
    page = {
        "account": account,
        "mine": account.pk == by.pk,
        "administrator": administrator,
        "protected": factors.has_any(account),
        "trained": TrainedForm(initial={"until": account.trained_until}),
        "training_required": settings.RUTA_TRAINING_REQUIRED,
        "identity": _identity_form(account) if settings.RUTA_OIDC_ISSUER else None,
        "back_href": "/personas/",
    }
    return render(
        request, "desk/people/person.html", page,
        title=_("Una cuenta"), line=f"{account.username} · {account.office.name}",
    )  # fmt: skip


def _identity_form(account: User) -> IdentityForm:
    return IdentityForm(initial={"subject": provider.subject_of(account)})


@of_people
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: Request, person_id: UUID) -> HttpResponse:
    """`…/puesto/`: another role, or another office."""
    by, account = person_of(request), found(request, person_id)
    start = {"office": account.office_id, "role": account.role}
    form = PostForm(request.POST or None, by=by, office=account.office, initial=start)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            administration.set_role(
                person=account, office=asked["office"], role=asked["role"], by=by
            )
        except (NotAllowed, RoleRefused):
            return _refused(request, account)
        return _done(request, account, _("Su función cambió. Tendrá que volver a entrar."))
    page = {"form": form, "back_href": _href(account)}
    return render(
        request, "desk/people/form.html", page,
        title=_("Cambia su función"), line=account.username,
        status=422 if form.errors else 200,
    )  # fmt: skip


def _posted(
    request: Request, account: User, form: forms.Form, change: Callable[[], None], told: str
) -> HttpResponse:
    """Make a change asked by a short form of the person's page."""
    if not form.is_valid():
        problems = [str(problem) for of_field in form.errors.values() for problem in of_field]
        messages.error(request, " ".join(problems))
        return HttpResponseRedirect(_href(account))
    try:
        change()
    except NotAllowed:
        return _refused(request, account)
    return _done(request, account, told)


@of_people
@require_POST
def coordinates(request: Request, person_id: UUID) -> HttpResponse:
    """`…/coordina/`: make a coordinator of their office, or take that back."""
    account, yes = found(request, person_id), request.POST.get("coordinates") == "1"
    return _posted(
        request, account, forms.Form({}),
        lambda: administration.set_coordinates(
            person=account, coordinates=yes, by=person_of(request)
        ),
        _("Ahora coordina su oficina.") if yes else _("Ya no coordina su oficina."),
    )  # fmt: skip


@of_people
@require_POST
def trained(request: Request, person_id: UUID) -> HttpResponse:
    """`…/formacion/`: until when their training counts."""
    account, form = found(request, person_id), TrainedForm(request.POST)
    return _posted(
        request, account, form,
        lambda: administration.set_trained(
            person=account, until=form.cleaned_data["until"], by=person_of(request)
        ),
        _("Guardamos la fecha de su formación."),
    )  # fmt: skip


@of_people
@require_POST
def identity(request: Request, person_id: UUID) -> HttpResponse:
    """`…/identidad/`: who they are at the provider of identities."""
    account, form = found(request, person_id), IdentityForm(request.POST)
    return _posted(
        request, account, form,
        lambda: provider.link(
            person=account, issuer=settings.RUTA_OIDC_ISSUER,
            subject=form.cleaned_data["subject"], by=person_of(request), now=request.now,
        ),
        _("Guardamos su identidad en la institución."),
    )  # fmt: skip


@of_people
@require_POST
def active(request: Request, person_id: UUID) -> HttpResponse:
    """`…/cuenta/`: close the account, or open it again."""
    account, yes = found(request, person_id), request.POST.get("active") == "1"
    return _posted(
        request, account, forms.Form({}),
        lambda: administration.set_active(person=account, active=yes, by=person_of(request)),
        _("La cuenta está abierta otra vez.") if yes else _("La cuenta está cerrada."),
    )  # fmt: skip
