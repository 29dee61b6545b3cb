"""`/emergencia/confirmar/`: a second person, of another agency, stands by somebody's emergency."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ruta.access import emergency as openings
from ruta.access.accounts.confirm import fresh_only
from ruta.access.request import Request
from ruta.web.desk import pages
from ruta.web.desk.even_time import even

from . import words


class ReferenceForm(forms.Form):
    """The reference that somebody reads out, then that one stands by it."""

    reference = forms.CharField(
        label=gettext_lazy("Clave que te dictaron"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("Escribe la clave que te dictaron.")},
    )


@pages.signed_in
@fresh_only
@even
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request) -> HttpResponse:
    """Show who asks and why, then confirm; what it opened, if anything, is not told here."""
    viewer = pages.viewer_of(request)
    if not openings.may_second(viewer):
        raise Http404
    form = ReferenceForm(request.POST or None)
    if not form.is_valid():
        return _page(request, "ask", form, status=422 if form.errors else 200)
    reference = form.cleaned_data["reference"]
    if "confirmed" in request.POST:
        openings.second(reference=reference, by=viewer)
        return _page(request, "done", form)
    asked = openings.asked(viewer, reference)
    if asked is None:
        form.add_error("reference", _("No hay ningún pedido de otra institución con esa clave."))
        return _page(request, "ask", form, status=422)
    page: dict[str, Any] = {"asked": asked, "reason": words.reason(asked.reason_code)}
    return _page(request, "check", form, **page)


def _page(
    request: Request, template: str, form: ReferenceForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    page = {"form": form, "back_href": "/mi-dia/", **more}
    return pages.render(
        request, f"desk/emergency/second_{template}.html", page,
        title=_("Confirmar una emergencia"), status=status,
    )  # fmt: skip
