"""
`/casos/<case>/actos/nuevo/`: which act to record, then its form.

What the case file refuses is told at its field and nothing written is lost; the same form sent
twice is stored once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ruta.access.people import User
from ruta.access.request import Request
from ruta.acts import vocabulary
from ruta.acts.vocabulary import Kind
from ruta.cases import admission, operations, queries
from ruta.web.components import labels
from ruta.web.desk import pages

from . import actions, families, reading, words
from .act_form import ActForm
from .actions import Action
from .destinations import destinations
from .history import plain
from .reading import Reading


@dataclass(frozen=True)
class Family:
    """The acts of a family that this office may record."""

    name: str
    acts: tuple[Action, ...]


@pages.of_case
@require_http_methods(["GET", "HEAD", "POST"])
def new_act(request: Request, case_id: UUID) -> HttpResponse:
    """Choose an act, or write the one that the address names."""
    seen = reading.read(request, case_id)
    if not (wanted := request.GET.get("clase", "")):
        return _choose(request, seen)
    kind = kind_of(wanted, seen)
    where = destinations(kind, seen, own_ubigeo=own_ubigeo(request))
    form = ActForm(request.POST or None, kind=kind, now=seen.now, to=where)
    if form.is_valid() and recorded(form, seen):
        messages.success(request, told(form, seen))
        return HttpResponseRedirect(seen.href)
    return answer_form(request, seen, form, title=_("Registrar un acto"))


def kind_of(wanted: str, seen: Reading) -> Kind:
    """
    The kind to record.

    :raises Http404: if there is none, or this office may not record it
    :raises NotFound: if it is of the shelter and they are not named for it, which is told of
    """
    kind = vocabulary.kinds().get(wanted)
    if kind is not None and actions.is_of_shelter(kind):
        admission.admit_to(seen.viewer, seen.case_id, actions.SHELTER)
    if kind is None or kind not in actions.recordable(seen):
        raise Http404
    return kind


def recorded(
    form: ActForm, seen: Reading, *, corrects: UUID | None = None, annuls: UUID | None = None
) -> bool:
    """
    Record what the form says; what is refused is told in the form.

    :raises Http404: if this office may not, or the act it corrects or annuls cannot be
    """
    act = form.new_act(corrects=corrects, annuls=annuls)
    with refusals_told(form, operations.NeedsSecondAgency):
        operations.record(case_id=seen.case_id, acts=[act], by=seen.viewer, now=seen.now)
    return form.is_valid()


@contextmanager
def refusals_told(form: ActForm, *others: type[Exception]) -> Iterator[None]:
    """
    Tell in the form why the act was refused.

    :param others: what else may refuse it, in words for whoever records
    :raises Http404: if this office may not, or the act it corrects or annuls cannot be
    """
    in_words: tuple[type[Exception], ...] = (operations.Conflict, *others)
    try:
        yield
    except operations.FactsRefused as refusal:
        form.refuse(refusal.messages(words.spoken()))
    except operations.InTheFuture as refusal:
        form.add_error("at", str(refusal))
    except in_words as refusal:
        form.add_error(None, str(refusal))
    except (operations.NotYours, operations.UnknownTarget):
        raise Http404 from None


def told(form: ActForm, seen: Reading) -> str:
    """What was recorded, and how many duties it set running."""
    name = _("Registrado: %(act)s.") % {"act": labels.label("kind", form.kind.id)}
    act_id = form.cleaned_data["act_id"]
    file = queries.case_file(seen.viewer, seen.case_id, now=seen.now)
    began = sum(row.start_act == act_id and row.status in actions.LIVE for row in file.obligations)
    if not began:
        return name
    says = ngettext("Empezó %(count)s plazo.", "Empezaron %(count)s plazos.", began)
    return f"{name} {says % {'count': began}}"


def answer_form(
    request: Request, seen: Reading, form: ActForm, *, title: str, line: str = "",
    note: str = "", button: str = "",
) -> HttpResponse:  # fmt: skip
    """The page of a form of an act."""
    page = {
        "case": seen.file.case,
        "form": form,
        "kind": form.kind,
        "name": labels.label("kind", form.kind.id),
        "reading_note": note or form.kind.reading_es,
        "button": button or _("Registrar"),
        "back_href": seen.href,
    }
    return pages.render(
        request, "desk/case/act_form.html", page, title=title,
        line=line or _("Caso %(code)s") % {"code": seen.file.case.code},
        status=422 if form.errors else 200,
    )  # fmt: skip


def own_ubigeo(request: Request) -> str:
    """The district of the viewer's office, as the session's person carries it."""
    person = request.user
    assert isinstance(person, User)
    return person.office.ubigeo


def _choose(request: Request, seen: Reading) -> HttpResponse:
    """The acts that make sense now, then all that this office may record, by family."""
    text = request.GET.get("buscar", "")[:60]
    page = {
        "case": seen.file.case,
        "next": actions.next_acts(seen) if not text else (),
        "families": _families(seen, text),
        "text": text,
        "back_href": seen.href,
    }
    line = _("Caso %(code)s") % {"code": seen.file.case.code}
    return pages.render(
        request, "desk/case/choose_act.html", page, title=_("Registrar un acto"), line=line
    )


def _families(seen: Reading, text: str) -> tuple[Family, ...]:
    """Every act this office may record whose name has the text, by family."""
    wanted = plain(text)
    found = [
        kind for kind in actions.recordable(seen)
        if wanted in plain(labels.label("kind", kind.id))
    ]  # fmt: skip
    made = (
        Family(
            name,
            tuple(
                Action(kind.id, actions.new_act_href(seen, kind.id))
                for kind in found
                if kind.family == family
            ),
        )
        for family, name in families.choices()
    )
    return tuple(family for family in made if family.acts)
