"""
The writes of consent: she lets an office see, she does not, she takes it back.

Each is an act like any other; the walls follow from it at once. Nothing here stops another act:
whoever refuses is attended all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from ruta.access.audit import alerts
from ruta.access.standing import Standing
from ruta.access.viewer import Viewer
from ruta.acts.facts import FactsRefused
from ruta.instruments.bilingual import Bilingual
from ruta.law import rulebook

from . import (
    accounts,
    admission,
    consents,
    grants,
    guardians,
    history,
    operations,
    parties,
    protection,
)
from .consents import Consent
from .guardians import Giver
from .intake import NewAct

LONGEST_DAYS = grants.LONGEST_CONSENT.days
THUMBPRINT = "thumbprint"
TAKEN_BACK = "taken-back"
TOO_LONG = Bilingual(
    f"A lo más {LONGEST_DAYS} días desde hoy.", f"At most {LONGEST_DAYS} days from today."
)
GONE_BY = Bilingual("Ese día ya pasó.", "That day has gone by.")
NOTHING = Bilingual("Marca qué puede ver.", "Mark what it may see.")
NO_WITNESS = Bilingual(
    "Con huella hace falta un testigo. Escribe su nombre.",
    "A thumbprint needs a witness. Write the name.",
)
NO_OFFICE = Bilingual("Elige una oficina.", "Choose an office.")


@dataclass(frozen=True, kw_only=True)
class NewConsent:
    """
    What she agrees to, to be recorded; `act_id` is the caller's, so that sent twice it is one.

    For the purpose `figures` there is neither office nor parts.
    """

    act_id: UUID
    office_id: str = ""
    parts: Sequence[str] = ()
    purpose: str
    until: date
    how: str
    language: str = ""
    text: str = ""
    witness: str = field(default="", repr=False)
    giver: Giver = field(default_factory=Giver, repr=False)


@transaction.atomic
def give(*, case_id: UUID, new: NewConsent, by: Viewer, now: datetime) -> None:
    """
    Record what she agrees to; what she had agreed to with the same office ends with it.

    :raises NotFound: if the case is absent or not theirs
    :raises Closed: if it may be a child's case and who is in it is closed to the viewer
    :raises FactsRefused: naming what is wrong
    :raises Conflict: if this act's id is taken by other content
    """
    standing = _admit(by, case_id)
    check(new, now=now)
    _check_giver(case_id, new.giver, _people(by, case_id, standing), by=by)
    acts = [*_ending_earlier(case_id, new, now=now), as_act(new, at=now)]
    operations.record(case_id=case_id, acts=acts, by=by, now=now)


@transaction.atomic
def refuse(
    *, case_id: UUID, act_id: UUID, office_id: str = "", office_name: str = "", purpose: str = "",
    language: str = "", text: str = "", by: Viewer, now: datetime,
) -> None:  # fmt: skip
    """
    Record that she does not agree; what she had agreed to with that office ends.

    An office that is not in the case is not told that there is one: it is named inside only.

    :raises NotFound: if the case is absent or not theirs
    :raises FactsRefused: naming what is wrong
    """
    standing = _admit(by, case_id)
    if not office_id and purpose != consents.FIGURES:
        raise FactsRefused({"to": NO_OFFICE})
    named = _may_name(by, case_id, standing, office_id)
    there = named and office_id in consents.held_by_office(by, case_id, now=now)
    act = refusal(
        act_id, at=now, office_id=office_id if there else "", office_name=office_name,
        purpose=purpose, language=language, text=text,
    )  # fmt: skip
    agreed = _agreed(case_id, office_id, now=now) if named else []
    ending = _revocations(act_id, agreed, at=now)
    operations.record(case_id=case_id, acts=[*ending, act], by=by, now=now)


@transaction.atomic
def revoke(*, case_id: UUID, office_id: str, by: Viewer, now: datetime) -> bool:
    """
    Take back everything she had agreed to with an office; from the next request it is closed.

    :returns: whether there was anything to take back
    :raises NotFound: if the case is absent or not theirs
    """
    standing = _admit(by, case_id)
    if not _may_name(by, case_id, standing, office_id):
        return False
    agreed = _agreed(case_id, office_id, now=now)
    take_back(case_id=case_id, agreed=agreed, by=by, now=now)
    return bool(agreed)


def take_back(*, case_id: UUID, agreed: Sequence[Consent], by: Viewer, now: datetime) -> None:
    """
    Record the end of everything agreed with the offices of these consents, whichever they are.

    :raises NotFound: if the case is absent or not theirs
    """
    if agreed:
        # An earlier consent ended when this one was given: that act has its id from this one.
        ending = _revocations(uuid5(agreed[-1].act_id, TAKEN_BACK), agreed, at=now)
        operations.record(case_id=case_id, acts=ending, by=by, now=now)


def check(new: NewConsent, *, now: datetime) -> None:
    """
    Whether a consent may be recorded at all.

    :raises FactsRefused: naming each field that is wrong
    """
    today = lima_day(now)
    wrong: dict[str, Bilingual | str] = {}
    if not new.office_id and new.purpose != consents.FIGURES:
        wrong["to"] = NO_OFFICE
    if not new.parts and new.purpose != consents.FIGURES:
        wrong["consent_compartments"] = NOTHING
    if new.until > today + grants.LONGEST_CONSENT:
        wrong["consent_until"] = TOO_LONG
    elif new.until < today:
        wrong["consent_until"] = GONE_BY
    if new.how == THUMBPRINT and not new.witness.strip():
        wrong["consent_witness"] = NO_WITNESS
    if wrong:
        raise FactsRefused(wrong)


def as_act(new: NewConsent, *, at: datetime) -> NewAct:
    """The act that records a consent."""
    stated = {
        "consent_compartments": list(new.parts),
        "consent_purpose": new.purpose,
        "consent_until": new.until.isoformat(),
        "consent_how": new.how,
        "consent_language": new.language,
        "consent_text": new.text,
        "consent_witness": new.witness,
        "consent_by": new.giver.by,
        "consent_role": new.giver.role,
        "consent_representative": new.giver.name,
    }
    facts = {name: value for name, value in stated.items() if value}
    return NewAct(
        act_id=new.act_id, kind=grants.GIVEN, at=at, to=new.office_id or None, facts=facts
    )


def refusal(
    act_id: UUID, *, at: datetime, office_id: str, office_name: str, purpose: str = "",
    language: str = "", text: str = "",
) -> NewAct:  # fmt: skip
    """The act that records that she does not agree; without `office_id` it is named inside."""
    stated = {
        "consent_purpose": purpose,
        "consent_office": "" if office_id else office_name,
        "consent_language": language,
        "consent_text": text,
    }
    facts = {name: value for name, value in stated.items() if value}
    return NewAct(act_id=act_id, kind=consents.REFUSED, at=at, to=office_id or None, facts=facts)


def lima_day(now: datetime) -> date:
    """The day it is where the law's days are counted."""
    return now.astimezone(rulebook.default().zone).date()


