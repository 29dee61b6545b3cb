"""
`/denuncias/resguardo/`: a complaint while the keeper of keys is away, on one page, sealed at once.

Nobody reads it until the keeper is back; then its author opens it and goes on with the report.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruta.access.request import Request
from ruta.cases import admission, drafts, safekeeping
from ruta.web.components import lima
from ruta.web.desk import pages

from . import issued, saved
from .fields import NO, full_name
from .forms import Safekeeping
from .large import takes_long_texts
from .report import setting_of, viewer_of
from .setting import Setting

UNPROCESSABLE = 422
INSTANT = "%Y-%m-%dT%H:%M"
NOTE = "resguardo"
"""The step of a draft that says it was taken so, and whether there was danger."""
CONTACT = ("safe_channel", "telephone", "safe_hours", "may_answer", "code_word")


@pages.signed_in
@takes_long_texts
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: Request) -> HttpResponse:
    """The page, and its answer: sealed, stored, and a receipt."""
    viewer, setting = viewer_of(request), setting_of(request)
    if request.method != "POST":
        return _show(request, Safekeeping.shown(setting, None))
    raw, case_id = saved.typed(request.POST), _given(request)
    form = Safekeeping.read(setting, raw)
    right = form.is_valid()
    if case_id is None:
        form.add_error(None, _("Esta página ya era antigua. Revisa lo escrito y envíalo otra vez."))
    if case_id is None or not right:
        return _show(request, form, again=case_id is not None)
    written = {name: raw.get(name, []) for name in form.fields}
    safekeeping.keep(case_id=case_id, written=written, by=viewer, now=request.now)
    return HttpResponseRedirect(f"/denuncias/resguardo/{case_id}/")


def _given(request: Request) -> UUID | None:
    """The id that the page gave to this person; None when it is old or made up."""
    try:
        return issued.read(request.POST.get("case_id", ""), viewer_of(request), request.now)
    except issued.NotIssued:
        return None


def _show(request: Request, form: Safekeeping, *, again: bool = False) -> HttpResponse:
    """The page, empty or with what is wrong; `again` keeps the id it was sent with."""
    given = issued.issue(viewer_of(request), request.now)
    context = {"form": form, "case_id": request.POST["case_id"] if again else given}
    return pages.render(
        request, "desk/intake/safekeeping.html", context,
        title=_("Tomar una denuncia en resguardo"),
        line=_("Se sella al enviarla. Nadie puede leerla hasta que vuelvan las llaves."),
        here=_("Denuncias"), status=UNPROCESSABLE if form.is_bound else 200,
    )  # fmt: skip


@pages.signed_in
@require_safe
def receipt(request: Request, case_id: UUID) -> HttpResponse:
    """`/denuncias/resguardo/<uuid>/`: that it was received, and its number."""
    try:
        received_at = safekeeping.received_at(viewer_of(request), case_id)
    except admission.NotFound:
        return _opened(request, case_id)
    context = {"case_id": case_id, "number": number(case_id), "received_at": received_at}
    return pages.render(
        request, "desk/intake/safekept.html", context, title=_("Denuncia en resguardo"),
        line=_("Recibida y sellada."), here=_("Denuncias"),
    )  # fmt: skip


@pages.signed_in
@require_POST
def open_(request: Request, case_id: UUID) -> HttpResponse:
    """`/denuncias/resguardo/<uuid>/abrir/`: make it a draft, and go on with it."""
    setting, viewer = setting_of(request), viewer_of(request)
    try:
        came = safekeeping.received_at(viewer, case_id)
        setting = replace(setting, started_at=came)
        draft_id = safekeeping.into_draft(
            case_id=case_id, read=partial(steps, setting), by=viewer, now=request.now
        )
    except admission.NotFound:
        return _opened(request, case_id)
    messages.success(request, _("La denuncia está abierta. Lo escrito espera en cada paso."))
    return HttpResponseRedirect(f"/denuncias/{draft_id}/")


def _opened(request: Request, case_id: UUID) -> HttpResponse:
    """
    To the draft or the case that one already became.

    :raises NotFound: if there is neither of theirs
    """
    viewer = viewer_of(request)
    if not drafts.is_begun(viewer, case_id):
        admission.admit(viewer, case_id)
    return HttpResponseRedirect(f"/denuncias/{case_id}/")


def number(case_id: UUID) -> str:
    """The number of the receipt: short, read aloud, and of no other use."""
    short = case_id.hex[:8].upper()
    return f"R-{short[:4]}-{short[4:]}"


def steps(setting: Setting, written: Mapping[str, Any]) -> safekeeping.Steps:
    """The pages of a report, filled in with what was written; each is still to be confirmed."""
    language, account = written["language"], written["account"]
    came = lima.local(setting.started_at).strftime(INSTANT)
    return {
        NOTE: {"danger": written["danger"]},
        "lengua": {"complainant": ["herself"], "language": language},
        "contacto": {name: written[name] for name in CONTACT},
        "persona": {"names": written["names"], "district": [full_name(setting.ubigeo)]},
        "relato": {"account": account, "account_language": language},
        # A minor, or after sexual violence, goes this way instead.
        "proteccion": {"account": account, "presented_at": [came], "detained": [NO]},
        "denunciado": {"description": written["accused"]},
    }
