"""`/casos/<case>/equipo/`: a coordinator names the people of their office in a case."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ruta.access import agencies, namings
from ruta.access.people import User
from ruta.access.request import Request
from ruta.cases import blocks
from ruta.web.desk import pages
from ruta.web.desk.case import reading
from ruta.web.desk.case.reading import Reading

from . import words


class NamingForm(forms.Form):
    """Who, and for what."""

    person = forms.ChoiceField(
        label=gettext_lazy("Quién"),
        error_messages={"required": gettext_lazy("Elige a la persona.")},
    )
    matter = forms.ChoiceField(
        label=gettext_lazy("Para qué"),
        error_messages={"required": gettext_lazy("Elige para qué.")},
    )

    def __init__(self, *args: object, seen: Reading, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        own, trusted = namings.people_of(seen.viewer.office_id), _trusted(seen)
        self.own = {str(person.pk) for person in own}
        people = [(str(one.pk), f"{one.display_name} · {one.office.name}") for one in trusted]
        people = [*((str(one.pk), one.display_name) for one in own), *people]
        matters = [*namings.matters_for(seen.viewer), *(["implicated"] if trusted else [])]
        chosen = [("", _("Elige"))]
        self.fields["person"].choices = [*chosen, *people]  # type: ignore[attr-defined]
        self.fields["matter"].choices = [  # type: ignore[attr-defined]
            *chosen, *((matter, words.matter(matter)) for matter in matters),
        ]  # fmt: skip


@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: Request, case_id: UUID) -> HttpResponse:
    """Who of this office is named in the case; name somebody, or take a name back."""
    seen = reading.read(request, case_id, "team")
    own_office = seen.viewer.office_id in seen.file.offices
    if not own_office or not namings.coordinates(seen.viewer):
        raise Http404
    if "remove" in request.POST:
        return _removed(request, seen)
    form = NamingForm(request.POST or None, seen=seen)
    if form.is_valid() and _named(seen, form):
        messages.success(request, _("Anotado. Vale desde ahora."))
        return HttpResponseRedirect(request.path)
    page = {
        "case": seen.file.case,
        "form": form,
        "named": [
            (each, words.matter(each.naming.matter))
            for each in namings.standing_in(seen.viewer, case_id, seen.now)
        ],
        "back_href": seen.href,
    }
    line = _("Caso %(code)s") % {"code": seen.file.case.code}
    return pages.render(
        request, "desk/naming/team.html", page, title=_("Quién de tu oficina está en el caso"),
        line=line, status=422 if form.errors else 200,
    )  # fmt: skip


def _named(seen: Reading, form: NamingForm) -> bool:
    """Name them; what the database keeps out is told in the form."""
    given = form.cleaned_data
    try:
        namings.name(
            case_id=seen.case_id, person=UUID(given["person"]), matter=given["matter"],
            by=seen.viewer, now=seen.now,
        )  # fmt: skip
    except namings.Refused:
        refused = _("No se puede: esa persona no corresponde, o ya están todas las que caben.")
        form.add_error(None, refused)
    return form.is_valid()


def _removed(request: Request, seen: Reading) -> HttpResponse:
    """Take a name back; what is not there to be taken back is left as it is."""
    person, _colon, matter = request.POST["remove"].partition(":")
    try:
        namings.remove(case_id=seen.case_id, person=UUID(person), matter=matter, by=seen.viewer)
    except (namings.Refused, ValueError):
        raise Http404 from None
    messages.success(request, _("Quitado. Vale desde ahora."))
    return HttpResponseRedirect(request.path if seen.href in request.path else seen.href)


def _trusted(seen: Reading) -> tuple[User, ...]:
    """The people whom this office may name in an agency where the accused works."""
    implicated = blocks.implicated(seen.viewer, seen.case_id) & frozenset(agencies.AGENCIES)
    others = [office for office in seen.file.offices if office != seen.viewer.office_id]
    return tuple(namings.people_of_agencies(others, implicated)) if implicated else ()