def _admit(by: Viewer, case_id: UUID) -> Standing:
    """
    Let pass who takes part in the case: who supervises, or came in an emergency, decides nothing.

    :raises NotFound: if the case is absent or not theirs
    :raises Closed: if they only look at it
    """
    standing = admission.admit(by, case_id)
    if standing.relation != "assigned":
        raise admission.Closed("C")
    return standing


def _check_giver(
    case_id: UUID, giver: Giver, people: Sequence[guardians.Someone], *, by: Viewer
) -> None:
    """Refuse whoever may not decide for her; that the accused tried is told to others."""
    try:
        guardians.check(giver, people)
    except FactsRefused as refusal:
        if guardians.ACCUSED in refusal.errors.values():
            alerts.raise_afterwards("guardian", case_id=case_id, by=by)
        raise


def _may_name(by: Viewer, case_id: UUID, standing: Standing, office_id: str) -> bool:
    """Whether they may name this office; who tries services one by one is told of to others."""
    if protection.may_name(by, standing, office_id):
        return True
    alerts.raise_afterwards("shelter", case_id=case_id, by=by)
    return False


def _agreed(case_id: UUID, office_id: str, *, now: datetime) -> list[Consent]:
    acts = accounts.standing(history.read(case_id))
    return [one for one in consents.in_force(acts, now) if _is(one.office_id, office_id)]


def _is(agreed: str, wanted: str) -> bool:
    """Whether it was agreed with this office; who may not know which service it is names none."""
    if wanted == protection.SOME_SERVICE:
        return protection.is_service(agreed)
    return agreed == wanted


def _ending_earlier(case_id: UUID, new: NewConsent, *, now: datetime) -> list[NewAct]:
    agreed = _agreed(case_id, new.office_id, now=now) if new.office_id else []
    if any(one.act_id == new.act_id for one in agreed):
        return []  # sent again
    return _revocations(new.act_id, agreed, at=now)


def _revocations(mark: UUID, agreed: Sequence[Consent], *, at: datetime) -> list[NewAct]:
    """An act for each office that takes back all agreed with it; its id follows from `mark`."""
    return [
        NewAct(act_id=uuid5(mark, grants.REVOKED + to), kind=grants.REVOKED, at=at, to=to)
        for to in dict.fromkeys(one.office_id for one in agreed)
    ]


def _people(by: Viewer, case_id: UUID, standing: Standing) -> list[guardians.Someone]:
    """Who is in the case, as far as it decides who may consent."""
    if not standing.allows("read", "I"):
        if standing.minor:
            raise admission.Closed("I")
        return []
    people = parties.read(by, case_id, "consent")
    return [guardians.Someone(one.role, one.facts) for one in people]
