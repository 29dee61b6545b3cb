"""`/emergencia/`: a case somebody must see now, though it is not in their charge."""

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ruta.access import emergency as openings
from ruta.access.accounts.confirm import fresh_only
from ruta.access.emergency import Allowance, Try
from ruta.access.request import Request
from ruta.cases import codes
from ruta.web.desk import pages
from ruta.web.desk.even_time import even

from . import words


class EmergencyForm(forms.Form):
    """Which case, and why."""

    code = forms.CharField(
        label=gettext_lazy("Código del caso"),
        help_text=gettext_lazy("Si lo tienes. Por ejemplo, PUN-7K2Q-9F."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    document = forms.CharField(
        label=gettext_lazy("O el documento de la persona que tienes delante"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    reason_code = forms.ChoiceField(
        label=gettext_lazy("Qué pasa"),
        choices=words.choices,
        error_messages={"required": gettext_lazy("Elige qué pasa.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Por qué necesitas verlo ahora"),
        help_text=gettext_lazy("Veinte letras o más. Lo lee quien revisa, de otra institución."),
        min_length=openings.SHORTEST,
        max_length=openings.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Escribe por qué necesitas verlo ahora."),
            "min_length": gettext_lazy("Escribe un poco más: veinte letras o más."),
        },
    )

    def clean(self) -> dict[str, str]:
        """One of the two names the case; a code is written as codes are."""
        given = super().clean() or {}
        code, document = given.get("code", "").strip(), given.get("document", "").strip()
        if bool(code) == any(map(str.isalnum, document)):
            self.add_error("code", _("Escribe el código o el documento, uno de los dos."))
        return {**given, "code": codes.tidy(code) if code else "", "document": document}


@pages.signed_in
@fresh_only
@sensitive_post_parameters()
@even
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: Request) -> HttpResponse:
    """Say which case and why; when it opens, one is in it."""
    viewer = pages.viewer_of(request)
    if not openings.may(viewer):
        raise Http404
    form = EmergencyForm(request.POST or None)
    if not form.is_valid():
        return _page(request, form)
    came = openings.ask(**form.cleaned_data, by=viewer)
    if came.case_id:
        return HttpResponseRedirect(f"/casos/{came.case_id}/")
    return _not_opened(request, came)


def _page(request: Request, form: EmergencyForm) -> HttpResponse:
    viewer = pages.viewer_of(request)
    allowance = openings.allowance(viewer, request.now)
    page = {
        "form": form,
        "allowance": allowance,
        "running": openings.running(viewer, request.now),
        "back_href": "/mi-dia/",
        "autofocus": "code",
    }
    return pages.render(
        request, "desk/emergency/emergency.html", page, title=_("Acceso de emergencia"),
        line=_told(allowance), status=422 if form.errors else 200,
    )  # fmt: skip


def _told(allowance: Allowance) -> str:
    """What may still be tried, in one sentence."""
    if allowance.suspended:
        return _("Suspendido: una apertura tuya espera revisión desde hace más de 72 horas.")
    many = ngettext("Te queda %(n)s intento hoy.", "Te quedan %(n)s intentos hoy.", allowance.left)
    return many % {"n": allowance.left}


def _not_opened(request: Request, came: Try) -> HttpResponse:
    """The same page, whatever the reason; the same size, as a reference always has one length."""
    page = {"reference": came.reference, "back_href": "/emergencia/"}
    return pages.render(
        request, "desk/emergency/not_opened.html", page, title=_("No se abrió ningún caso")
    )
