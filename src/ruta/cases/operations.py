"""
The writes of the case file: opening a case and recording acts in it.

One transaction: the case's row is locked, the acts are checked and appended, the case is folded and
its clock run over all of its acts, and what changed is written. The same act sent twice is stored
once; corrections and annulments are acts like any other.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ruta.access.standing import Standing
from ruta.access.viewer import Viewer
from ruta.acts import facts as acts_facts
from ruta.acts.facts import FactsRefused

from . import (
    acceptance,
    admission,
    counted,
    history,
    lowering,
    marks,
    measurecheck,
    offices,
    parties,
    projection,
    sealing,
)
from .acceptance import InTheFuture, NotYours, UnknownTarget
from .admission import Closed, NotFound
from .codes import code_of
from .derivation import ActValues, derive, office_ids
from .intake import NewAct, NewParty
from .lowering import NeedsSecondAgency
from .models import Act, Case

__all__ = [
    "Closed",
    "Conflict",
    "FactsRefused",
    "InTheFuture",
    "NeedsSecondAgency",
    "NewAct",
    "NewParty",
    "NotFound",
    "NotYours",
    "UnknownTarget",
    "add_parties",
    "mark_opened",
    "open_case",
    "recompute",
    "record",
]


class Conflict(Exception):
    """An identifier sent again with other content: the first stays, the second is not stored."""

    def __init__(self, act_id: UUID) -> None:
        super().__init__(_("Este acto ya está registrado con otro contenido."))
        self.act_id = act_id


@transaction.atomic
def open_case(
    *, case_id: UUID, acts: Sequence[NewAct], parties: Sequence[NewParty], by: Viewer, now: datetime
) -> Case:
    """
    Open a case with its first acts and people. Sent twice, it opens once.

    :param now: the database's now; acts are recorded at this instant
    :raises NotFound: if the id is that of a case which is not theirs
    :raises: what `record` raises
    """
    standing = admission.begin(by, case_id)
    case, _is_new = Case.objects.get_or_create(
        case_id=case_id,
        defaults={
            "code": code_of(case_id, by.department),
            "department": by.department,
            "opened_at": now,
            "last_act_at": now,
            "computed_at": now,
        },
    )
    _add(case_id, parties, by=by, now=now)
    _append(case_id, acts, standing=standing, by=by, now=now)
    case.refresh_from_db()
    return case


@transaction.atomic
def record(*, case_id: UUID, acts: Sequence[NewAct], by: Viewer, now: datetime) -> list[Act]:
    """
    Add acts to a case, in the order given, all or none; answer them as stored.

    :param now: the database's now; acts are recorded at this instant
    :raises NotFound: if the case is absent or not theirs
    :raises FactsRefused: naming the fields of the first act that is wrong
    :raises InTheFuture: if one is dated after `now`
    :raises NotYours: if this office may not record one
    :raises UnknownTarget: if one corrects or annuls an act that is not there to be
    :raises Closed: if one states what this office may not write
    :raises NeedsSecondAgency: if the risk level would be lower and no second agency agreed
    :raises Conflict: if an act's id is taken by other content
    """
    standing = admission.admit(by, case_id)
    if acts and not standing.records:
        raise NotYours(acts[0].act_id, acts[0].kind)
    return _append(case_id, acts, standing=standing, by=by, now=now)


@transaction.atomic
def add_parties(*, case_id: UUID, new: Sequence[NewParty], by: Viewer, now: datetime) -> None:
    """
    Add people to a case that is open already; one there by id is left as it is.

    :raises NotFound: if the case is absent or not theirs
    :raises Closed: if who is in the case is closed to them
    :raises FactsRefused: naming the fields that are wrong
    """
    if not admission.admit_to(by, case_id, "I").records:
        raise Closed("I")
    parties.add(case_id=case_id, new=new, by=by, now=now)


@transaction.atomic
def recompute(*, case_id: UUID, now: datetime) -> Case:
    """Run the clock of a case again as of now: recurring duties get the periods begun since."""
    case = Case.objects.select_for_update().get(case_id=case_id)
    stored = history.read(case_id)
    places = offices.places(office_ids(stored))
    return projection.write(case, derive(stored, places=places, as_of=now), now=now)


def mark_opened(*, case_id: UUID, by: Viewer, now: datetime) -> None:
    """Note that someone of the viewer's office has opened the case; only the first time counts."""
    projection.mark_seen(case_id, office=by.office_id, now=now)


