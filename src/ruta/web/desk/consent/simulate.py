"""
`/casos/<case>/permisos/simular/`: what an office would see of a case, and by which rule.

For who coordinates. Nothing is opened: the answers are those of the table of access itself.
"""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access import decision, roles
from ruta.access.decision import Answer
from ruta.access.request import Request
from ruta.access.standing import Standing
from ruta.access.viewer import NOBODY, Viewer
from ruta.cases import consents
from ruta.cases.admission import NotFound
from ruta.directory.models import Office
from ruta.web.components import labels
from ruta.web.desk import pages
from ruta.web.desk.case import reading
from ruta.web.desk.case.reading import Reading
from ruta.web.desk.case.record import own_ubigeo

from . import page as permits_page
from . import parts
from .form import offices

ANSWERS = {
    Answer.ALLOW: gettext_lazy("sí"),
    Answer.DENY: gettext_lazy("no: cerrado"),
    Answer.HIDE: gettext_lazy("no: como si no existiera"),
    Answer.LOGIN: gettext_lazy("no: debe entrar otra vez"),
}
BASES = {
    "duty": gettext_lazy("por su función"),
    "order": gettext_lazy("por mandato de la ley o del juzgado"),
    "consent": gettext_lazy("porque ella lo permite"),
    "breakglass": gettext_lazy("por emergencia"),
    "none": gettext_lazy("sin fundamento en este caso"),
}


class WhoForm(forms.Form):
    """Of whom it is asked."""

    oficina = forms.ChoiceField(label=gettext_lazy("Oficina"))
    rol = forms.ChoiceField(label=gettext_lazy("Función"), required=False)

    def __init__(self, data: object, *, seen: Reading, own: str) -> None:
        super().__init__(data or None)  # type: ignore[arg-type]
        self.fields["oficina"].choices = [  # type: ignore[attr-defined]
            ("", _("Elige una oficina")), *offices(seen, own)
        ]  # fmt: skip
        known = [(role.id, labels.label("role", role.id)) for role in roles.every().values()]
        self.fields["rol"].choices = [("", _("La de esa oficina")), *known]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Ruling:
    """A compartment and what is answered for reading, writing and exporting it."""

    part: str
    read: str
    own: str
    write: str
    export: str
    rule: str
    allowed: bool


@pages.of_case
@require_safe
def simulate(request: Request, case_id: UUID) -> HttpResponse:
    """The answers for one office, and for one role in it where a role decides."""
    seen = reading.read(request, case_id, permits_page.PURPOSE)
    if not permits_page.may_simulate(request):
        raise NotFound(case_id)
    form = WhoForm(request.GET, seen=seen, own=own_ubigeo(request))
    asked = form.is_valid()
    other = _somebody(form.cleaned_data["oficina"], form.cleaned_data["rol"]) if asked else None
    standing = consents.standing_of(seen.viewer, case_id, other) if other else None
    page = {
        "form": form,
        "asked": asked,
        "rulings": rulings(standing) if standing else (),
        "bases": bases(standing) if standing else "",
        "sees": bool(standing and standing.sees),
        "back_href": f"{seen.href}permisos/",
    }
    line = _("Caso %(code)s · No se abre nada: responde la tabla de acceso.")
    return pages.render(
        request, "desk/consent/simulate.html", page, title=_("¿Qué vería esta oficina, y por qué?"),
        line=line % {"code": seen.file.case.code},
    )  # fmt: skip


def rulings(standing: Standing) -> tuple[Ruling, ...]:
    """Every compartment, with the rule that decides reading it."""
    found = []
    for letter in decision.COMPARTMENTS:
        reads = standing.may("read", letter)
        found.append(
            Ruling(
                part=parts.named(letter),
                read=str(ANSWERS[reads.answer]),
                own=str(ANSWERS[standing.may("read", letter, own=True).answer]),
                write=str(ANSWERS[standing.may("write", letter, own=True).answer]),
                export=str(ANSWERS[standing.may("export", letter).answer]),
                rule=_("Regla %(number)d. %(says)s")
                % {"number": reads.rule.number, "says": reads.rule.says.text(get_language())},
                allowed=reads.answer is Answer.ALLOW,
            )
        )
    return tuple(found)


def bases(standing: Standing) -> str:
    """On what ground the office stands in the case."""
    held = [each.basis for each in standing.held] or ["none"]
    return ", ".join(str(BASES[basis]) for basis in dict.fromkeys(held))


def _somebody(office_id: str, role: str) -> Viewer:
    """Nobody in particular of an office: whoever is named in the case is not supposed."""
    office = Office.objects.get(pk=office_id)
    return Viewer(NOBODY, office.pk, office.type, role, office.department)
