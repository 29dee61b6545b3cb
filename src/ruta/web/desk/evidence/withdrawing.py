"""`…/retirar/`: withdraw a piece, with the reason; it stays in sight, struck out."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ruta.access.request import Request
from ruta.acts import vocabulary
from ruta.cases.acceptance import ANNULMENT
from ruta.web.desk import pages
from ruta.web.desk.case.act_form import ActForm
from ruta.web.desk.case.record import recorded

from . import pieces


@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, case_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Ask why, and strike the piece out."""
    seen = pieces.read(request, case_id)
    piece = pieces.one_of(seen, evidence_id)
    if not pieces.may_change(seen, piece):
        raise Http404
    form = ActForm(request.POST or None, kind=vocabulary.kinds()[ANNULMENT], now=seen.now)
    if form.is_valid() and recorded(form, seen, annuls=evidence_id):
        messages.success(
            request, _("%(piece)s retirada. Sigue a la vista.") % {"piece": piece.title}
        )
        return HttpResponseRedirect(f"{seen.href}pruebas/")
    page = {"form": form, "back_href": pieces.href(seen, piece), "button": _("Retirar esta prueba")}
    return pages.render(
        request, "desk/evidence/withdraw.html", page,
        title=_("Retirar: %(piece)s") % {"piece": piece.title},
        line=_("Caso %(code)s") % {"code": seen.file.case.code},
        status=422 if form.errors else 200,
    )  # fmt: skip
