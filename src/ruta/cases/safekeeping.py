"""
Complaints taken while the keeper of keys is away: sealed to it, and nobody reads them meanwhile.

When it is back, only their author opens one. It becomes an ordinary draft, begun when it came in,
and what was kept is removed in the same transaction.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Value

from ruta.access import context
from ruta.access.keys import vault
from ruta.access.viewer import Viewer

from . import drafts, sealing
from .admission import NotFound
from .models import Case, Draft, SealedIntake

PURPOSE = "open-intake"
Steps = Mapping[str, Mapping[str, Any]]


@transaction.atomic
def keep(*, case_id: UUID, written: Mapping[str, Any], by: Viewer, now: datetime) -> None:
    """
    Seal what was written and keep it; sent again under its id, it takes the place of the first.

    :raises KeeperAbsent: when the keeper never left a public key
    """
    context.ensure(by)
    text = sealing.encode(written)
    row = SealedIntake(
        case_id=case_id,
        author_id=by.user_id,
        office_id=by.office_id or None,
        received_at=now,
        ciphertext=vault.seal_intake(text, author=by.user_id, intake_id=case_id),
    )
    SealedIntake.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=("case_id", "author_id"),
        update_fields=("ciphertext",),
    )


def unfinished(viewer: Viewer) -> tuple[list[Draft], list[SealedIntake]]:
    """A person's drafts, latest first, and what they keep, oldest first; in one statement."""
    context.ensure(viewer)
    begun = Draft.objects.filter(owner_id=viewer.user_id)
    kept = SealedIntake.objects.filter(author_id=viewer.user_id)
    rows = begun.values_list("case_id", "started_at", "updated_at", Value(False)).union(
        kept.values_list("case_id", "received_at", "received_at", Value(True)), all=True
    )
    found = sorted(rows, key=lambda row: row[2])
    mine = viewer.user_id
    drafts_ = [
        Draft(case_id=case_id, owner_id=mine, started_at=since, updated_at=until)
        for case_id, since, until, is_kept in reversed(found)
        if not is_kept
    ]
    safe = [
        SealedIntake(case_id=case_id, author_id=mine, received_at=since)
        for case_id, since, _, is_kept in found
        if is_kept
    ]
    return drafts_, safe


def received_at(viewer: Viewer, case_id: UUID) -> datetime:
    """
    When one came in.

    :raises NotFound: if this person keeps none under this id
    """
    return _one(viewer, case_id).received_at


@transaction.atomic
def into_draft(
    *, case_id: UUID, read: Callable[[Mapping[str, Any]], Steps], by: Viewer, now: datetime
) -> UUID:
    """
    Open one and make it a draft, whose id is answered; it is kept no longer.

    :param read: the steps of a draft that what was written makes
    :raises NotFound: if this person keeps none under this id
    :raises: what `ruta.access.keys` raises; it is then kept still
    """
    kept = _one(by, case_id, lock=True)
    text = vault.service().open_intake(
        sealed=bytes(kept.ciphertext), intake_id=case_id, actor=by, purpose=PURPOSE
    )
    draft_id = uuid4() if _is_taken(case_id) else case_id
    drafts.start(case_id=draft_id, by=by, now=kept.received_at)
    drafts.save_all(case_id=draft_id, steps=read(sealing.decode(text)), by=by, now=now)
    kept.delete()
    return draft_id


def _one(viewer: Viewer, case_id: UUID, *, lock: bool = False) -> SealedIntake:
    context.ensure(viewer)
    found = SealedIntake.objects.filter(case_id=case_id, author_id=viewer.user_id)
    kept = (found.select_for_update() if lock else found).first()
    if kept is None:
        raise NotFound(case_id)
    return kept


def _is_taken(case_id: UUID) -> bool:
    """Whether it was opened before and sent again since: the draft made of it then stays."""
    return (
        Draft.objects.filter(case_id=case_id).exists()
        or Case.objects.filter(case_id=case_id).exists()
    )
