"""
Files that prove something of a case: the original as it came, and a cleaned copy to look at.

Each is the file of one act. Its parts are sealed in chunks, each part under a key of its own; the
keys, with what and how large each part is, are sealed in compartment N by the keeper of keys, so
that whoever may only add opens nothing, and a case whose keys are erased has no files. A new
version of what an act states may keep its file: the file is then that of the act it corrects.

The purpose of every opening ends with a mark of the file: by it the audit tells who opened which.
"""

import base64
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ruta.access.keys import envelope, vault
from ruta.access.standing import Standing
from ruta.access.uploads import sealing as chunks
from ruta.access.uploads.cleaning import Cleaned
from ruta.access.uploads.kinds import Kind, kind_of
from ruta.access.viewer import Viewer

from . import admission, operations
from .intake import NewAct
from .models import Act, Case, EvidenceChunk, EvidenceFile
from .rows import ActRow

KIND = "evidence-attached"
WHAT, FROM, PRINT = "evidence_kind", "evidence_from", "evidence_sha256"
LETTER = "N"
ORIGINAL, COPY = "original", "copy"
MOST_IN_AN_HOUR = 40
MARK_SIGNS = 24  # 96 bits: nobody finds a second act for the mark of another


class TooOften(Exception):
    """Somebody added as many files to a case as an hour allows. Its text may be shown."""

    def __init__(self) -> None:
        super().__init__(
            _("Añadiste muchas pruebas en esta hora. Espera un poco y vuelve a intentarlo.")
        )


@dataclass(frozen=True)
class Part:
    """The original or the copy: how it is sealed, what it is, its size in bytes, its SHA-256."""

    key: bytes = field(repr=False)
    kind: Kind
    size: int
    sha256: str


@dataclass(frozen=True)
class File:
    """The file of an act: its two parts, opened by name, and whose it is."""

    act_id: UUID
    office_id: str
    stored_at: datetime
    parts: Mapping[str, Part] = field(repr=False)


@transaction.atomic
def attach(
    *, case_id: UUID, act: NewAct, original: bytes, cleaned: Cleaned, by: Viewer, now: datetime
) -> None:
    """
    Record an act of evidence with its file, all or nothing. Sent twice, it is stored once.

    :raises TooOften: if they added as many in this hour as are allowed
    :raises Conflict: if another file of the case has its mark
    :raises: what `operations.record` raises
    """
    admission.admit(by, case_id)
    # Of a form that was sent twice at once, the second waits here for the first.
    Case.objects.select_for_update().get(case_id=case_id)
    known = Act.objects.filter(case_id=case_id, act_id=act.act_id).exists()
    if not known and _of_this_hour(case_id, by, now) >= MOST_IN_AN_HOUR:
        raise TooOften
    if not known and _is_mark_taken(case_id, act.act_id):
        raise operations.Conflict(act.act_id)
    stated = replace(act, facts={**act.facts, PRINT: cleaned.original_sha256})
    operations.record(case_id=case_id, acts=[stated], by=by, now=now)
    if not known:
        parts = {ORIGINAL: (original, kind_of(original)), COPY: (cleaned.content, cleaned.kind)}
        _store(case_id, act.act_id, parts, by=by, now=now)


@transaction.atomic
def restate(*, case_id: UUID, act: NewAct, sha256: str, by: Viewer, now: datetime) -> None:
    """
    Record a new version of what an act of evidence states; its file stays as it is.

    :param sha256: the fingerprint of the file of the act it corrects
    :raises: what `operations.record` raises
    """
    stated = replace(act, facts={**act.facts, PRINT: sha256})
    operations.record(case_id=case_id, acts=[stated], by=by, now=now)


def file_ids(case_id: UUID) -> frozenset[UUID]:
    """The acts whose file is there for whoever asks; row security leaves out the others."""
    found = EvidenceFile.objects.filter(case_id=case_id).values_list("act_id", flat=True)
    return frozenset(found)


def holder(act: ActRow, acts: Mapping[UUID, ActRow], holding: Collection[UUID]) -> UUID | None:
    """The act that holds the file of this one: itself, or the nearest one it corrects."""
    at: ActRow | None = act
    while at is not None and at.act_id not in holding:
        at = acts.get(at.corrects) if at.corrects else None
    return at.act_id if at else None


