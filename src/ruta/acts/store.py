"""
The encoded store: acts as numbers in a Parquet file, what the numbers mean in a file beside it.

A folder with `acts.parquet` and `store.json`. Rows are clustered by case, in each in the order of
the clock (instant, then arrival), corrections settled. Columns: `case` (whole number), `kind`,
`at` (seconds since 1970 in UTC), `day` (local day, days since 1970); where the log has them
`micros` (of the second), `office`, `to`, `fact_NAME` (codes, -1 where absent), `annulled`; and in
an extract those of `FURTHER`, with a table of the cases in `cases.parquet`: see `filling`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .columns import Acts, Dictionaries

ACTS, CASES, MEANINGS = "acts.parquet", "cases.parquet", "store.json"
FURTHER = ("act", "recorded", "arrival", "start_act", "corrected")
"""Columns that no rule reads: `recorded` in seconds since 1970, `start_act` -1 where absent."""
ROWS = 1 << 20
"""Acts in a row group, and so in a chunk: what one pass holds in memory."""
SECOND = 1_000_000
FACT = "fact_"


class BadStore(ValueError):
    """A folder that is not an encoded store, or was cut short; says which file and why."""


@dataclass(frozen=True)
class Store:
    """A store on disk, opened: its dictionaries are read, its acts are not."""

    folder: Path
    dictionaries: Dictionaries
    zone: str
    about: Mapping[str, Any]

    def chunks(
        self, *, rows: int = ROWS, facts: frozenset[str] | None = None, further: bool = False
    ) -> Iterator[Acts]:
        """
        The acts, some whole cases at a time.

        :param rows: about how many acts at a time; a longer case still comes whole
        :param facts: the facts wanted; all by default
        :param further: whether the columns of `FURTHER` are wanted
        :raises BadStore: when the file ends before its end
        """
        left: pa.Table | None = None
        try:
            with pq.ParquetFile(self.folder / ACTS) as file:
                columns = [n for n in file.schema_arrow.names if self._wanted(n, facts, further)]
                for batch in file.iter_batches(rows, columns=columns):
                    table = pa.Table.from_batches([batch])
                    table = table if left is None else pa.concat_tables([left, table])
                    whole = _whole_cases(table)
                    if whole:
                        yield _acts(table.slice(0, whole))
                    left = table.slice(whole)
        except (pa.ArrowException, OSError) as error:
            raise BadStore(f"{self.folder / ACTS}: {error}") from error
        if left is not None and left.num_rows:
            yield _acts(left)

    @property
    def length(self) -> int:
        """How many acts it holds."""
        return int(self.about["acts"])

    @property
    def cases(self) -> Path | None:
        """The table of the cases, one row each in the order of the acts; a bare log has none."""
        path = self.folder / CASES
        return path if path.is_file() else None

    def _wanted(self, name: str, facts: frozenset[str] | None, further: bool) -> bool:
        if name in FURTHER:
            return further
        if name == "micros":
            return bool(self.about["micros"])
        return facts is None or not name.startswith(FACT) or name.removeprefix(FACT) in facts


def opened(folder: Path) -> Store:
    """
    Open a store.

    :raises BadStore: when a file is missing or is not what it should be
    """
    try:
        said = json.loads((folder / MEANINGS).read_text(encoding="utf-8"))
        dictionaries = Dictionaries(
            kinds=tuple(said["kinds"]),
            facts={name: tuple(values) for name, values in said["facts"].items()},
            offices=tuple(said["offices"]),
            office_types=tuple(said["office_types"]),
            office_departments=tuple(said.get("office_departments", ())),
            office_provinces=tuple(said.get("office_provinces", ())),
        )
        return Store(folder, dictionaries, said["zone"], said["about"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadStore(f"{folder / MEANINGS}: {error}") from error


def is_store(path: Path) -> bool:
    """Whether a path is the folder of a store."""
    return (path / MEANINGS).is_file() and (path / ACTS).is_file()


class Writer(AbstractContextManager["Writer"]):
    """
    Writes a store as chunks of whole cases come; `store.json` is written last, by `finish`.

    A store without it is no store, so that one cut short is never read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.acts, self.cases, self.longest, self.micros = folder, 0, 0, 0, False
        self._file: pq.ParquetWriter | None = None
        folder.mkdir(parents=True, exist_ok=True)
        for name in (MEANINGS, CASES):
            (folder / name).unlink(missing_ok=True)

    def add(self, acts: Acts) -> None:
        """Write some whole cases, whose numbers are above those written before."""
        if not len(acts):
            return
        table = as_table(acts)
        if self._file is None:
            self._file = pq.ParquetWriter(
                self.folder / ACTS, table.schema, compression="zstd", use_dictionary=["kind"]
            )
        self._file.write_table(table, row_group_size=ROWS)
        self.acts += len(acts)
        self.cases += len(acts.begins)
        self.longest = max(self.longest, int(np.diff(acts.begins, append=len(acts)).max()))
        self.micros = self.micros or bool((acts.at % SECOND).any())

    def finish(self, dictionaries: Dictionaries, *, zone: str, about: Mapping[str, Any]) -> None:
        """Close the file and say what its numbers mean."""
        if self._file is None:
            nothing = np.zeros(0, np.int64)
            empty = as_table(Acts(nothing, nothing.astype(np.int16), nothing, nothing))
            self._file = pq.ParquetWriter(self.folder / ACTS, empty.schema)
        self._file.close()
        counted = {"acts": self.acts, "cases": self.cases, "longest": self.longest}
        said = {
            "zone": zone,
            "about": {**about, **counted, "micros": self.micros},
            "kinds": dictionaries.kinds,
            "facts": dict(dictionaries.facts),
            "offices": dictionaries.offices,
            "office_types": dictionaries.office_types,
            "office_departments": dictionaries.office_departments,
            "office_provinces": dictionaries.office_provinces,
        }
        text = json.dumps(said, ensure_ascii=False, indent=1)
        (self.folder / MEANINGS).write_text(text, encoding="utf-8")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def __enter__(self) -> Self:
        return self


def as_table(acts: Acts) -> pa.Table:
    """Acts as the columns of the file; a column nobody needs is left out."""
    seconds, micros = np.divmod(acts.at, SECOND)
    columns = {
        "case": acts.case.astype(np.int64),
        "kind": acts.kind.astype(np.int16),
        "at": seconds,
        "micros": micros.astype(np.int32),
        "day": acts.day.astype(np.int32),
        **{FACT + name: codes.astype(np.int32) for name, codes in acts.facts.items()},
    }
    for name in ("office", "to"):
        codes = getattr(acts, name)
        if codes is not None:
            columns[name] = codes.astype(np.int32)
    if acts.annulled is not None:
        columns["annulled"] = acts.annulled
    columns.update(acts.more)
    return pa.table(columns)


def _acts(table: pa.Table) -> Acts:
    columns = {name: table.column(name).to_numpy() for name in table.column_names}
    at = columns["at"] * SECOND
    if "micros" in columns:
        at += columns["micros"]
    return Acts(
        case=columns["case"],
        kind=columns["kind"],
        at=at,
        day=columns["day"],
        facts={n.removeprefix(FACT): c for n, c in columns.items() if n.startswith(FACT)},
        office=columns.get("office"),
        to=columns.get("to"),
        annulled=columns.get("annulled"),
        more={name: columns[name] for name in FURTHER if name in columns},
    )


def _whole_cases(table: pa.Table) -> int:
    """How many rows from the front are of cases that end within the table."""
    case = table.column("case").to_numpy()
    return int(np.searchsorted(case, case[-1])) if len(case) else 0
