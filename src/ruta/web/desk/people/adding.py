"""`/personas/nueva/`: add a person; the code that lets them in is shown once."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ruta.access.accounts import administration
from ruta.access.accounts.confirm import person_of
from ruta.access.request import Request
from ruta.web.desk.pages import render

from .asking import of_people
from .forms import NewPersonForm


@of_people
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    """The form, and then the code."""
    by = person_of(request)
    form = NewPersonForm(request.POST or None, by=by, office=by.office)
    if form.is_valid():
        asked = form.cleaned_data
        person, code = administration.add(
            username=asked["username"],
            display_name=asked["display_name"],
            office=asked["office"],
            role=asked["role"],
            by=by,
            now=request.now,
        )
        return code_page(request, person_href=f"/personas/{person.pk}/", code=code)
    page = {"form": form, "back_href": "/personas/"}
    return render(
        request, "desk/people/add.html", page,
        title=_("Agrega a una persona"), line=_("Después le entregas un código en persona."),
        status=422 if form.errors else 200,
    )  # fmt: skip


def code_page(request: Request, *, person_href: str, code: str) -> HttpResponse:
    """A code to hand over, shown once."""
    page = {"code": code, "person_href": person_href}
    return render(
        request, "desk/people/code.html", page,
        title=_("Entrega este código en persona"),
        line=_("Sirve una vez, durante 24 horas. No lo verás otra vez."),
    )  # fmt: skip