def _add(case_id: UUID, new: Sequence[NewParty], *, by: Viewer, now: datetime) -> None:
    parties.add(case_id=case_id, new=new, by=by, now=now)


def _append(
    case_id: UUID, new: Sequence[NewAct], *, standing: Standing, by: Viewer, now: datetime
) -> list[Act]:
    case = Case.objects.select_for_update().get(case_id=case_id)
    stored = history.read(case_id)
    places = offices.places(office_ids(stored) | {act.to for act in new if act.to} | {by.office_id})
    fresh, secrets = _check(case_id, stored, new, places=places, standing=standing, by=by, now=now)
    for letter in secrets:
        if not standing.may_deposit(letter):
            raise admission.closed(by, case_id, letter)
    after = [*stored, *fresh]
    if fresh:
        lowering.check(stored, after, new={act.act_id for act in fresh}, places=places)
        history.append(case_id, fresh)
        marks.store(case_id, marks.of_acts((act.kind, act.facts) for act in new))
        added = {act.act_id for act in fresh}
        stated = ((act.act_id, act.facts) for act in new if act.act_id in added)
        counted.store(case_id, counted.of_acts(stated), by=by)
        sealing.store(
            sealing.seal(case_id=case_id, secrets=secrets, by=by, purpose="record", now=now)
        )
        if measurecheck.touches(fresh, stored):
            measurecheck.keep(case_id=case_id, acts=after, by=by, standing=standing)
        derived = derive(after, places=places, as_of=now)
        projection.write(case, derived, now=now, seen_by=by.office_id)
    return history.rows(case_id, after, [act.act_id for act in new])


def _check(
    case_id: UUID, stored: Sequence[ActValues], new: Sequence[NewAct], *,
    places: offices.Places, standing: Standing, by: Viewer, now: datetime,
) -> tuple[list[ActValues], sealing.Secrets]:  # fmt: skip
    """The acts that are not stored yet, and what of them is to be sealed."""
    known = {act.act_id: act for act in stored}
    already = {act.act_id for act in stored}
    fresh: list[ActValues] = []
    splits: dict[UUID, dict[str, dict[str, object]]] = {}
    for act in new:
        facts = acceptance.accept(act, known=known, places=places, by=by, now=now)
        split = acts_facts.split(act.kind, facts)
        values = _values(act, split.get("clear", {}), by=by, now=now, arrival=len(known) + 1)
        if act.act_id not in known:
            known[act.act_id] = values
            fresh.append(values)
            splits[act.act_id] = split
        elif act.act_id in already:
            _check_same(case_id, known[act.act_id], values, split, standing=standing, by=by)
        elif splits[act.act_id] != split or not _same(known[act.act_id], values):
            raise Conflict(act.act_id)
    return fresh, sealing.gather(splits.items())


def _values(
    act: NewAct, clear: dict[str, object], *, by: Viewer, now: datetime, arrival: int
) -> ActValues:
    return ActValues(
        act_id=act.act_id,
        arrival=arrival,
        kind=act.kind,
        at=act.at,
        recorded_at=now,
        office_id=by.office_id or None,
        author_id=by.user_id,
        to_office_id=act.to,
        corrects=act.corrects,
        annuls=act.annuls,
        facts=sealing.decode(sealing.encode(clear)),
    )


def _check_same(
    case_id: UUID, stored: ActValues, sent: ActValues, split: dict[str, dict[str, object]], *,
    standing: Standing, by: Viewer,
) -> None:  # fmt: skip
    """
    Whether an act sent again is the one stored, with the sealed facts that its sender may read.

    :raises Conflict: if it differs in anything but when it was recorded
    """
    if not _same(stored, sent):
        raise Conflict(sent.act_id)
    secrets = {
        name: value
        for part in split
        if part in standing.readable(own=True)
        for name, value in split[part].items()
    }
    opened = sealing.open_items(
        case_id=case_id, items=[sent.act_id], compartments=sealing.COMPARTMENTS,
        by=by, purpose="sent-again", standing=standing,
    )  # fmt: skip
    if opened.get(sent.act_id, {}) != sealing.decode(sealing.encode(secrets)):
        raise Conflict(sent.act_id)


def _same(stored: ActValues, sent: ActValues) -> bool:
    return stored == sent._replace(arrival=stored.arrival, recorded_at=stored.recorded_at)
