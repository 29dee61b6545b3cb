"""
What indicators read: one folder of Parquet files, made once from an encoded store.

Codes become texts here (kept as dictionaries in the files), instants whole seconds since 1970 in
UTC, legal days whole days since 1970; the obligations are those of the columnar clock as of one
instant. The same files serve DuckDB, and Spark as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ruta.accountability.comply import over
from ruta.accountability.comply.found import Found, nothing
from ruta.accountability.comply.rules import Rules
from ruta.acts import instants, store, vocabulary
from ruta.acts.columns import Acts
from ruta.acts.instants import LocalDays
from ruta.law import rulebook
from ruta.law.clock import Clock

from . import tables

RELATIONS = ("acts", "cases", "case_violence", "obligations", "offices")
ABOUT = "relations.json"
ROWS = 1 << 20


@cache
def clock() -> Clock:
    """The clock of the norms shipped with Ruta."""
    return Clock(rulebook.default(), counts_as=vocabulary.counts_as())


def write(source: Path, into: Path, *, as_of: datetime, by: Clock | None = None) -> Path:
    """
    Make the relations of a store as of an instant: later acts are not among them.

    :param source: the folder of the store
    :param into: the folder to write in; made if need be
    :param by: whose law; that shipped with Ruta by default
    :returns: `into`
    :raises store.BadStore: when the store is none
    """
    read, at = store.opened(source), instants.microseconds(as_of)
    into.mkdir(parents=True, exist_ok=True)
    (into / ABOUT).unlink(missing_ok=True)
    rules, offices = Rules(by or clock(), read.dictionaries), tables.Offices(read.dictionaries)
    risks: list[pa.Table] = []

    def acts() -> Iterator[pa.Table]:
        yield tables.acts(tables.NO_ACTS, read.dictionaries, offices)
        for chunk in read.chunks(further=True):
            known = chunk.until(at)
            risks.append(tables.first_risks(known, read.dictionaries))
            yield tables.acts(known, read.dictionaries, offices)

    _save(into, "acts", acts())
    found = tables.Obligations(rules, offices, LocalDays(ZoneInfo(read.zone)))

    def obligations(known: Acts, rows: Found) -> pa.Table:
        return found.table(known, rows)

    none = found.table(tables.NO_ACTS, nothing())
    _save(into, "obligations", chain([none], over.each(rules, read, obligations, as_of=at)))
    _save(into, "offices", [offices.table()])
    _cases(read, into, risks)
    said = {"as_of": at // tables.SECOND, "zone": read.zone}
    (into / ABOUT).write_text(json.dumps(said), encoding="utf-8")
    return into


def open_in(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """
    Make the relations of a folder views of a connection, and `reading` (`as_of`: seconds).

    :raises FileNotFoundError: when the folder was not written to its end
    """
    connection.execute("set threads = 2")
    connection.execute("set TimeZone = 'UTC'")
    for name in RELATIONS:
        file = str(folder / f"{name}.parquet").replace("'", "''")
        connection.execute(f"create or replace view {name} as from read_parquet('{file}')")
    connection.execute(
        "create or replace temp table reading as select ?::bigint as as_of", [as_of(folder)]
    )


def as_of(folder: Path) -> int:
    """The instant the relations of a folder were read at: seconds since 1970."""
    return int(json.loads((folder / ABOUT).read_text(encoding="utf-8"))["as_of"])


def opened(folder: Path, *, memory: str = "2GB") -> duckdb.DuckDBPyConnection:
    """A connection of its own over the relations of a folder; what does not fit spills there."""
    spill = str(folder / "spill")
    connection = duckdb.connect(config={"memory_limit": memory, "temp_directory": spill})
    open_in(connection, folder)
    return connection


def _cases(read: store.Store, into: Path, risks: Iterable[pa.Table]) -> None:
    """What is known of her, and `risk`, the first level assessed; of a bare log, only the level."""
    file = read.folder / store.CASES
    said = pq.read_table(file) if file.is_file() else None
    known = _bare(read) if said is None else tables.cases(said)
    _save(into, "cases", [tables.with_risk(known, pa.concat_tables([tables.NO_RISKS, *risks]))])
    _save(into, "case_violence", [tables.case_violence(said)])


def _bare(read: store.Store) -> pa.Table:
    chunks = [tables.bare_cases(acts) for acts in read.chunks(facts=frozenset())]
    return pa.concat_tables(chunks or [tables.bare_cases(tables.NO_ACTS)])


def _save(into: Path, name: str, parts: Iterable[pa.Table]) -> None:
    """Write one relation as its parts come; one cut short keeps another name."""
    writer: pq.ParquetWriter | None = None
    path, unfinished = into / f"{name}.parquet", into / f"{name}.part"
    try:
        for part in parts:
            if writer is None:
                writer = pq.ParquetWriter(unfinished, part.schema, compression="zstd")
            writer.write_table(part, row_group_size=ROWS)
    finally:
        if writer is not None:
            writer.close()
    unfinished.rename(path)
