"""`/personas/oficina/`: how the office of whoever looks assigns its cases."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ruta.access.accounts import administration
from ruta.access.accounts.confirm import person_of
from ruta.access.people import User
from ruta.access.request import Request
from ruta.web.desk.pages import render

from .asking import of_people
from .forms import OfficeForm


@of_people
@require_http_methods(["GET", "HEAD", "POST"])
def settings_of(request: Request) -> HttpResponse:
    """To the whole team, or by name."""
    by = person_of(request)
    start = {"assigns": administration.assigns(by.office_id)}
    form = OfficeForm(request.POST or None, initial=start)
    if form.is_valid() and _set(form, by):
        messages.success(request, _("Guardado. Vale desde el próximo caso que se abra."))
        return HttpResponseRedirect("/personas/")
    page = {"form": form, "back_href": "/personas/"}
    return render(
        request, "desk/people/form.html", page,
        title=_("Cómo asigna tu oficina los casos"), line=by.office.name,
        status=422 if form.errors else 200,
    )  # fmt: skip


def _set(form: OfficeForm, by: User) -> bool:
    """Set it; what this office may not choose is told in the form."""
    wanted = form.cleaned_data["assigns"]
    try:
        administration.set_assigns(office_id=by.office_id, assigns=wanted, by=by)
    except administration.NotAllowed:
        says = _("En un servicio de protección cada caso se asigna por nombre.")
        form.add_error("assigns", says)
    return form.is_valid()
