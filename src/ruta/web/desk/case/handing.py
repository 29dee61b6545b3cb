"""`/casos/<case>/expediente/`: the file of a case for somebody: for what, and with a password."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ruta.access.request import Request
from ruta.web.desk import pages, passwords

from . import document, reading


class HandingForm(forms.Form):
    """For what the file leaves Ruta, and whether it opens with a password."""

    why = forms.ChoiceField(
        label=gettext_lazy("Para qué lo necesitas"),
        help_text=gettext_lazy("Se imprime en cada página, con tu oficina y la hora."),
        choices=[("", gettext_lazy("Elige")), *document.REASONS.items()],
        error_messages={"required": gettext_lazy("Elige para qué lo necesitas.")},
    )
    open_file = forms.BooleanField(
        label=gettext_lazy("Sin contraseña: lo imprimo ahora mismo"), required=False
    )


@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def handing(request: Request, case_id: UUID) -> HttpResponse:
    """Ask what for; show a password; hand the file over."""
    seen = reading.read(request, case_id, "export-case")
    if promise := passwords.promised(request):
        made = document.answer(request, seen, why=promise.choice)
        return passwords.with_password(made, promise)
    form = HandingForm(request.POST or None)
    if not form.is_valid():
        return pages.render(
            request, "desk/case/handing.html", {"form": form, "back_href": seen.href},
            title=_("Descargar el expediente"), line=seen.file.case.code,
            status=422 if form.errors else 200,
        )  # fmt: skip
    if form.cleaned_data["open_file"]:
        return document.answer(request, seen, why=form.cleaned_data["why"])
    return passwords.offer(request, back=seen.href, choice=form.cleaned_data["why"])
