"""`/nombramientos/`: a coordinator of police or prosecution names somebody in a case unseen."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ruta.access import namings
from ruta.access.request import Request
from ruta.cases import codes
from ruta.web.desk import pages
from ruta.web.desk.even_time import even


class UnseenForm(forms.Form):
    """A code somebody read out, and one of one's own people."""

    code = forms.CharField(
        label=gettext_lazy("Código del caso"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Escribe el código del caso.")},
    )
    person = forms.ChoiceField(
        label=gettext_lazy("Quién"),
        error_messages={"required": gettext_lazy("Elige a la persona.")},
    )

    def __init__(self, *args: object, office_id: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        people = [(str(one.pk), one.display_name) for one in namings.people_of(office_id)]
        self.fields["person"].choices = [("", _("Elige")), *people]  # type: ignore[attr-defined]


@pages.signed_in
@even
@require_http_methods(["GET", "HEAD", "POST"])
def unseen(request: Request) -> HttpResponse:
    """Name somebody without seeing the case; the receipt is always the same."""
    viewer = pages.viewer_of(request)
    if viewer.agency not in {"PNP", "FISC"} or not namings.coordinates(viewer):
        raise Http404
    form = UnseenForm(request.POST or None, office_id=viewer.office_id)
    page: dict[str, object] = {"form": form, "back_href": "/mi-dia/"}
    if form.is_valid():
        given = form.cleaned_data
        namings.name_unseen(code=codes.tidy(given["code"]), person=UUID(given["person"]), by=viewer)
        page["done"] = True
    return pages.render(
        request, "desk/naming/unseen.html", page, title=_("Nombrar en un caso de trata"),
        status=422 if form.errors else 200,
    )  # fmt: skip