def read(*, case_id: UUID, act_id: UUID, by: Viewer, standing: Standing, purpose: str) -> File:
    """
    Open the keys of a file, which is noted; `act_id` is that of the act that holds it.

    :param purpose: a word for the audit; one that begins with `export` asks to take it away
    :raises Closed: if it is closed to them, or not there for them
    :raises: what `vault.open_many` raises
    """
    row = EvidenceFile.objects.filter(case_id=case_id, act_id=act_id).first()
    action = "export" if purpose.startswith("export") else "read"
    own = row is not None and row.office_id == by.office_id
    if row is None or not standing.allows(action, LETTER, own=own):
        raise admission.Closed(LETTER)
    name = _field(act_id)
    opened = vault.open_many(
        case_id=case_id, compartment=LETTER, fields={name: bytes(row.keys)}, actor=by,
        purpose=f"{purpose}-{mark(case_id, act_id)}",
    )  # fmt: skip
    return File(act_id, row.office_id, row.stored_at, _parts(opened[name]))


def content(*, case_id: UUID, file: File, part: str) -> bytes:
    """
    The content of a part, whole as it was sealed.

    :raises SealBroken: if any of it was altered, cut, swapped or moved
    """
    known = file.parts[part]
    sealed = (
        EvidenceChunk.objects.filter(case_id=case_id, act_id=file.act_id, part=part)
        .order_by("number")
        .values_list("ciphertext", flat=True)
    )
    opened = chunks.open_file(known.key, map(bytes, sealed), _place(case_id, file.act_id, part))
    if sha256(opened).hexdigest() != known.sha256:
        raise vault.SealBroken("not the file that was sealed")
    return opened


def mark(case_id: UUID, act_id: UUID) -> str:
    """By which the purposes of openings name a file: who chooses the act does not choose it."""
    return sha256(case_id.bytes + act_id.bytes).hexdigest()[:MARK_SIGNS]


def _is_mark_taken(case_id: UUID, act_id: UUID) -> bool:
    """Whether another file of the case has this mark; its acts tell, though the file is closed."""
    others = Act.objects.filter(case_id=case_id, kind=KIND).values_list("act_id", flat=True)
    return mark(case_id, act_id) in {mark(case_id, other) for other in others}


def _of_this_hour(case_id: UUID, by: Viewer, now: datetime) -> int:
    since = now - timedelta(hours=1)
    return Act.objects.filter(
        case_id=case_id, kind=KIND, author_id=by.user_id, recorded_at__gt=since
    ).count()


def _store(
    case_id: UUID, act_id: UUID, parts: Mapping[str, tuple[bytes, Kind]], *, by: Viewer,
    now: datetime,
) -> None:  # fmt: skip
    """Seal the parts, each under a new key, and have the keeper seal the keys."""
    whose: dict[str, Any] = {
        "case_id": case_id, "act_id": act_id, "office_id": by.office_id, "author_id": by.user_id,
    }  # fmt: skip
    keys: dict[str, dict[str, Any]] = {}
    rows: list[EvidenceChunk] = []
    for part, (whole, kind) in parts.items():
        key = envelope.new_key()
        sealed = chunks.seal_file(key, whole, _place(case_id, act_id, part))
        keys[part] = {
            "key": base64.b64encode(key).decode(), "kind": str(kind), "size": sealed.size,
            "sha256": sealed.sha256,
        }  # fmt: skip
        rows += [
            EvidenceChunk(**whose, part=part, number=number, ciphertext=chunk)
            for number, chunk in enumerate(sealed.chunks)
        ]
    name = _field(act_id)
    sealed_keys = vault.seal_many(
        case_id=case_id, compartment=LETTER, fields={name: json.dumps(keys).encode()}, actor=by,
        purpose=f"attach-evidence-{mark(case_id, act_id)}",
    )  # fmt: skip
    EvidenceFile.objects.bulk_create([EvidenceFile(**whose, stored_at=now, keys=sealed_keys[name])])
    EvidenceChunk.objects.bulk_create(rows, batch_size=4)


def _parts(opened: bytes) -> dict[str, Part]:
    return {
        name: Part(
            base64.b64decode(part["key"]), Kind(part["kind"]), part["size"], part["sha256"]
        )
        for name, part in json.loads(opened).items()
    }  # fmt: skip


def _field(act_id: UUID) -> str:
    return f"{act_id}/file"


def _place(case_id: UUID, act_id: UUID, part: str) -> envelope.Place:
    return envelope.Place(str(case_id), LETTER, f"{act_id}/{part}")
