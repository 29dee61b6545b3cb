"""
Complaints being taken and not yet registered: what is written is sealed at every step.

Only who started a draft reads it. Submitting opens the case and removes the draft in one
transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from ruta.access import context
from ruta.access.viewer import Viewer

from . import operations, sealing
from .admission import NotFound
from .intake import NewAct, NewParty
from .models import Case, Draft, SealedItem


@dataclass(frozen=True)
class Written:
    """A draft, opened: its step names in the order first saved, each with what was written."""

    case_id: UUID
    started_at: datetime
    updated_at: datetime
    step: str
    steps: Mapping[str, Mapping[str, Any]] = field(repr=False)


def start(*, case_id: UUID, by: Viewer, now: datetime) -> None:
    """
    Begin a draft under the id its case will have; beginning it twice is beginning it once.

    Whether another's case or draft has the id is not said: nobody else's is seen from here.

    :raises NotFound: if the id is that of a case of theirs
    """
    context.ensure(by)
    if Case.objects.filter(case_id=case_id).exists():
        raise NotFound(case_id)
    Draft.objects.get_or_create(
        case_id=case_id,
        owner_id=by.user_id,
        defaults={"office_id": by.office_id or None, "started_at": now, "updated_at": now},
    )


def save(
    *, case_id: UUID, step: str, answers: Mapping[str, Any], by: Viewer, now: datetime
) -> None:
    """
    Seal what was written at one step, in place of what was there.

    :raises NotFound: if there is no such draft of this person
    """
    save_all(case_id=case_id, steps={step: answers}, by=by, now=now)


@transaction.atomic
def save_all(
    *, case_id: UUID, steps: Mapping[str, Mapping[str, Any]], by: Viewer, now: datetime
) -> None:
    """
    Seal what was written at several steps, with one question to the keeper.

    :raises NotFound: if there is no such draft of this person
    """
    if not _own(by, case_id).update(step=list(steps)[-1], updated_at=now):
        raise NotFound(case_id)
    written = {
        _item(case_id, step): {"step": step, "answers": dict(said)} for step, said in steps.items()
    }
    rows = sealing.seal(case_id=case_id, secrets={"N": written}, by=by, purpose="draft", now=now)
    SealedItem.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=("case_id", "item_id", "compartment"),
        update_fields=("ciphertext", "created_at"),
    )


def load(viewer: Viewer, case_id: UUID) -> Written:
    """
    Open a draft, for who started it and nobody else.

    :raises NotFound: if there is no such draft of this person
    """
    draft = _own(viewer, case_id).first()
    if draft is None:
        raise NotFound(case_id)
    opened = sealing.open_items(
        case_id=case_id, items=None, compartments=("N",), by=viewer, purpose="draft", standing=None
    )
    steps = {item["step"]: item["answers"] for item in opened.values()}
    return Written(case_id, draft.started_at, draft.updated_at, draft.step, steps)


@transaction.atomic
def submit(
    *, case_id: UUID, acts: Sequence[NewAct], parties: Sequence[NewParty], by: Viewer, now: datetime
) -> Case:
    """
    Open the case and remove its draft. Sent twice, the second finds the case and answers it.

    :raises NotFound: if there is no such draft of this person, nor a case of theirs
    :raises: what `operations.open_case` raises; the draft then stays
    """
    if not _own(by, case_id).exists() and not Case.objects.filter(case_id=case_id).exists():
        raise NotFound(case_id)
    _remove(by, case_id)
    return operations.open_case(case_id=case_id, acts=acts, parties=parties, by=by, now=now)


@transaction.atomic
def discard(*, case_id: UUID, by: Viewer) -> None:
    """
    Throw a draft away.

    :raises NotFound: if there is no such draft of this person
    """
    if not _remove(by, case_id):
        raise NotFound(case_id)


def own(viewer: Viewer) -> list[Draft]:
    """The drafts a person has begun, latest first, unopened."""
    context.ensure(viewer)
    return list(Draft.objects.filter(owner_id=viewer.user_id).order_by("-updated_at"))


def is_begun(viewer: Viewer, case_id: UUID) -> bool:
    """Whether a person has a draft under this id."""
    return bool(_own(viewer, case_id).exists())


def idle(*, before: datetime) -> list[Draft]:
    """Drafts nobody has touched since an instant, oldest first, unopened: to be asked about."""
    return list(Draft.objects.filter(updated_at__lt=before).order_by("updated_at"))


def _own(viewer: Viewer, case_id: UUID) -> Any:
    context.ensure(viewer)
    return Draft.objects.filter(case_id=case_id, owner_id=viewer.user_id)


def _remove(by: Viewer, case_id: UUID) -> bool:
    """Delete a draft's sealed steps, and then the draft, without which they could not be seen."""
    if _own(by, case_id).select_for_update().first() is None:
        return False
    SealedItem.objects.filter(case_id=case_id).delete()
    _own(by, case_id).delete()
    return True


def _item(case_id: UUID, step: str) -> UUID:
    return uuid5(case_id, step)
