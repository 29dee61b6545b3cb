"""Taking back in one step, and being counted or not without being named."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ruta.access.request import Request
from ruta.acts.facts import FactsRefused
from ruta.cases import admission, consenting, consents
from ruta.cases.consenting import NewConsent
from ruta.web.desk import pages
from ruta.web.desk.case import reading, words
from ruta.web.desk.case.reading import Reading

from . import page as permits_page
from . import who_sees

YES = "si"


@pages.of_case
@require_POST
def revoke(request: Request, case_id: UUID) -> HttpResponse:
    """Close to an office everything that she had opened to it."""
    seen = _settable(request, case_id)
    office = request.POST.get("oficina", "")[:24]
    if consenting.revoke(case_id=case_id, office_id=office, by=seen.viewer, now=seen.now):
        says = _("Retirado. %(office)s ya no ve lo que ella le había permitido.")
        messages.success(request, says % {"office": seen.office_name(office)})
    return HttpResponseRedirect(f"/casos/{case_id}/permisos/")


@pages.of_case
@require_POST
def figures(request: Request, case_id: UUID) -> HttpResponse:
    """Whether her case is counted in the figures, without her name or anything of hers."""
    seen = _settable(request, case_id)
    if request.POST.get("cuenta") == YES:
        try:
            if who_sees.counted(seen) is None:
                _count(seen)
        except FactsRefused as refusal:
            why = " ".join(refusal.messages(words.spoken()).values())
            messages.error(request, f"{why} {_('Mientras tanto, su caso no se cuenta.')}")
        else:
            messages.success(request, _("Registrado: su caso se cuenta, sin nombrarla."))
    else:
        consenting.refuse(
            case_id=case_id, act_id=uuid4(), purpose=consents.FIGURES, by=seen.viewer, now=seen.now
        )
        messages.success(request, _("Registrado: su caso no se cuenta."))
    return HttpResponseRedirect(f"/casos/{case_id}/permisos/")


def _count(seen: Reading) -> None:
    until = consenting.lima_day(seen.now) + timedelta(days=consenting.LONGEST_DAYS)
    new = NewConsent(
        act_id=uuid4(), purpose=consents.FIGURES, until=until, how="written",
        text=permits_page.text_of(seen).id,
    )  # fmt: skip
    consenting.give(case_id=seen.case_id, new=new, by=seen.viewer, now=seen.now)


def _settable(request: Request, case_id: UUID) -> Reading:
    """:raises Closed: if the viewer's office takes no part in the case"""
    seen = reading.read(request, case_id, permits_page.PURPOSE)
    if not permits_page.may_set(seen):
        raise admission.Closed("C")
    return seen
