"""Rows of a log as whole cases, each in the order of the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ruta.acts.columns import Acts, Codes, Mask, Places
from ruta.acts.instants import LocalDays
from ruta.acts.store import FACT, ROWS

from .problems import MANY_ACTS, Problems
from .settling import settled


def whole(tables: Iterable[pa.Table], *, rows: int = ROWS) -> Iterator[pa.Table]:
    """
    Tables of coded rows cut anew, so that none ends within a case.

    :param rows: about how many at a time; a longer case still comes whole
    """
    held: list[pa.Table] = []
    count = 0
    for table in tables:
        held.append(table)
        count += table.num_rows
        if count >= rows:
            together = pa.concat_tables(held)
            begins = np.flatnonzero(changes(together.column("case")))
            cut = int(begins[-1])
            if cut:
                yield together.slice(0, cut).combine_chunks()
            held, count = [together.slice(cut)], count - cut
    if count:
        yield pa.concat_tables(held).combine_chunks()


def changes(case: pa.ChunkedArray) -> Mask:
    """Where a case is another than in the row before; the first row is one."""
    found = np.ones(len(case), bool)
    if len(case) > 1:
        differs = pc.not_equal(case.slice(1), case.slice(0, len(case) - 1))
        found[1:] = differs.combine_chunks().to_numpy(zero_copy_only=False)
    return found


class Cases:
    """
    Makes acts of whole cases out of coded rows, and counts what is odd about cases.

    :ivar counted: how many cases so far; the next one has this number
    """

    def __init__(self, days: LocalDays, problems: Problems, *, as_of: int) -> None:
        self.days, self.problems, self.as_of = days, problems, as_of
        self.counted = 0

    def acts(self, table: pa.Table) -> tuple[Acts, pa.Array]:
        """
        The acts of some whole cases and the names of those cases, in the order of their numbers.

        :param table: what `whole` gives
        """
        fresh = changes(table.column("case"))
        names = table.column("case").filter(pa.array(fresh)).combine_chunks()
        number = np.cumsum(fresh, dtype=np.int64) - 1
        table = table.drop_columns("case")
        self._long(table, fresh)
        order = _order(table, number)
        if order is not None:
            table, number = table.take(pa.array(order)), number[order]
        table, number = self._once(table, number)
        annulled: Mask | None = _column(table, "annulled")
        if "corrects" in table.column_names or "annuls" in table.column_names:
            order, annulled = settled(table, number, annulled, self.problems)
            table, number = table.take(pa.array(order)), number[order]
        at = table.column("at").to_numpy()
        self.problems.add("after-as-of", int((at > self.as_of).sum()))
        acts = self._acts(table, number + self.counted, at, annulled)
        self.counted += len(names)
        return acts, names

    def _acts(
        self,
        table: pa.Table,
        number: NDArray[np.int64],
        at: NDArray[np.int64],
        annulled: Mask | None,
    ) -> Acts:
        return Acts(
            case=number,
            kind=table.column("kind").to_numpy().astype(np.int16),
            at=at,
            day=self.days.of(at),
            facts={
                n.removeprefix(FACT): table.column(n).to_numpy()
                for n in table.column_names
                if n.startswith(FACT)
            },
            office=_column(table, "office"),
            to=_column(table, "to"),
            annulled=annulled,
        )

    def _long(self, table: pa.Table, fresh: Mask) -> None:
        begins = np.append(np.flatnonzero(fresh), len(fresh))
        long = np.flatnonzero(np.diff(begins) >= MANY_ACTS)
        if len(long):
            rows = table.column("row").take(pa.array(begins[long])).to_pylist()
            self.problems.add("long-case", len(long), rows=rows)

    def _once(
        self, table: pa.Table, number: NDArray[np.int64]
    ) -> tuple[pa.Table, NDArray[np.int64]]:
        """The table without rows that are repeated, where a column of acts tells that they are."""
        again = _repeated(table, number)
        if not len(again):
            return table, number
        told = np.sort(table.column("row").to_numpy()[again])
        if "act" not in table.column_names:
            self.problems.add("perhaps-duplicate", len(again), rows=told)
            return table, number
        self.problems.add("duplicate", len(again), rows=told)
        kept = np.ones(len(number), bool)
        kept[again] = False
        return table.filter(pa.array(kept)), number[kept]


def _order(table: pa.Table, number: NDArray[np.int64]) -> Places | None:
    """By case, instant, arrival and row; nothing where rows are so already."""
    at, arrival, row = (table.column(n).to_numpy() for n in ("at", "arrival", "row"))
    same = number[1:] == number[:-1]
    tied = at[1:] == at[:-1]
    before = (arrival[1:] < arrival[:-1]) | ((arrival[1:] == arrival[:-1]) & (row[1:] < row[:-1]))
    turned = np.flatnonzero(same & ((at[1:] < at[:-1]) | (tied & before)))
    if not len(turned):
        return None
    mixed = np.zeros(int(number[-1]) + 1, bool)
    mixed[number[turned]] = True
    rows = np.flatnonzero(mixed[number])
    order = np.arange(len(number))
    order[rows] = rows[np.lexsort((row[rows], arrival[rows], at[rows], number[rows]))]
    return order


def _repeated(table: pa.Table, number: NDArray[np.int64]) -> Places:
    """The rows with the case, instant, kind, office and act of an earlier one."""
    at = table.column("at").to_numpy()
    tied = (number[1:] == number[:-1]) & (at[1:] == at[:-1])
    if not tied.any():
        return np.zeros(0, np.intp)
    among = np.flatnonzero(np.append(tied, False) | np.insert(tied, 0, False))
    keys = [number[among], at[among], table.column("kind").to_numpy()[among]]
    if (office := _column(table, "office")) is not None:
        keys.append(office[among])
    if "act" in table.column_names:
        act = table.column("act").take(pa.array(among)).combine_chunks()
        keys.append(_apart(act))
    order = np.lexsort(keys[::-1])
    same = np.ones(len(among) - 1, bool)
    for key in keys:
        same &= key[order][1:] == key[order][:-1]
    repeated: Places = among[order[1:][same]]
    return repeated


def _apart(act: pa.Array) -> Codes:
    """A code for each identifier of an act; acts without one are each their own."""
    encoded = act.dictionary_encode()
    own = pa.array(-1 - np.arange(len(act), dtype=np.int64))
    codes: Codes = pc.coalesce(encoded.indices.cast(pa.int64()), own).to_numpy()
    return codes


def _column(table: pa.Table, name: str) -> Any:
    """A column as an array; nothing if the log has none."""
    return table.column(name).to_numpy() if name in table.column_names else None
