"""
`/casos/<case>/pruebas/nueva/`: hand a file in; `…/version-nueva/`: state a piece anew.

A file larger than is taken still reaches the page, up to three times as large, so that the form
comes back with what was written in it; the file itself the browser must be given again.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ruta.access.request import Request
from ruta.access.uploads import memory
from ruta.acts import facts as acts_facts
from ruta.cases import evidence, operations
from ruta.web.desk import pages
from ruta.web.desk.case import record
from ruta.web.desk.case.reading import Reading

from . import pieces
from .forms import EvidenceForm, VersionForm, too_large
from .pieces import Piece

SENT_BY_SCRIPT = "X-Ruta-Upload"
CREATED = 201
TIMES_READ = 3
View = Callable[..., HttpResponse]


def takes_files(view: View) -> View:
    """Let a form with a file somewhat too large reach a view, which says so."""
    view.takes_bytes = TIMES_READ * memory.most_bytes()  # type: ignore[attr-defined]
    return view


@takes_files
@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, case_id: UUID) -> HttpResponse:
    """Take a file and what it is; a form that cannot be taken comes back as it was written."""
    seen = _writable(request, case_id)
    form = EvidenceForm(request.POST or None, request.FILES, now=seen.now)
    if form.is_valid() and _attached(form, seen):
        messages.success(request, _("La prueba quedó sellada. Nadie puede cambiarla ni borrarla."))
        return _on(request, f"{seen.href}pruebas/")
    return _answer(
        request, seen, form, back=f"{seen.href}pruebas/", title=_("Añadir una prueba"),
        button=_("Sellar y guardar"),
    )  # fmt: skip


@takes_files
@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def restate(request: Request, case_id: UUID, evidence_id: UUID) -> HttpResponse:
    """State a piece anew, perhaps with another file; every version stays in sight."""
    seen = _writable(request, case_id)
    if not pieces.may_change(seen, pieces.one_of(seen, evidence_id)):
        raise Http404
    piece = pieces.open_one(seen, evidence_id)
    form = VersionForm(
        request.POST or None, request.FILES, now=seen.now, stated=piece.stated, at=piece.act.at
    )
    if form.is_valid() and _attached(form, seen, corrects=piece):
        messages.success(request, _("La versión nueva quedó guardada, y la anterior a la vista."))
        return _on(request, f"{seen.href}pruebas/")
    return _answer(
        request, seen, form, back=pieces.href(seen, piece),
        title=_("%(piece)s: versión nueva") % {"piece": piece.title},
        button=_("Guardar la versión"),
    )  # fmt: skip


def _writable(request: Request, case_id: UUID) -> Reading:
    """:raises Http404: if they may not add to this case"""
    seen = pieces.read(request, case_id)
    if not pieces.may_add(seen):
        raise Http404
    return seen


def _attached(form: EvidenceForm, seen: Reading, *, corrects: Piece | None = None) -> bool:
    """
    Record the act with its file; what is refused is told in the form.

    :raises Http404: if this office may not
    """
    with record.refusals_told(form, evidence.TooOften):
        _record(form, seen, corrects)
    return form.is_valid()


def _record(form: EvidenceForm, seen: Reading, corrects: Piece | None) -> None:
    act = form.new_act(corrects=corrects.act.act_id if corrects else None)
    known: dict[str, Any] = {"case_id": seen.case_id, "act": act, "by": seen.viewer}
    if form.cleaned is not None:
        evidence.attach(**known, original=form.original, cleaned=form.cleaned, now=seen.now)
    elif corrects is not None:
        evidence.restate(**known, sha256=corrects.stated[evidence.PRINT], now=seen.now)
    else:
        raise operations.FactsRefused({"file": acts_facts.MISSING})


def _on(request: Request, href: str) -> HttpResponse:
    """Go on to a page; a script that sent the form goes there by itself."""
    if SENT_BY_SCRIPT not in request.headers:
        return HttpResponseRedirect(href)
    return HttpResponse(status=CREATED, headers={"Location": href})


def _answer(
    request: Request, seen: Reading, form: EvidenceForm, *, back: str, title: str, button: str
) -> HttpResponse:
    most = memory.most_bytes()
    page = {
        "form": form,
        "back_href": back,
        "button": button,
        "most_bytes": most,
        "too_large": too_large(most).replace(f"{most / 2**20:.1f}", "{size}", 1),
        "choose_again": bool(request.FILES),
    }
    return pages.render(
        request, "desk/evidence/form.html", page, title=title,
        line=_("Caso %(code)s") % {"code": seen.file.case.code},
        status=422 if form.errors else 200,
    )  # fmt: skip
