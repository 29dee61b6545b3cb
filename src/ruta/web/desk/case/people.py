"""Who is in a case, who holds what in it, and how she may be reached without danger."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access.request import Request
from ruta.cases.admission import Closed
from ruta.cases.labels import SENTENCED
from ruta.cases.parties import Person
from ruta.cases.rows import OfficeRow
from ruta.web.components import labels
from ruta.web.components.lists import Row
from ruta.web.desk import pages, unreadable

from . import reading, sections
from .person_words import Change, changes, contact_rows, fact_in_words, identity_rows
from .reading import Reading

CHANNEL, HOURS = "safe_channel", "safe_hours"


@dataclass(frozen=True)
class Someone:
    """A person of the case as the page names them."""

    person: Person
    role: str
    name: str
    about: str

    @property
    def identity(self) -> tuple[Row, ...]:
        """Who they are, line by line."""
        return identity_rows(self.person)

    @property
    def contact(self) -> tuple[Row, ...]:
        """How they are reached, line by line."""
        return contact_rows(self.person)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was written of them before, the latest change first."""
        return changes(self.person)


@dataclass(frozen=True)
class Safe:
    """
    How she said she may be reached; `said` is false when nobody has asked her yet.

    `closed` says that the reader may not know whether she did; `unread`, that no key opens it.
    """

    channel: str
    hours: str
    who: str
    telephone: str
    closed: bool = False
    unread: bool = False

    @property
    def said(self) -> bool:
        return bool(self.channel or self.hours or self.who)


@dataclass(frozen=True)
class Holder:
    """An office in the case and whether something of its is overdue."""

    name: str
    type: str
    office: OfficeRow
    overdue: bool
    mine: bool


@pages.of_case
@require_safe
def people(request: Request, case_id: UUID) -> HttpResponse:
    """Everybody in the case, with all that is written of each."""
    seen = reading.read(request, case_id, "read-people", in_parts=True)
    if sections.is_closed(seen, "I"):
        raise Closed("I")
    page = {
        "unread": unreadable.parts(seen.viewer, case_id, seen.opened.unread),
        "contact_closed": sections.is_closed(seen, "L"),
        "permits_href": sections.permits_href(seen),
        "case": seen.file.case,
        "people": everyone(seen),
        "safe": safe_contact(seen),
        "may_amend": seen.file.standing.records,
        "back_href": seen.href,
    }
    line = _("Caso %(code)s") % {"code": seen.file.case.code}
    return pages.render(
        request, "desk/case/people.html", page, title=_("Las personas del caso"), line=line
    )


def everyone(seen: Reading) -> tuple[Someone, ...]:
    """The people of the case, the survivor first; nobody where who they are is closed."""
    if sections.is_closed(seen, "I"):
        return ()
    return tuple(
        Someone(person, role_of(person, seen), name_of(person), about(person))
        for person in seen.opened.people
    )


def role_of(person: Person, seen: Reading) -> str:
    """What a person is in the case; an accused is denounced until a conviction is final."""
    sentenced = seen.accused_word == SENTENCED
    return {
        "survivor": _("Ella"),
        "child": _("Niña, niño o adolescente"),
        "accused": _("Persona sentenciada") if sentenced else _("Persona denunciada"),
        "witness": _("Testigo"),
        "informant": _("Quien avisó"),
    }.get(person.role, _("Otra persona"))


def name_of(person: Person) -> str:
    """How a person wants to be called, or is called; a name not given is no mistake."""
    written = " ".join(
        str(person.facts[name]) for name in ("names", "surnames") if person.facts.get(name)
    )
    return str(person.facts.get("preferred_name") or written or _("Sin nombre anotado"))


def about(person: Person) -> str:
    """Age, language and bond in one line."""
    told = []
    if age := person.facts.get("age"):
        told.append(_("%(age)s años") % {"age": age})
    told += [
        fact_in_words(name, person.facts[name])
        for name in ("language", "bond", "disability")
        if person.facts.get(name)
    ]
    return " · ".join(told)


def language_of(seen: Reading) -> str:
    """Her language in words."""
    her = seen.opened.survivor
    return (
        fact_in_words("language", her.facts["language"]) if her and "language" in her.facts else ""
    )


def safe_contact(seen: Reading) -> Safe:
    """What she last said of how to reach her: in an act, or when she was written down."""
    her: Mapping[str, Any] = seen.opened.survivor.facts if seen.opened.survivor else {}
    channel, hours = her.get(CHANNEL, ""), her.get(HOURS, "")
    for act in seen.file.acts:
        said = seen.opened.facts.get(act.act_id, {})
        if act.stands and (CHANNEL in said or HOURS in said):
            channel, hours = said.get(CHANNEL, channel), said.get(HOURS, hours)
    return Safe(
        fact_in_words(CHANNEL, channel), hours, her.get("contact_person", ""),
        her.get("telephone", ""), closed=sections.is_closed(seen, "L"),
        unread=bool(seen.opened.unread & {"I", "L"}),
    )  # fmt: skip


def holders(seen: Reading) -> tuple[Holder, ...]:
    """The offices in the case, the viewer's own first."""
    found = [
        Holder(
            seen.office_name(office.office_id),
            labels.label("office_type", office.type),
            office,
            office.next_due_at is not None and office.next_due_at < seen.now,
            office.office_id == seen.viewer.office_id,
        )
        for office in seen.file.offices.values()
    ]
    return tuple(sorted(found, key=lambda holder: not holder.mine))
