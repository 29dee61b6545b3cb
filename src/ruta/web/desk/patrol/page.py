"""`/medidas/consultar/`: one field on a phone; the measures in force on whoever is in front."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ruta.access.request import Request
from ruta.cases import measurecheck
from ruta.cases.measurecheck import Found
from ruta.web.components import lima
from ruta.web.desk import pages
from ruta.web.desk.case.words import code_in_words
from ruta.web.desk.even_time import even

from . import who

CROWDED = 429


class CheckForm(forms.Form):
    """A document or a whole name, as the officer reads or hears it."""

    asked = forms.CharField(
        label=gettext_lazy("Documento o nombre completo"),
        help_text=gettext_lazy("De ella o de él. El nombre, con todos sus apellidos."),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autofocus": True, "enterkeyhint": "search"}
        ),
        error_messages={"required": gettext_lazy("Escribe un documento o un nombre completo.")},
    )


@dataclass(frozen=True)
class Told:
    """An answer in words."""

    found: Found

    @property
    def title(self) -> str:
        """What the person asked for is in it."""
        return {
            "accused": _("Tiene prohibiciones por medidas de protección"),
            "survivor": _("Tiene medidas que la protegen"),
        }.get(self.found.side, _("Hay medidas de protección vigentes"))

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(
            code_in_words("measures-decided", "measures", code)
            for code in self.found.measures.measures
        )

    @property
    def until(self) -> str:
        """Until when, in words."""
        last = self.found.measures.until
        return lima.day(last, get_language()) if last else _("mientras dure el riesgo")


@pages.signed_in
@sensitive_post_parameters()
@even
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request) -> HttpResponse:
    """Ask, and read the answer on the same page; what was asked is never in the address."""
    viewer = pages.viewer_of(request)
    if not who.may(viewer):
        raise Http404
    form = CheckForm(request.POST or None)
    page = {"form": form, "back_href": "/mi-dia/"}
    if not form.is_valid():
        return _page(request, page, status=422 if form.errors else 200)
    try:
        found = measurecheck.check(
            asked=form.cleaned_data["asked"], by=viewer, today=lima.local(request.now).date(),
            most=settings.RUTA_MEASURE_CHECKS_HOUR,
        )  # fmt: skip
    except measurecheck.TooMany:
        return _page(request, {**page, "capped": settings.RUTA_MEASURE_CHECKS_HOUR}, CROWDED)
    told = [Told(each) for each in found]
    return _page(request, {**page, "told": told, "answered": True})


def _page(request: Request, page: dict[str, object], status: int = 200) -> HttpResponse:
    return pages.render(
        request, "desk/patrol/check.html", page, title=_("Medidas vigentes"), status=status
    )
