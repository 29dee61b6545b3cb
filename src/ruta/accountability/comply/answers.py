"""Obligations as the person who asked reads them: names instead of codes, and how many of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ruta.acts.columns import Dictionaries
from ruta.law.rulebook import Rulebook
from ruta.law.status import STATUSES

from .names import Names
from .rows import duties

TEXT = pa.dictionary(pa.int32(), pa.string())
COUNTS = pa.schema([
    ("duty", pa.string()), ("status", pa.string()), ("obligations", pa.int64()),
    ("share", pa.float64()),
])  # fmt: skip
"""What `as_table` has."""


class Count(NamedTuple):
    """How many obligations of a duty stand in one way, and what part of that duty's they are."""

    duty: str
    status: str
    obligations: int
    share: float


class Answers:
    """Turns the rows of `rows.table` into rows that name things, and counts them on the way."""

    def __init__(self, rulebook: Rulebook, dictionaries: Dictionaries, names: Names) -> None:
        self.rulebook, self.names = rulebook, names
        self.wordings = tuple(rulebook.wordings)
        self.offices = dictionaries.offices
        self.instant = pa.timestamp("us", rulebook.zone.key)
        of = duties(rulebook)
        self.duty = tuple(of[id_] for id_ in self.wordings)

    @property
    def schema(self) -> pa.Schema:
        """
        One row per obligation.

        `case`: as the log calls it. `duty`, `wording`: identifiers. `order`: the place of the act
        that started it among those of its case, from 1. `period`: of a recurring duty, from 0.
        `started`, `due`, `met`: instants, null where there is none. `seconds`: from start to
        meeting. `office`: the one that owes, null where nobody is known to.
        """
        instants = [(name, self.instant) for name in ("started", "due", "met")]
        return pa.schema([
            ("case", pa.string()), ("duty", TEXT), ("wording", TEXT), ("order", pa.int32()),
            ("period", pa.int32()), *instants, ("status", TEXT), ("seconds", pa.float64()),
            ("bearer", TEXT), ("article", TEXT), ("office", TEXT),
        ])  # fmt: skip

    def table(self, found: pa.Table) -> pa.Table:
        """Rows of `rows.table`, in the order they come."""
        wording = found.column("wording").to_numpy().astype(np.int64)
        said = self.rulebook.wordings
        columns = {
            "case": self.names.of(found.column("case").to_numpy()),
            "duty": _named(wording, self.duty),
            "wording": _named(wording, self.wordings),
            "order": pa.array(found.column("start").to_numpy().astype(np.int32) + 1),
            "period": found.column("period").cast(pa.int32()),
            **{n: found.column(n).cast(self.instant) for n in ("started", "due", "met")},
            "status": _named(found.column("status").to_numpy().astype(np.int64), STATUSES),
            "seconds": found.column("seconds").cast(pa.float64()),
            "bearer": _named(wording, [said[id_].bearer for id_ in self.wordings]),
            "article": _named(wording, [said[id_].article for id_ in self.wordings]),
            "office": _office(found.column("office"), self.offices),
        }
        return pa.table(columns, schema=self.schema)

    def nothing(self) -> NDArray[np.int64]:
        """Counts of no row."""
        return np.zeros((len(self.wordings), len(STATUSES)), np.int64)

    def count(self, found: pa.Table) -> NDArray[np.int64]:
        """How many rows of `rows.table` each wording has in each way, as `over.counts`."""
        shape = (len(self.wordings), len(STATUSES))
        cells = found.column("wording").to_numpy().astype(np.int64) * len(STATUSES)
        cells += found.column("status").to_numpy()
        return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)

    def counts(self, counted: NDArray[np.int64]) -> list[Count]:
        """By duty and status, in the order of the rulebook; what nobody had is left out."""
        return counts(counted, self.duty)


def counts(counted: NDArray[np.int64], duty: Sequence[str]) -> list[Count]:
    """By duty and status, from counts by wording and status."""
    together: Mapping[str, NDArray[np.int64]] = {
        name: sum((row for row, of in zip(counted, duty, strict=True) if of == name),
                  np.zeros(len(STATUSES), np.int64))
        for name in dict.fromkeys(duty)
    }  # fmt: skip
    return [
        Count(name, status, int(count), int(count) / int(row.sum()))
        for name, row in together.items()
        for status, count in zip(STATUSES, row, strict=True)
        if count
    ]


def as_table(counted: Sequence[Count]) -> pa.Table:
    """Counts as a table, one row each; with its columns even where there is none."""
    return pa.Table.from_pylist([count._asdict() for count in counted], COUNTS)


def order(found: pa.Table) -> NDArray[np.intp]:
    """The order of rows of `rows.table` by case, start, wording and period."""
    keys = [found.column(n).to_numpy() for n in ("period", "wording", "start", "case")]
    return np.lexsort(keys)


def _named(codes: NDArray[np.int64], names: Sequence[str]) -> pa.DictionaryArray:
    """Codes as the names they stand for; a name may stand for several codes."""
    distinct = list(dict.fromkeys(names))
    table = np.array([distinct.index(name) for name in names], np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(table[codes]), pa.array(distinct, pa.string()))


def _office(codes: Any, offices: Sequence[str]) -> pa.DictionaryArray:
    indices = codes.combine_chunks().cast(pa.int32())
    return pa.DictionaryArray.from_arrays(indices, pa.array(offices, pa.string()))
