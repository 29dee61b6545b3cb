"""Any event log made into an encoded store, in bounded memory, with a report of what was odd."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pyarrow as pa

from ruta.acts.instants import LocalDays
from ruta.acts.store import Store, Writer, is_store, opened
from ruta.law.clock import Clock

from .beside import beside
from .logs.cases import Cases, whole
from .logs.clusters import Clusters, Scattered
from .logs.coded import Coder, Reading, known_kinds
from .logs.formats import BadLog, source
from .logs.ordered import in_order
from .logs.problems import Problems
from .logs.walls import Walls
from .logs.words import Words
from .mapping import columns
from .memory import GIGABYTE, at_a_time, beginning, connected, give_back, left
from .names import FILE, Names, NamesWriter


@dataclass(frozen=True)
class Asked:
    """
    How a log is to be read.

    :ivar said: by what is held, the column
    :ivar zone: of instants without an offset; by default that of the rulebook
    :ivar form: how texts of instants are written, as `strptime` says it
    :ivar as_of, now: microseconds since 1970
    :ivar vocabulary: kinds of act known beside those of the rulebook
    :ivar memory: in bytes
    """

    as_of: int
    now: int
    said: Mapping[str, str] | None = None
    zone: ZoneInfo | None = None
    form: str | None = None
    delimiter: str | None = None
    encoding: str = "utf-8"
    vocabulary: frozenset[str] = frozenset()
    memory: int = GIGABYTE


@dataclass(frozen=True)
class Encoded:
    """A store, what its cases are called in the log, and what there is to say of the log."""

    store: Store
    names: Names
    problems: Problems
    about: Mapping[str, Any]


def encode(
    path: Path, folder: Path, *, clock: Clock, asked: Asked, told: Callable[[int], None]
) -> Encoded:
    """
    Make a store of a log; a folder that is one is taken as it is.

    :param folder: an empty one, for the store and for what does not fit into memory
    :param told: is told how many rows were read so far
    :raises BadLog: when nothing can be read
    :raises NoColumn: when a column is missing
    :raises BadStore: when the path is a store that cannot be read
    """
    if is_store(path):
        return _as_it_is(path, clock, asked)
    with connected(folder, memory=asked.memory) as connection:
        log = _Log(path, folder, connection, clock, asked, told)
        try:
            encoded = log.encoded(log.clustered, Clusters())
        except Scattered:
            encoded = log.encoded(log.sorted, None)
    give_back()
    return encoded


def _as_it_is(path: Path, clock: Clock, asked: Asked) -> Encoded:
    """A store, if its days are those of the rulebook."""
    store, zone = opened(path), clock.rulebook.zone.key
    if store.zone != zone:
        raise BadLog(f"{path}: its days are those of {store.zone}, the norms have those of {zone}")
    if not store.length:
        raise BadLog(f"{path}: no act is in it")
    problems, known = Problems(), known_kinds(clock, asked.vocabulary)
    if not known.issuperset(store.dictionaries.kinds):
        kinds = Words()
        codes = kinds.codes(store.dictionaries.kinds)
        for acts in store.chunks(facts=frozenset()):
            kinds.count(np.array(codes, np.int32)[acts.kind])
        others = kinds.others(known)
        problems.add("unknown-kind", sum(others.values()), values=others)
    about = {"format": "store", "rows": store.length, "acts": store.length, "zone": store.zone}
    return Encoded(store, Names(None), problems, about)


class _Log:
    """One log on its way into a store."""

    def __init__(
        self,
        path: Path,
        folder: Path,
        connection: duckdb.DuckDBPyConnection,
        clock: Clock,
        asked: Asked,
        told: Callable[[int], None],
    ) -> None:
        self.folder, self.connection, self.asked, self.told = folder, connection, asked, told
        self.clock, self.zone = clock, asked.zone or clock.rulebook.zone
        self.source = source(
            path, connection, folder=folder, delimiter=asked.delimiter, encoding=asked.encoding
        )
        held = columns(list(self.source.columns), said=asked.said, facts=_facts(clock))
        self.reading = Reading(
            path, self.source, held, clock, Walls(self.zone), asked.form, asked.now
        )

    def encoded(
        self, tables: Callable[[Coder], Iterable[pa.Table]], together: Clusters | None
    ) -> Encoded:
        """
        Write the store.

        :param together: sees whether the rows of each case are; none where they were put so
        :raises Scattered: when those of a case are not
        """
        with beginning(self.connection) as connection:
            coder = Coder(self.reading, connection)
            about = self._written(coder, tables(coder), together)
        if not about["acts"]:
            why = (
                "no act in it can be read" if coder.rows else "it has titles, and no row below them"
            )
            raise BadLog("\n".join((f"{self.reading.path}: {why}", *coder.problems.lines())))
        self._look_over(coder)
        return Encoded(opened(self.folder), Names(self.folder / FILE), coder.problems, about)

    def _written(
        self, coder: Coder, tables: Iterable[pa.Table], together: Clusters | None
    ) -> dict[str, Any]:
        zone = self.clock.rulebook.zone
        cases = Cases(LocalDays(zone), coder.problems, as_of=self.asked.as_of)
        with Writer(self.folder) as writer, NamesWriter(self.folder) as names:

            def keep(table: pa.Table) -> None:
                acts, named = cases.acts(table)
                if together is not None:
                    together.add(named)
                names.add(named)
                writer.add(acts)

            beside(keep, whole(tables, rows=at_a_time(self.asked.memory)))
            writer.finish(coder.dictionaries(), zone=zone.key, about={})
        if together is not None:
            together.finish(self.folder / FILE, self.connection)
        return self._about(coder, cases, writer.acts)

    def clustered(self, coder: Coder) -> Iterator[pa.Table]:
        """The tables as the log has them."""
        return coder.tables(self.told)

    def sorted(self, coder: Coder) -> Iterator[pa.Table]:
        """The tables by case, put in order on disk where memory does not hold them."""
        with beginning(self.connection) as aside:
            tables = coder.tables(self.told)
            memory = left(self.asked.memory)
            yield from in_order(aside, tables, folder=self.folder, memory=memory)

    def _look_over(self, coder: Coder) -> None:
        """Count the kinds and values that the rules do not know."""
        kinds = coder.kinds.others(known_kinds(self.clock, self.asked.vocabulary))
        coder.problems.add("unknown-kind", sum(kinds.values()), values=kinds)
        for fact, words in coder.facts.items():
            if known := self.clock.rulebook.fact_values.get(fact):
                others = {f"{fact} = {v}": n for v, n in words.others(known).items()}
                coder.problems.add("unknown-value", sum(others.values()), values=others)

    def _about(self, coder: Coder, cases: Cases, acts: int) -> dict[str, Any]:
        held = self.reading.columns
        return {
            "format": self.source.format,
            "rows": coder.rows,
            "acts": acts,
            "cases": cases.counted,
            "columns": {**held.held, **{f"fact.{n}": c for n, c in held.facts.items()}},
            "left": sorted(set(self.source.columns) - {*held.held.values(), *held.facts.values()}),
            "zone": self.zone.key,
            "written": {way: count for way, count in coder.instants.ways.items() if count},
        }


def _facts(clock: Clock) -> list[str]:
    """The facts that the rules read."""
    rules = clock.rulebook
    found = dict.fromkeys(rules.facts)
    for wording in rules.wordings.values():
        found |= dict.fromkeys(c.fact for c in (*wording.given, *wording.starts_if))
    for also in clock.counted.values():
        found |= dict.fromkeys(c.fact for ways in also.values() for way in ways for c in way)
    return list(found)
