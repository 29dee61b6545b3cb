"""`/casos/<case>/cerrado-a/`: whom she keeps out, and where the accused works."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ruta.access import agencies, bars_left, conflicts
from ruta.access.people import User
from ruta.access.request import Request
from ruta.cases import blocks
from ruta.directory.models import Office
from ruta.web.desk import pages
from ruta.web.desk.case import reading
from ruta.web.desk.case.history import plain
from ruta.web.desk.case.reading import Reading

from . import words

NAMES = {
    "PNP": gettext_lazy("Policía Nacional"),
    "FISC": gettext_lazy("Ministerio Público"),
    "PJ": gettext_lazy("Poder Judicial"),
    "SALUD": gettext_lazy("Salud"),
    "CEM": gettext_lazy("CEM"),
}


CONFLICT = "conflict"


class ShutForm(forms.Form):
    """Why, which office, and perhaps which person of it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Por qué"),
        choices=[
            (blocks.BLOCKED, gettext_lazy("Ella no quiere que lo vea")),
            (blocks.IMPLICATED, gettext_lazy("La persona denunciada trabaja ahí")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Di por qué.")},
    )
    office = forms.ChoiceField(
        label=gettext_lazy("Oficina"),
        error_messages={"required": gettext_lazy("Elige la oficina.")},
    )
    person = forms.CharField(
        label=gettext_lazy("Nombre de la persona, si es solo una"),
        help_text=gettext_lazy("En blanco, se cierra a toda la oficina."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    subject = ""

    def __init__(self, *args: object, department: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        near = Office.objects.filter(department=department).order_by("type", "name")
        self.offices = {office.pk: office for office in near if agencies.agency_of(office.type)}
        shown = [(pk, office.name) for pk, office in self.offices.items()]
        self.fields["office"].choices = [("", _("Elige")), *shown]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, str]:
        """Whom it names: a person of the office, the office, or its whole institution."""
        given = super().clean() or {}
        office = self.offices.get(given.get("office", ""))
        if office is None or not given.get("reason"):
            return given
        self.subject = office.pk
        if given["reason"] == blocks.IMPLICATED:
            self.subject = agencies.agency_of(office.type)
        elif name := plain(given.get("person", "").strip()):
            there = User.objects.filter(office=office)
            found = [one for one in there if plain(one.display_name) == name]
            self.subject = str(found[0].pk) if found else ""
            if not found:
                self.add_error("person", _("Nadie con ese nombre trabaja en esa oficina."))
        return given


@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def shut(request: Request, case_id: UUID) -> HttpResponse:
    """To whom the case is closed; close it to somebody, or open it again."""
    seen = reading.read(request, case_id, "blocks")
    if not blocks.may(seen.viewer, case_id):
        raise Http404
    if "reopen" in request.POST:
        return _reopened(request, seen)
    if "review" in request.POST:
        return _asked(request, seen)
    form = ShutForm(request.POST or None, department=seen.viewer.department)
    if form.is_valid():
        blocks.shut(
            case_id=case_id, subject=form.subject, reason=form.cleaned_data["reason"],
            by=seen.viewer, now=seen.now,
        )  # fmt: skip
        messages.success(request, _("Cerrado. Vale desde ahora."))
        return HttpResponseRedirect("/mi-dia/" if _is_ours(form, seen) else request.path)
    return _page(request, seen, form)


def _page(request: Request, seen: Reading, form: ShutForm) -> HttpResponse:
    standing = blocks.standing(seen.viewer, seen.case_id)
    waits = bars_left.asked(seen.viewer, seen.case_id)
    page = {
        "case": seen.file.case,
        "form": form,
        "standing": [
            (
                each,
                NAMES.get(each.subject, each.name),
                words.reason(each.reason),
                each.reason == CONFLICT and each.subject in waits,
            )
            for each in standing
        ],
        "left": any(each.reason == CONFLICT for each in standing),
        "back_href": seen.href,
    }
    line = _("Caso %(code)s") % {"code": seen.file.case.code}
    return pages.render(
        request, "desk/naming/shut.html", page, title=_("A quién se cierra el caso"), line=line,
        status=422 if form.errors else 200,
    )  # fmt: skip


def _is_ours(form: ShutForm, seen: Reading) -> bool:
    """Whether the case has just been closed to whoever closed it."""
    viewer = seen.viewer
    return form.subject in {viewer.office_id, viewer.agency, str(viewer.user_id)}


def _reopened(request: Request, seen: Reading) -> HttpResponse:
    reason, _colon, subject = request.POST["reopen"].partition(":")
    blocks.reopen(
        case_id=seen.case_id, subject=subject, reason=reason, by=seen.viewer, now=seen.now
    )
    messages.success(request, _("Abierto otra vez."))
    return HttpResponseRedirect(request.path)


def _asked(request: Request, seen: Reading) -> HttpResponse:
    """Ask whoever oversees to lift what a corrected document left; no such bar is not found."""
    try:
        bars_left.ask(case_id=seen.case_id, person=UUID(request.POST["review"]), by=seen.viewer)
    except (conflicts.Refused, ValueError):
        raise Http404 from None
    messages.success(request, _("Pedido. Hasta que se decida, sigue cerrado."))
    return HttpResponseRedirect(request.path)
