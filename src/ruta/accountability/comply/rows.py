"""Obligations as a table: one row each, in codes, and what the codes of a wording mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from ruta.acts.columns import NONE, Acts, Instants
from ruta.law.rulebook import Rulebook

from .found import FOREVER, NEVER, Found

SECOND = 1_000_000
WORDING = {
    "wording": pa.int16(), "id": pa.string(), "duty": pa.string(), "norm": pa.string(),
    "rank": pa.string(), "kind": pa.string(), "bearer": pa.string(), "article": pa.string(),
    "area": pa.string(), "implication": pa.string(), "legal": pa.bool_(),
    "confidence": pa.string(),
}  # fmt: skip


def table(acts: Acts, found: Found) -> pa.Table:
    """
    One row per obligation.

    Columns: `case`; `wording`, `status`, `office` (codes; `office` null where nobody holds it);
    `start` (place of the starting act among those of its case, from 0); `period`; `started`,
    `due`, `met`, `discharged`, `breached` (microseconds since 1970 in UTC, null where there is
    none); `voided`; `seconds` (from start to meeting, with fractions, null where never met).

    :param acts: the acts the obligations were found in
    """
    met = found.met_at != NEVER
    columns = {
        "case": pa.array(acts.case[found.start].astype(np.int64)),
        "wording": pa.array(found.wording),
        "start": pa.array((found.start - acts.first_of(found.start)).astype(np.int32)),
        "period": pa.array(found.period),
        "started": pa.array(found.started_at),
        "due": _instants(found.due_at),
        "met": _instants(found.met_at),
        "discharged": _instants(found.discharged_at),
        "breached": _instants(found.breached_at),
        "voided": pa.array(found.voided),
        "status": pa.array(found.status),
        "seconds": pa.array(np.where(met, found.met_at - found.started_at, 0) / SECOND, mask=~met),
        "office": pa.array(found.holder.astype(np.int32), mask=found.holder == NONE),
    }
    return pa.table(columns)


def wordings(rulebook: Rulebook) -> pa.Table:
    """
    What each code of a wording means, one row each: `wording` (the code), `id`, `duty` (the id of
    the oldest wording of its thread), `norm`, `rank`, `kind` (of limit), `bearer`, `article`,
    `area`, `implication`, `legal` (whether it counts for legal compliance), `confidence`.
    """
    duty = duties(rulebook)
    said = [_said(rulebook, code, id_, duty) for code, id_ in enumerate(rulebook.wordings)]
    return pa.Table.from_pylist(said, pa.schema(list(WORDING.items())))


def duties(rulebook: Rulebook) -> Mapping[str, str]:
    """
    For each wording, what its duty is called by: the oldest of all wordings it is tied to.

    One that took the place of two, or two that took the place of one, are one duty.
    """
    duty: dict[str, str] = {}
    for wording in sorted(rulebook.wordings.values(), key=lambda w: (w.from_, w.id)):
        tied = {duty[earlier] for earlier in wording.replaces if earlier in duty}
        name = min(tied, default=wording.id, key=list(duty.values()).index)
        duty[wording.id] = name
        duty.update({id_: name for id_, of in duty.items() if of in tied})
    return duty


def _said(rulebook: Rulebook, code: int, id_: str, duty: Mapping[str, str]) -> dict[str, Any]:
    wording = rulebook.wordings[id_]
    return {
        "wording": code, "id": id_, "duty": duty[id_], "norm": wording.norm.id,
        "rank": wording.rank, "kind": wording.kind, "bearer": wording.bearer,
        "article": wording.article, "area": wording.area, "implication": wording.implication,
        "legal": wording.legal, "confidence": wording.confidence,
    }  # fmt: skip


def _instants(at: Instants) -> pa.Array:
    """Instants, null where there is none."""
    return pa.array(at, mask=(at == NEVER) | (at == FOREVER))
