"""What an engine is asked: the text, the tables of the law, and where the acts are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ruta.accountability.comply.rules import Rules
from ruta.acts.instants import DAY
from ruta.acts.store import ACTS, FACT, BadStore, Store
from ruta.law.status import STATUSES

from . import text
from .tables import Law, Span
from .text import Shape

ROWS = 1 << 20
"""Acts that an engine of one machine is given at a time."""
LONG = 256
"""Acts of one case, above which a start is not held against each act of its case."""
ANSWER = pa.schema(
    {
        "case": pa.int64(), "wording": pa.int16(), "start": pa.int32(), "period": pa.int32(),
        "started": pa.int64(), "due": pa.int64(), "met": pa.int64(), "discharged": pa.int64(),
        "breached": pa.int64(), "voided": pa.bool_(), "status": pa.int8(),
        "seconds": pa.float64(), "office": pa.int32(),
    }
)  # fmt: skip
"""The columns of `rows.table`, which these engines answer too."""


@dataclass(frozen=True)
class Asked:
    """
    One question, the same for every engine.

    :ivar acts: the Parquet file of the acts
    :ivar columns: for each column of `acts` in the text, its expression over those of the file
    :ivar shards: the cases, first and last of each part, all parts of about so many acts
    """

    shape: Shape
    tables: Mapping[str, pa.Table]
    acts: Path
    columns: Mapping[str, str]
    shards: tuple[tuple[int, int], ...]
    facts: tuple[str, ...]

    @property
    def text(self) -> str:
        """One row per obligation."""
        return text.text(self.shape)

    @property
    def counts(self) -> str:
        """One row per wording and status."""
        return text.counts(self.shape)


def asked(rules: Rules, store: Store, *, as_of: int, rows: int = ROWS) -> Asked | None:
    """
    What to ask of the acts of a store as of an instant; nothing if no act had happened by then.

    :param as_of: microseconds since 1970 in UTC
    :raises BadStore: when the file of acts cannot be read
    """
    path = store.folder / ACTS
    try:
        about = pq.read_metadata(path)
    except (pa.ArrowException, OSError) as error:
        raise BadStore(f"{path}: {error}") from error
    names = about.schema.to_arrow_schema().names
    span = _span(about, names, as_of)
    if span is None:
        return None
    law = Law(rules, span, as_of=as_of)
    there = bool(rules.dictionaries.offices) and ("office" in names or "to" in names)
    shape = Shape(
        facts=len(law.facts),
        offices=there,
        stops=any(row["stops"] for row in law.rows["roles"]),
        breaks=any(row["breaks"] for row in law.rows["roles"]),
        standing=any(row["standing"] for row in law.rows["openings"]),
        recurring=any(row["recurring"] for row in law.rows["openings"]),
        long_cases=int(store.about.get("longest", LONG + 1)) > LONG,
    )
    columns = _columns(names, law.facts, micros=bool(store.about["micros"]))
    shards = tuple(_shards(about, names.index("case"), rows))
    return Asked(shape, law.tables, path, columns, shards, law.facts)


def _span(about: pq.FileMetaData, names: list[str], as_of: int) -> Span | None:
    """The days of the acts until an instant, by what the file says of its parts."""
    seen = [_bounds(about, group, names.index("day")) for group in range(about.num_row_groups)]
    if not seen:
        return None
    first, last = min(low for low, _ in seen), max(high for _, high in seen)
    last = min(last, as_of // DAY + 1)
    return Span(first, last) if first <= last else None


def _shards(about: pq.FileMetaData, case: int, rows: int) -> list[tuple[int, int]]:
    """Ranges of whole cases, cut where parts of the file end."""
    shards, held, first = [], 0, None
    for group in range(about.num_row_groups):
        low, high = _bounds(about, group, case)
        first = low if first is None else first
        held += about.row_group(group).num_rows
        if held >= rows or group == about.num_row_groups - 1:
            shards.append((first, high))
            first, held = high + 1, 0
    return [(low, high) for low, high in shards if low <= high]


def _bounds(about: pq.FileMetaData, group: int, column: int) -> tuple[int, int]:
    statistics = about.row_group(group).column(column).statistics
    if statistics is None or not statistics.has_min_max:
        raise BadStore("the file of acts does not say the bounds of its parts")
    return statistics.min, statistics.max


def _columns(names: list[str], facts: tuple[str, ...], *, micros: bool) -> dict[str, str]:
    """The columns of the text over those of the file; what the file lacks is absent."""

    def code(name: str) -> str:
        return f'"{name}"' if name in names else "-1"

    at = '"at" * 1000000'
    return {
        "case_id": '"case"',
        "kind": "kind",
        "occurred_at": f"{at} + micros" if micros else at,
        "day": '"day"',
        "office": code("office"),
        "to_office": code("to"),
        "annulled": "annulled" if "annulled" in names else "false",
        **{f"fact_{n}": code(FACT + fact) for n, fact in enumerate(facts, 1)},
    }


def shaped(answer: pa.Table) -> pa.Table:
    """An engine's answer as the columns of `rows.table`."""
    return answer.rename_columns(ANSWER.names).cast(ANSWER)


def counted(answers: Iterable[pa.Table], rules: Rules) -> NDArray[np.int64]:
    """Counts by wording and status, in the order of `rules.wordings` and `STATUSES`."""
    total = np.zeros((len(rules.wordings), len(STATUSES)), np.int64)
    for answer in answers:
        wording, status, many = (column.to_numpy() for column in answer.columns)
        np.add.at(total, (wording, status), many)
    return total
