"""A log as coded tables: batches of rows in the order of the file, what cannot be read left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ruta.accountability.comply.mapping import Columns
from ruta.acts.columns import Dictionaries, Mask
from ruta.acts.store import FACT
from ruta.law.clock import Clock

from . import trouble
from .formats import BadLog, Source, first_line, name, not_utf8
from .instants import WHOLE, Reader, written
from .problems import Problems
from .walls import Walls
from .words import Words, as_boolean, pair, pairs, reader_of

BATCH = 1 << 16
MOST_KINDS = np.iinfo(np.int16).max
TEXTS = ("case", "kind", "office", "office_type", "to", "to_type", "act", "corrects", "annuls")


class Reading(NamedTuple):
    """
    How a log is read.

    :ivar form: how texts of instants are written, as `strptime` says it; by default ISO 8601
    :ivar now: microseconds since 1970
    """

    path: Path
    source: Source
    columns: Columns
    clock: Clock
    walls: Walls
    form: str | None
    now: int


class Coder:
    """Codes the rows of a log; keeps what the codes mean, and what was odd."""

    def __init__(self, reading: Reading, connection: duckdb.DuckDBPyConnection) -> None:
        self.reading, self.connection, self.problems = reading, connection, Problems()
        self.kinds, self.ids, self.types, self.offices = Words(), Words(), Words(), Words()
        self.facts = {n: Words(reader_of(n, reading.clock)) for n in reading.columns.facts}
        self.marks = Words(as_boolean)
        self.rows = 0
        column = reading.columns["at"]
        type_ = reading.source.columns[column]
        self._instants = written(column, type_, form=reading.form, largest=self._largest(column))
        self.instants = Reader(self._instants.way, reading.walls, self.problems, now=reading.now)

    def tables(self, told: Callable[[int], None]) -> Iterator[pa.Table]:
        """
        The log, batch by batch; see `_coded` for the columns.

        :param told: is told how many rows were read so far
        :raises BadLog: when the file cannot be read to its end, or its text is in another encoding
        """
        try:
            for batch in self.connection.sql(self._select()).to_arrow_reader(BATCH):
                table = self._coded(batch, self.rows + 1)
                self.rows += batch.num_rows
                told(self.rows)
                yield table
            self._rejected()
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise self._broken(error) from error
        self.instants.finish()

    def dictionaries(self) -> Dictionaries:
        """What the codes mean."""
        ids, types = self.ids.values, (*self.types.values, "")
        offices = [pair(key) for key in self.offices.values]
        return Dictionaries(
            kinds=tuple(self.kinds.values),
            facts={fact: tuple(words.values) for fact, words in self.facts.items()},
            offices=tuple(str(ids[first]) for first, _ in offices),
            office_types=tuple(str(types[second]) for _, second in offices),
        )

    def _select(self) -> str:
        """The columns that are held, texts as texts; an empty one is none."""
        columns = self.reading.columns
        wanted = [f"nullif({name(columns[n])}::varchar, '') as {name(n)}" for n in TEXTS
                  if n in columns]  # fmt: skip
        if "arrival" in columns:
            wanted += [f"try_cast({name(columns['arrival'])} as bigint) as arrival"]
        if "annulled" in columns:
            wanted += [f"{name(columns['annulled'])}::varchar as annulled"]
        wanted += [f"{name(c)} as {name(FACT + fact)}" for fact, c in columns.facts.items()]
        return f"select {self._instants.sql}, {', '.join(wanted)} from {self.reading.source.sql}"

    def _coded(self, batch: pa.RecordBatch, row: int) -> pa.Table:
        """
        Rows in codes.

        Columns: `case`, `at`, `row` (counted from 1), `kind`, `arrival` and, where the log has
        them, `office`, `to`, `fact_NAME` (codes), `act`, `corrects`, `annuls` (texts), `annulled`.
        """
        at, kept = self.instants.read(batch, row)
        for sort, column in (("no-case", "case"), ("no-kind", "kind")):
            has = batch.column(column).is_valid().to_numpy(zero_copy_only=False)
            lost = np.flatnonzero(~has)
            self.problems.add(sort, len(lost), rows=lost[:10] + row)
            kept &= has
        rows = np.arange(row, row + len(at), dtype=np.int64)
        columns: dict[str, Any] = {
            "case": batch.column("case"),
            "at": at,
            "row": rows,
            "kind": self.kinds.of(batch.column("kind")),
            **self._offices(batch),
            **self._texts(batch),
            **self._facts(batch),
            "arrival": self._arrival(batch, rows),
        }
        if len(self.kinds) > MOST_KINDS:
            column = self.reading.columns["kind"]
            raise BadLog(f"column {column!r} holds more than {MOST_KINDS:,} kinds of act: say the"
                         " column of kinds with --map kind=COLUMN")  # fmt: skip
        table = pa.table(columns)
        if not kept.all():
            table = table.filter(pa.array(kept))
        self._count(table)
        return table

    def _offices(self, batch: pa.RecordBatch) -> Mapping[str, NDArray[np.int32]]:
        """Codes of offices, each an identifier and a type; one known by its type alone has it for
        an identifier."""
        found = {}
        for column, type_ in (("office", "office_type"), ("to", "to_type")):
            said = [n for n in (column, type_) if n in self.reading.columns]
            if said:
                types = self.types.of(batch.column(type_)) if type_ in said else None
                found[column] = pairs(self.ids.of(batch.column(said[0])), types, self.offices)
        return found

    def _texts(self, batch: pa.RecordBatch) -> Mapping[str, Any]:
        found: dict[str, Any] = {
            n: batch.column(n) for n in ("act", "corrects", "annuls") if n in self.reading.columns
        }
        if "annulled" in self.reading.columns:
            codes = self.marks.of(batch.column("annulled"))
            read = (*self.marks.values, None)
            self.problems.add("bad-annulled", int(_is(read, str)[codes].sum()))
            found["annulled"] = np.array([value is True for value in read])[codes]
        return found

    def _facts(self, batch: pa.RecordBatch) -> Mapping[str, NDArray[np.int32]]:
        return {FACT + n: words.of(batch.column(FACT + n)) for n, words in self.facts.items()}

    def _arrival(self, batch: pa.RecordBatch, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        if "arrival" not in self.reading.columns:
            return rows
        column = batch.column("arrival")
        lost = np.flatnonzero(column.is_null().to_numpy(zero_copy_only=False))
        self.problems.add("bad-arrival", len(lost), rows=rows[lost[:10]])
        arrival: NDArray[np.int64] = column.fill_null(0).to_numpy(zero_copy_only=False).copy()
        arrival[lost] = rows[lost]
        return arrival

    def _count(self, table: pa.Table) -> None:
        self.kinds.count(table.column("kind").to_numpy())
        for fact, words in self.facts.items():
            words.count(table.column(FACT + fact).to_numpy())

    def _largest(self, column: str) -> int:
        if self.reading.source.columns[column] not in WHOLE:
            return 0
        asked = f"select max(abs({name(column)}))::hugeint from {self.reading.source.sql}"
        return int(self.connection.execute(asked).fetchall()[0][0] or 0)

    def _rejected(self) -> None:
        """Count the lines of a CSV that are no rows."""
        if self.reading.source.format != "csv":
            return
        asked = (
            "select line, bool_or(error_type = 'INVALID ENCODING') from reject_errors"
            " where scan_id = (select max(scan_id) from reject_scans) group by line order by line"
        )
        found = self.connection.execute(asked).fetchall()
        for line, encoding in found:
            if encoding:
                raise not_utf8(self.reading.path, line)
        self.problems.add("bad-row", len(found), rows=(max(1, line - 1) for line, _ in found))

    def _broken(self, error: BaseException) -> BadLog:
        said = str(error)
        if trouble.is_no_room(error) or trouble.is_no_memory(error):
            return BadLog(trouble.said(error))
        if "state machine" in said or "strict mode" in said:
            return BadLog(f"{self.reading.path}: its lines do not end alike, or a quote is not"
                          " closed: save it again as CSV")  # fmt: skip
        return BadLog(f"{self.reading.path}: {first_line(error)}")


def _is(values: Sequence[Any], type_: type) -> Mask:
    return np.array([isinstance(value, type_) and value != "" for value in values])


def known_kinds(clock: Clock, vocabulary: frozenset[str]) -> frozenset[str]:
    """The kinds that a vocabulary or the rules name."""
    known = set(vocabulary) | clock.rulebook.transfers | set(clock.counted)
    for wording in clock.rulebook.wordings.values():
        known |= {wording.starts, *wording.ends, *wording.discharged_by}
        known |= {*wording.breached_by, *wording.precedes}
    for also in clock.counted.values():
        known |= set(also)
    return frozenset(known - {""})
