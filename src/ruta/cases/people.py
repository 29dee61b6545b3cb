"""
Who is in a case, changed while it runs, and what follows for the consents given for her.

A consent that somebody else gave ends with the word that makes them an accused (SEC-13): in doubt
it ends, and another person, the child protection unit or the court gives it anew.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from ruta.access.audit import alerts
from ruta.access.standing import Standing
from ruta.access.viewer import Viewer

from . import (
    accounts,
    admission,
    consenting,
    consents,
    guardians,
    history,
    operations,
    parties,
    sealing,
    workplaces,
)
from .consents import Consent
from .guardians import Giver
from .intake import NewParty

ACCUSED = "accused"
PURPOSE = "amend"


@transaction.atomic
def add(*, case_id: UUID, new: Sequence[NewParty], by: Viewer, now: datetime) -> None:
    """`operations.add_parties`, and the end of the consents that a new accused had given."""
    accused = [party.facts for party in new if party.role == ACCUSED]
    add_them = partial(operations.add_parties, case_id=case_id, new=new, by=by, now=now)
    end_them = partial(end_consents_of, case_id, accused, by=by, now=now)
    _in_turn(add_them, end_them, accused, by)


@transaction.atomic
def amend(
    *, case_id: UUID, party_id: UUID, facts: Mapping[str, Any], by: Viewer, now: datetime,
    why: str = "",
) -> None:  # fmt: skip
    """`parties.amend`, and the end of the consents that this accused turns out to have given."""
    known = (one for one in parties.read(by, case_id, PURPOSE) if one.party_id == party_id)
    accused = [{**one.facts, **facts} for one in known if one.role == ACCUSED]
    amend_them = partial(
        parties.amend, case_id=case_id, party_id=party_id, facts=facts, by=by, now=now, why=why
    )
    end_them = partial(end_consents_of, case_id, accused, by=by, now=now)
    _in_turn(amend_them, end_them, accused, by)


def _in_turn(
    write: Callable[[], None],
    end: Callable[[], None],
    accused: Iterable[Mapping[str, Any]],
    by: Viewer,
) -> None:
    """
    Write the people down, then end consents; the other way round where that shuts the writer out.

    Whoever is in the case by one of those consents alone would not be there any more to write.
    """
    shut = any(by.agency in workplaces.of(ACCUSED, facts) for facts in accused)
    for step in (end, write) if shut else (write, end):
        step()


def end_consents_of(
    case_id: UUID, accused: Iterable[Mapping[str, Any]], *, by: Viewer, now: datetime
) -> None:
    """
    Take back every consent given by who may be one of these accused, and tell who must know.

    :raises NotFound: if the case is absent or not theirs
    """
    theirs = [dict(facts) for facts in accused]
    standing = admission.admit(by, case_id)
    agreed = _agreed(case_id, now) if theirs else []
    if not agreed:
        return
    said = sealing.open_items(
        case_id=case_id, items=[one.act_id for one in agreed], compartments=("C", "I"), by=by,
        purpose=PURPOSE, standing=standing,
    )  # fmt: skip
    given = [
        one
        for one in agreed
        if any(_gave(said.get(one.act_id, {}), facts, standing) for facts in theirs)
    ]
    if given:
        _end(case_id, given, by=by, now=now)
        # About nobody's conduct: whoever wrote the accused down is told as any other office is.
        alerts.raise_afterwards("guardian", case_id=case_id, by=None)


def _end(case_id: UUID, given: Sequence[Consent], *, by: Viewer, now: datetime) -> None:
    """Take back what was agreed with each office, and that the case be counted."""
    for one in given:
        if one.office_id == consents.FIGURES:
            consenting.refuse(
                case_id=case_id, act_id=uuid5(one.act_id, ACCUSED), purpose=consents.FIGURES,
                by=by, now=now,
            )  # fmt: skip
    offices = [one for one in given if one.office_id != consents.FIGURES]
    consenting.take_back(case_id=case_id, agreed=offices, by=by, now=now)


def _agreed(case_id: UUID, now: datetime) -> list[Consent]:
    acts = accounts.standing(history.read(case_id))
    counted = consents.figures(acts, now)
    return [*consents.in_force(acts, now), *([counted] if counted else [])]


def _gave(said: Mapping[str, Any], accused: Mapping[str, Any], standing: Standing) -> bool:
    """Whether a consent was given by a person who may be this accused, as far as can be read."""
    if standing.minor and "consent_by" not in said and not standing.allows("read", "C"):
        return True
    giver = Giver(
        str(said.get("consent_by", "")),
        str(said.get("consent_role", "")),
        str(said.get("consent_representative", "")),
    )
    if giver.by != guardians.REPRESENTATIVE or giver.role in guardians.INSTITUTIONS:
        return False
    return guardians.may_be(giver, accused)
