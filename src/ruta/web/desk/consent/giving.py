"""`/casos/<case>/permisos/nuevo/`: write what she agrees to, read it back to her, record it."""

import contextlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ruta.access.request import Request
from ruta.cases import admission, consenting, guardians, operations, protection
from ruta.directory import shelters
from ruta.web.components import lima
from ruta.web.components.lists import Row
from ruta.web.desk import pages
from ruta.web.desk.case import reading, words
from ruta.web.desk.case.reading import Reading
from ruta.web.desk.case.record import own_ubigeo
from ruta.web.desk.intake import choices

from . import page as permits_page
from . import parts
from .form import ConsentForm

ACTION, CONFIRM, CHANGE, REFUSED = "accion", "confirmar", "cambiar", "no"


@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, case_id: UUID) -> HttpResponse:
    """The form; then what it says, to be read to her; then recorded."""
    seen = reading.read(request, case_id, permits_page.PURPOSE)
    if not permits_page.may_set(seen):
        raise admission.Closed("C")
    action = request.POST.get(ACTION, "")
    form = ConsentForm(
        request.POST or None, seen=seen, own_ubigeo=own_ubigeo(request),
        text=permits_page.text_of(seen).id,
    )  # fmt: skip
    if request.method != "POST":
        return _form(request, seen, form.starting(request.GET.get("oficina", "")))
    if action == REFUSED:
        return _refused(request, seen, form)
    if action == CHANGE or not form.is_valid():
        return _form(request, seen, form)
    if action != CONFIRM:
        return _read_back(request, seen, form)
    if _recorded(form, seen):
        messages.success(request, _("Registrado. Vale desde ahora y se puede retirar en un paso."))
        return HttpResponseRedirect(f"{seen.href}permisos/")
    return _form(request, seen, form)


def _form(request: Request, seen: Reading, form: ConsentForm) -> HttpResponse:
    wrong = form.is_bound and bool(form.errors)
    page = {
        "form": form, "text": permits_page.text_of(seen), "duties": permits_page.must_report(seen),
        "back_href": f"{seen.href}permisos/",
    }  # fmt: skip
    line = _("Caso %(code)s · Léele el texto y decide ella.") % {"code": seen.file.case.code}
    return pages.render(
        request, "desk/consent/new.html", page, title=_("Un permiso"), line=line,
        status=422 if wrong else 200,
    )  # fmt: skip


def _read_back(request: Request, seen: Reading, form: ConsentForm) -> HttpResponse:
    page = {
        "form": form, "rows": rows(form), "sent": _sent(request),
        "back_href": f"{seen.href}permisos/",
    }  # fmt: skip
    title = _("Léeselo antes de registrar")
    line = _("Caso %(code)s · Todavía no se registró nada.") % {"code": seen.file.case.code}
    return pages.render(request, "desk/consent/confirm.html", page, title=title, line=line)


def rows(form: ConsentForm) -> list[Row]:
    """What the form says, line by line."""
    said, language = form.cleaned_data, get_language()
    names = dict(choices.of("shared_parts"))
    who = choices.said("consent_givers", said["by"])
    if said["by"] == guardians.REPRESENTATIVE:
        who = f"{choices.said('representatives', said['role'])} · {said['representative']}"
    how = " · ".join(filter(None, (parts.way(said["how"]), said["witness"])))
    return [
        Row(_("Oficina"), form.office_name),
        Row(_("Puede ver"), " · ".join(names[one] for one in said["parts"])),
        Row(_("Para"), parts.purpose(said["purpose"])),
        Row(_("Hasta"), lima.day(said["until"], language)),
        Row(_("Cómo lo da"), how),
        Row(_("Lengua"), choices.said("languages", said["language"])),
        Row(_("Decide"), who),
    ]


def _sent(request: Request) -> list[tuple[str, Any]]:
    """The form as it was sent, to be sent again as it is."""
    left_out = ("csrfmiddlewaretoken", ACTION)
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in left_out
        for value in values
    ]


def _recorded(form: ConsentForm, seen: Reading) -> bool:
    """Record it; what is refused is told in the form."""
    try:
        consenting.give(case_id=seen.case_id, new=form.new(), by=seen.viewer, now=seen.now)
    except operations.FactsRefused as refusal:
        form.refuse(refusal.messages(words.spoken()))
    except operations.Conflict:
        return True  # pressed twice at the same moment: the first press recorded it
    return not form.errors


def _refused(request: Request, seen: Reading, form: ConsentForm) -> HttpResponse:
    """She does not agree with this office: noted, and nothing is withheld from her."""
    form.is_valid()
    said = form.cleaned_data
    if not said.get("office") or not said.get("act_id"):
        return _form(request, seen, form)
    with contextlib.suppress(operations.Conflict):  # pressed twice at the same moment
        consenting.refuse(
            case_id=seen.case_id, act_id=said["act_id"], office_id=said["office"],
            office_name=_told_to_all(said["office"], form), language=said.get("language", ""),
            text=said.get("text", ""), by=seen.viewer, now=seen.now,
        )  # fmt: skip
    messages.success(request, _("Anotado: no lo permite. Se la atiende igual."))
    return HttpResponseRedirect(f"{seen.href}permisos/")


def _told_to_all(office_id: str, form: ConsentForm) -> str:
    """The name of an office as everybody in the case may read it."""
    return shelters.NAME if protection.is_service(office_id) else form.office_name
