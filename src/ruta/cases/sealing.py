"""How the case file seals: one JSON object for each item and compartment, one call for each."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from ruta.access.keys import vault
from ruta.access.viewer import Viewer

from .models import SealedItem

COMPARTMENTS = ("I", "C", "R", "N", "H", "L", "S", "K")

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
    """Seal some facts of a case: rows to store, not stored yet."""
    rows = []
    for compartment, items in secrets.items():
        sealed = vault.seal_many(
            case_id=case_id,
            compartment=compartment,
            fields={str(item_id): encode(facts) for item_id, facts in items.items()},
            actor=by,
            purpose=purpose,
        )
        rows += [
            SealedItem(
                case_id=case_id, item_id=UUID(field), compartment=compartment,
                ciphertext=ciphertext, created_at=now,
            )
            for field, ciphertext in sealed.items()
        ]  # fmt: skip
    return rows


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
) -> dict[UUID, dict[str, Any]]:
    """
    Open sealed items of a case: item → facts of all the compartments asked for.

    :param items: which ones; `None` for all of the case
    :raises: what `ruta.access.keys` raises when a seal is broken or a key is gone
    """
    wanted = SealedItem.objects.filter(case_id=case_id, compartment__in=list(compartments))
    if items is not None:
        wanted = wanted.filter(item_id__in=list(items))
    found: dict[str, dict[str, bytes]] = defaultdict(dict)
    for item_id, compartment, ciphertext in wanted.values_list(
        "item_id", "compartment", "ciphertext"
    ):
        found[compartment][str(item_id)] = bytes(ciphertext)
    opened: dict[UUID, dict[str, Any]] = defaultdict(dict)
    sealings = [vault.Sealing(case_id, letter, fields) for letter, fields in found.items()]
    for plain in vault.open_batch(sealings, actor=by, purpose=purpose):
        for field, text in plain.items():
            opened[UUID(field)].update(decode(text))
    return dict(opened)


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
