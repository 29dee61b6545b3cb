"""`/mi-cuenta/familia/retirar/`: a worker asks that a document they said be taken back."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ruta.access import conflicts
from ruta.access.request import Request
from ruta.web.desk import pages, reasons

from .relatives import DocumentForm

HERE = "/mi-cuenta/familia/"


class TakeBackForm(forms.Form):
    """Which document, and why it should not have been said."""

    document = DocumentForm.base_fields["document"]
    reason = reasons.why(
        gettext_lazy("Por qué se retira"), gettext_lazy("Lo lee solo quien vigila.")
    )


@pages.signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: Request) -> HttpResponse:
    """Ask; nothing opens until somebody of another institution has decided."""
    viewer = pages.viewer_of(request)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        if conflicts.ask_to_end(**form.cleaned_data, by=viewer):
            messages.success(request, _("Pedido. Hasta que se decida, nada cambia."))
            return HttpResponseRedirect(HERE)
        form.add_error("document", _("Ese documento no está entre los que anotaste."))
    page = {"form": form, "back_href": HERE}
    return pages.render(
        request, "desk/naming/take_back.html", page, title=_("Retirar un documento"),
        status=422 if form.errors else 200,
    )  # fmt: skip
