"""`/vincular/`: has she a case elsewhere? The receipt is always the same; her CEM decides."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ruta.access.decision import OPERATORS
from ruta.access.request import Request
from ruta.cases import hidden
from ruta.web.desk import pages
from ruta.web.desk.even_time import even

NOBODY_S = OPERATORS | {"OVERSIGHT", "SURVIVOR", ""}


class LinkForm(forms.Form):
    """Whose case might be elsewhere."""

    document = forms.RegexField(
        label=gettext_lazy("Documento de la persona"),
        regex=r"\w.*\w",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Escribe el documento.")},
    )


@pages.signed_in
@sensitive_post_parameters()
@even
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """Ask; nothing in the answer depends on whether there is a case."""
    viewer = pages.viewer_of(request)
    if viewer.agency in NOBODY_S:
        raise Http404
    form = LinkForm(request.POST or None)
    page: dict[str, object] = {"form": form, "back_href": "/mi-dia/"}
    if form.is_valid():
        hidden.ask_for_link(document=form.cleaned_data["document"], by=viewer)
        page["done"] = True
    return pages.render(
        request, "desk/linking/ask.html", page, title=_("Preguntar por otro caso"),
        status=422 if form.errors else 200,
    )  # fmt: skip


@pages.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: Request) -> HttpResponse:
    """What other offices ask about cases of this CEM."""
    viewer = pages.viewer_of(request)
    if viewer.agency != "CEM" or viewer.is_supervisor:
        raise Http404
    if request.method == "POST":
        return _decided(request)
    page = {"questions": hidden.questions(viewer), "back_href": "/mi-dia/"}
    return pages.render(
        request, "desk/linking/questions.html", page, title=_("Otras oficinas preguntan")
    )


def _decided(request: Request) -> HttpResponse:
    outcome, *ids = request.POST.get("decide", "").split(":")
    try:
        case_id, ask_id = map(UUID, ids)
    except ValueError:
        raise Http404 from None
    if outcome not in hidden.OUTCOMES:
        raise Http404
    hidden.decide(
        case_id=case_id, ask_id=ask_id, outcome=outcome, by=pages.viewer_of(request),
        now=request.now,
    )  # fmt: skip
    messages.success(request, _("Anotado. A quien preguntó no se le avisa."))
    return HttpResponseRedirect(request.path)
