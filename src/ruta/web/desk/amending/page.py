"""`/casos/<case>/personas/<person>/`: put right or complete what is kept of a person."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ruta.access.request import Request
from ruta.acts.facts import FactsRefused
from ruta.cases import admission, people
from ruta.cases.parties import Person
from ruta.web.desk import pages
from ruta.web.desk.case import reading, sections, words
from ruta.web.desk.case.people import role_of
from ruta.web.desk.case.reading import Reading

from .form import PersonForm


@pages.of_case
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: Request, case_id: UUID, party_id: UUID) -> HttpResponse:
    """The person's facts as they stand; sent, the new ones and why, the old ones kept."""
    seen = reading.read(request, case_id, "read-people")
    if sections.is_closed(seen, "I") or not seen.file.standing.records:
        raise admission.Closed("I")
    person = _of_the_case(seen, party_id)
    form = PersonForm(
        request.POST or None, person=person, contact=not sections.is_closed(seen, "L")
    )
    if form.is_valid() and _amended(form, seen):
        return _answered(request, seen)
    page = {"form": form, "back_href": f"{seen.href}personas/"}
    return pages.render(
        request, "desk/case/amend.html", page, title=_("Corregir o completar"),
        line=f"{_('Caso %(code)s') % {'code': seen.file.case.code}} · {role_of(person, seen)}",
        status=422 if form.errors else 200,
    )  # fmt: skip


def _of_the_case(seen: Reading, party_id: UUID) -> Person:
    """:raises Http404: if there is no such person in the case"""
    for person in seen.opened.people:
        if person.party_id == party_id:
            return person
    raise Http404


def _amended(form: PersonForm, seen: Reading) -> bool:
    """Keep the change; what is refused is told at its field."""
    try:
        people.amend(
            case_id=seen.case_id, party_id=form.person.party_id, facts=form.changed(),
            by=seen.viewer, now=seen.now, why=form.cleaned_data["why"],
        )  # fmt: skip
    except FactsRefused as refusal:
        form.refuse(refusal.messages(words.spoken()))
        return False
    return True


def _answered(request: Request, seen: Reading) -> HttpResponse:
    """Back to the people; to the day when what was written closed the case to the writer."""
    messages.success(
        request, _("Guardado. Lo anterior queda a la vista, con la fecha y el motivo.")
    )
    if admission.standing(seen.viewer, seen.case_id).sees:
        return HttpResponseRedirect(f"{seen.href}personas/")
    return HttpResponseRedirect("/mi-dia/")
