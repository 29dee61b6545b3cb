"""`/mi-cuenta/familia/`: a worker says their own document and those of relatives, once."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ruta.access import conflicts
from ruta.access.request import Request
from ruta.web.desk import pages

from . import words


class DocumentForm(forms.Form):
    """A document, and whose it is."""

    tie = forms.ChoiceField(
        label=gettext_lazy("De quién es"),
        choices=[
            ("self", gettext_lazy("Mío")),
            ("relative", gettext_lazy("De un familiar o de mi pareja")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Di de quién es.")},
    )
    document = forms.RegexField(
        label=gettext_lazy("Número de documento"),
        help_text=gettext_lazy("No se guarda el número, solo una huella que no se puede leer."),
        regex=r"\w.*\w",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Escribe el número.")},
    )


@pages.signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def relatives(request: Request) -> HttpResponse:
    """Say a document; a case in which its holder is closes at once."""
    viewer = pages.viewer_of(request)
    form = DocumentForm(request.POST or None)
    if form.is_valid():
        conflicts.declare(**form.cleaned_data, by=viewer)
        messages.success(request, _("Anotado. Los casos de esa persona quedan cerrados para ti."))
        return HttpResponseRedirect(request.path)
    declared = conflicts.declared(viewer)
    page = {
        "form": form,
        "anything": declared.own or declared.relatives,
        "asked": [
            (each, words.tie(each.tie), words.ending(each.outcome))
            for each in conflicts.asked(viewer)
        ],
        "back_href": "/mi-cuenta/",
    }
    return pages.render(
        request, "desk/naming/relatives.html", page, title=_("Tu familia y tus casos"),
        line=_told(declared), status=422 if form.errors else 200,
    )  # fmt: skip


def _told(declared: conflicts.Declared) -> str:
    """What has been said so far, without a number."""
    own = _("Tu documento está anotado.") if declared.own else _("Falta tu documento.")
    many = ngettext("%(n)s familiar anotado.", "%(n)s familiares anotados.", declared.relatives)
    return f"{own} {many % {'n': declared.relatives}}"
