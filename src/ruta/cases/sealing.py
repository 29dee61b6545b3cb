"""How the case file seals: one JSON object for each item and compartment, one call for a case."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from ruta.access.keys import vault
from ruta.access.standing import Standing
from ruta.access.viewer import Viewer

from .models import SealedItem

HAND = frozenset("K")  # of whoever wrote it, not of their office
COMPARTMENTS = ("I", "C", "R", "N", "H", "L", "S", "K")

ITEMS = """
    select item_id, compartment, ciphertext from cases_sealeditem
    where case_id = %(case)s and (%(items)s::uuid[] is null or item_id = any (%(items)s))
        and (compartment = any (%(every)s)
            or (compartment = any (%(ours)s) and office_id = %(office)s)
            or (compartment = any (%(mine)s) and author_id = %(author)s))
"""

Secrets = Mapping[str, Mapping[UUID, Mapping[str, Any]]]
"""Facts to seal: compartment → item → facts."""


def gather(split: Iterable[tuple[UUID, Mapping[str, Mapping[str, Any]]]]) -> Secrets:
    """Turn items, each split by compartment, into compartments, each with its items."""
    secrets: dict[str, dict[UUID, Mapping[str, Any]]] = defaultdict(dict)
    for item_id, compartments in split:
        for compartment, facts in compartments.items():
            if compartment != "clear" and facts:
                secrets[compartment][item_id] = facts
    return secrets


def seal(
    *, case_id: UUID, secrets: Secrets, by: Viewer, purpose: str, now: datetime
) -> list[SealedItem]:
    """Seal some facts of a case with one question to the keeper: rows to store, not stored yet."""
    sealed = vault.seal_case(
        case_id=case_id,
        parts={
            compartment: {str(item_id): encode(facts) for item_id, facts in items.items()}
            for compartment, items in secrets.items()
        },
        actor=by,
        purpose=purpose,
    )
    return [
        SealedItem(
            case_id=case_id, item_id=UUID(field), compartment=compartment,
            ciphertext=ciphertext, created_at=now,
            office_id=by.office_id or None, author_id=by.user_id,
        )
        for compartment, fields in sealed.items()
        for field, ciphertext in fields.items()
    ]  # fmt: skip


def store(rows: Sequence[SealedItem]) -> None:
    """Add sealed items in one statement."""
    if rows:
        SealedItem.objects.bulk_create(rows)


def open_items(
    *,
    case_id: UUID,
    items: Iterable[UUID] | None,
    compartments: Iterable[str],
    by: Viewer,
    purpose: str,
    standing: Standing | None,
) -> dict[UUID, dict[str, Any]]:
    """
    Open sealed items of a case: item → facts of the compartments asked for and open to `by`.

    :param items: which ones; `None` for all of the case
    :param standing: how `by` stands in the case; `None` for a draft, which is its owner's alone
    :raises: what `ruta.access.keys` raises when a seal is broken or a key is gone
    """
    named = None if items is None else list(items)
    asking: dict[str, Any] = {
        "case": case_id,
        "items": named,
        **_open_to(by, standing, compartments),
    }
    found: dict[str, dict[str, bytes]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(ITEMS, asking)
        for item_id, compartment, ciphertext in cursor.fetchall():
            found[compartment][str(item_id)] = bytes(ciphertext)
    opened: dict[UUID, dict[str, Any]] = defaultdict(dict)
    sealings = [vault.Sealing(case_id, letter, fields) for letter, fields in found.items()]
    for plain in vault.open_batch(sealings, actor=by, purpose=purpose):
        for field, text in plain.items():
            opened[UUID(field)].update(decode(text))
    return dict(opened)


def _open_to(by: Viewer, standing: Standing | None, compartments: Iterable[str]) -> dict[str, Any]:
    """The parameters of `ITEMS`: compartments open to anybody, to one's office, to one's hand."""
    asked = frozenset(compartments)
    every = asked if standing is None else asked & standing.readable(own=False)
    own = frozenset() if standing is None else (asked & standing.readable(own=True)) - every
    return {
        "every": list(every), "ours": list(own - HAND), "mine": list(own & HAND),
        "office": by.office_id, "author": by.user_id,
    }  # fmt: skip


def encode(facts: Mapping[str, Any]) -> bytes:
    """Facts as canonical JSON: the same facts are the same bytes."""
    return json.dumps(
        facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    ).encode()


def decode(text: bytes) -> dict[str, Any]:
    """Facts from what `encode` wrote."""
    facts: dict[str, Any] = json.loads(text)
    return facts


def _plain(value: Any) -> Any:
    """Dates and instants as ISO 8601, tuples and sets as lists."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return sorted(value) if isinstance(value, set | frozenset) else list(value)
