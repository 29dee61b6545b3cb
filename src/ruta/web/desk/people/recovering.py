"""A person who lost every factor comes back: two people of two offices see them face to face."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ruta.access.accounts import recovery
from ruta.access.accounts.administration import NotAllowed
from ruta.access.accounts.confirm import person_of
from ruta.access.request import Request
from ruta.web.desk.pages import render

from .adding import code_page
from .asking import found, of_people
from .forms import SecondPersonForm, SeenForm


@of_people
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: Request, person_id: UUID) -> HttpResponse:
    """`/personas/<person>/recuperar/`: the first person sees them, and gets a reference."""
    account = found(request, person_id)
    form = SeenForm(request.POST or None)
    reference = ""
    if form.is_valid():
        try:
            asked = recovery.ask(person=account, by=person_of(request), now=request.now)
            reference = asked.reference
        except NotAllowed:
            form.add_error(None, _("Tu propia cuenta la recuperan otras dos personas."))
    page = {
        "form": form,
        "account": account,
        "reference": reference,
        "back_href": f"/personas/{account.pk}/",
    }
    return render(
        request, "desk/people/recovery_first.html", page,
        title=_("Recupera una cuenta en persona"), line=account.username,
        status=422 if form.errors else 200,
    )  # fmt: skip


@of_people
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: Request) -> HttpResponse:
    """`/personas/recuperar/`: the second person writes the reference, sees who, and confirms."""
    by = person_of(request)
    form = SecondPersonForm(request.POST or None)
    seen = SeenForm(request.POST if request.POST.get("recovery") else None)
    open_ = None
    if form.is_valid():
        reference = form.cleaned_data["reference"]
        try:
            open_ = recovery.find(reference, by=by, now=request.now)
            if seen.is_valid() and request.POST.get("recovery") == str(open_.pk):
                code = recovery.confirm(
                    recovery=open_.pk, reference=reference, by=by, now=request.now
                )
                return code_page(request, person_href="/personas/", code=code)
        except recovery.NoSuchRecovery:
            open_ = None
            form.add_error("reference", _("Ninguna recuperación abierta tiene esta referencia."))
    page = {"form": form, "seen": seen, "recovery": open_, "back_href": "/personas/"}
    return render(
        request, "desk/people/recovery_second.html", page,
        title=_("Confirma una recuperación"),
        line=_("Eres la segunda persona. La primera es de otra oficina."),
        status=422 if form.errors or seen.errors else 200,
    )  # fmt: skip
