"""When acts happened, however a log writes it: as SQL for the mass, one by one for the few left."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ruta.acts.columns import Instants, Mask
from ruta.acts.instants import DAY, microseconds

from .formats import BadLog, name, text
from .problems import Problems
from .walls import FIRST, LAST, Walls

YEAR_1980 = 3652 * DAY
MINUTE = 60_000_000
NO_OFFSET = "without an offset"
# From how many digits on a whole number counts in units of so many microseconds.
UNITS = {"seconds": 1_000_000, "milliseconds": 1_000, "microseconds": 1}
WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UINTEGER", "UBIGINT", "HUGEINT", "DOUBLE"}
SAYS_UTC = r"([Zz]|[+-]00(:?00)?|[A-Za-z])\s*$"
WITH_ZONE = re.compile(r"(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*[A-Za-z].*")


class Written(NamedTuple):
    """
    How a column of instants is read.

    :ivar sql: three columns: `at` (microseconds since 1970, UTC unless said otherwise), `wall`
        (the same without regard to an offset; null where that is not known) and `said` (the text,
        where it must be looked at)
    :ivar way: how all of them are written; empty where each says it
    """

    sql: str
    way: str


def written(column: str, type_: str, *, form: str | None, largest: int) -> Written:
    """
    How to read a column of a type.

    :param form: how its texts are written, as `strptime` says it
    :param largest: the largest number in it, if it holds numbers
    :raises BadLog: when the type is none that instants have
    """
    it = name(column)
    if type_ == "VARCHAR" and form:
        at = f"epoch_us(try_strptime({it}, {text(form)}))"
        kept = f"case when {at} is null then {it} end"
        return Written(f"{at} as at, {at} as wall, {kept} as said", NO_OFFSET)
    if type_ == "VARCHAR":
        at, wall = (f"epoch_us(try_cast({it} as {to}))" for to in ("timestamptz", "timestamp"))
        kept = f"case when {at} is null or {at} = {wall} then {it} end"
        return Written(f"{at} as at, {wall} as wall, {kept} as said", "")
    if type_ == "TIMESTAMP WITH TIME ZONE":
        return Written(f"epoch_us({it}) as at, {NULLS}", "instants of UTC, by their type")
    if type_.startswith(("TIMESTAMP", "DATE")):
        at = f"epoch_ns({it}) // 1000" if type_ == "TIMESTAMP_NS" else f"epoch_us({it}::timestamp)"
        return Written(f"{at} as at, {at} as wall, null::varchar as said", NO_OFFSET)
    if type_ in WHOLE:
        return _numbers(it, largest)
    raise BadLog(f"column {column!r} holds {type_}, which is no instant")


NULLS = "null::bigint as wall, null::varchar as said"


def _numbers(it: str, largest: int) -> Written:
    """Numbers since 1970, in the unit that their size tells."""
    way, factor = _unit(largest)
    if factor is None:
        return Written(f"({it} // 1000)::bigint as at, {NULLS}", way)
    return Written(f"({it} * {factor})::bigint as at, {NULLS}", way)


def _unit(largest: int) -> tuple[str, int | None]:
    """The unit in which an instant of these years has so many digits; nanoseconds: none."""
    for (unit, factor), limit in zip(UNITS.items(), (10**11, 10**14, 10**17), strict=True):
        if abs(largest) < limit:
            return f"{unit} since 1970", factor
    return "nanoseconds since 1970", None


class Reader:
    """Reads batches of what the SQL of `written` answers, and counts how instants are written."""

    def __init__(self, way: str, walls: Walls, problems: Problems, *, now: int) -> None:
        self.way, self.walls, self.problems, self.now = way, walls, problems, now
        self.ways: Counter[str] = Counter()
        self.first, self.last = LAST * DAY, FIRST * DAY

    def read(self, batch: pa.RecordBatch, row: int) -> tuple[Instants, Mask]:
        """
        The instants of a batch, and which rows have one.

        :param row: the row of the first, counted from 1
        """
        at_ = batch.column("at")
        known = at_.is_valid().to_numpy(zero_copy_only=False)
        at = at_.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
        naive = np.zeros(len(at), bool)
        if self.way == NO_OFFSET:
            naive = known.copy()
        elif self.way:
            self.ways[self.way] += int(known.sum())
        else:
            naive = self._offsets(batch, at, known)
        self._left(batch, at, known, naive, row)
        if naive.any():
            self.ways[NO_OFFSET] += int(naive.sum())
            self._hours(batch, at, naive)
            at[naive] = self.walls.utc(at[naive])
        self._look(at, known, row)
        return at, known

    def _offsets(self, batch: pa.RecordBatch, at: Instants, known: Mask) -> Mask:
        """Count the offsets of texts; which of them have none."""
        wall = batch.column("wall").fill_null(0).to_numpy(zero_copy_only=False)
        ahead = np.where(known, wall - at, 0)
        for offset, count in zip(*np.unique(ahead[ahead != 0], return_counts=True), strict=True):
            self.ways[shown(int(offset))] += int(count)
        same: Mask = known & (ahead == 0)
        if not same.any():
            return same
        says = pc.fill_null(pc.match_substring_regex(batch.column("said"), SAYS_UTC), False)
        utc: Mask = says.to_numpy(zero_copy_only=False) & same
        self.ways[shown(0)] += int(utc.sum())
        naive: Mask = same & ~utc
        return naive

    def _left(
        self, batch: pa.RecordBatch, at: Instants, known: Mask, naive: Mask, row: int
    ) -> None:
        """Read one by one what DuckDB could not."""
        left = np.flatnonzero(~known)
        if not len(left):
            return
        said = batch.column("said").take(pa.array(left)).to_pylist()
        for place, one in zip(left, said, strict=True):
            if one is None or not one.strip():
                self.problems.add("no-instant", 1, rows=[row + int(place)])
            elif isinstance(read := single(one), str):
                self.problems.add(read, 1, rows=[row + int(place)], values=[one[:40]])
            else:
                at[place], way = read
                known[place], naive[place] = True, way == NO_OFFSET
                self.ways[way] += way != NO_OFFSET

    def _hours(self, batch: pa.RecordBatch, at: Instants, naive: Mask) -> None:
        """Count what is a day and no more."""
        said = batch.column("said")
        if said.null_count < len(said):
            short = pc.fill_null(pc.less_equal(pc.utf8_length(said), 10), False)
            days = naive & short.to_numpy(zero_copy_only=False)
            self.problems.add("no-hour", int(days.sum()))
        elif (at[naive] % DAY == 0).all():
            self.problems.add("no-hour", int(naive.sum()))

    def _look(self, at: Instants, known: Mask, row: int) -> None:
        """Count instants of years that tell of a mistake; drop those no term is counted in."""

        def told(sort: str, where: Mask) -> None:
            places = np.flatnonzero(where & known)
            self.problems.add(sort, len(places), rows=places[:10] + row)

        outside = (at < FIRST * DAY) | (at >= LAST * DAY)
        told("out-of-range", outside)
        known &= ~outside
        epoch = (at >= 0) & (at < DAY)
        told("day-of-1970", epoch)
        told("before-1980", (at < YEAR_1980) & ~epoch)
        told("in-the-future", at > self.now)
        if known.any():
            self.first = min(self.first, int(at[known].min()))
            self.last = max(self.last, int(at[known].max()))

    def finish(self) -> None:
        """Say whether instants are written in ways that do not go together."""
        self.problems.add("no-offset", self.ways[NO_OFFSET])
        ways = {way for way, count in self.ways.items() if count}
        if len(ways) > 1 and not ways <= self._of_zone():
            self.problems.add("mixed-zones", sum(self.ways.values()), values=self.ways)

    def _of_zone(self) -> set[str]:
        """The offsets that the zone itself had meanwhile, its changes of hour."""
        months = np.arange(self.first, self.last + 30 * DAY, 30 * DAY)
        return {shown(int(offset)) for offset in np.unique(self.walls.ahead(months))}


def single(said: str) -> tuple[int, str] | str:
    """One instant and how it is written; else the sort of problem it is."""
    said = said.strip()
    if said.isdigit() and len(said) > 8:
        way, factor = _unit(int(said))
        return (int(said) * factor if factor else int(said) // 1000), way
    said = said.replace(",", ".")
    read, zoned = _iso(said), WITH_ZONE.fullmatch(said)
    if read is None:
        return "unknown-zone" if zoned and _iso(zoned[1]) else "unreadable-instant"
    if read.tzinfo is None:
        return microseconds(read.replace(tzinfo=UTC)), NO_OFFSET
    wall, at = microseconds(read.replace(tzinfo=UTC)), microseconds(read)
    return at, shown(wall - at)


def _iso(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None


def shown(offset: int) -> str:
    """An offset in microseconds as `-05:00`."""
    minutes = abs(offset) // MINUTE
    return f"{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
