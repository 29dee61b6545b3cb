"""
Filling a store: whole cases come one at a time, and are written as columns some at a time.

The one place where acts and what figures know of a case become files, for the simulated country
and for the extract alike. `acts.parquet`: the columns of `table.ACTS` in codes, offices as one
code (type and place are in the dictionaries). `cases.parquet`: those of `table.CASES` and
`opened_day` (days since 1970). Both hold the cases in one order, and `store.json` comes last.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ruta.law.model import Act
from ruta.law.streams import arrange

from . import store, table
from .columns import NONE, Acts, Dictionaries
from .instants import LocalDays, microseconds

FACTS = ("risk", "door", "instrument", "impediment", "duty", "reason_code", "close_reason")
"""Facts in codes: every one the rulebook reads, and those that figures are broken down by."""
AT_ONCE = 1 << 18
SECOND = 1_000_000
OPENED_DAY = "opened_day"
_TYPES = {
    table.INTEGER: pa.int64(),
    table.TEXT: pa.dictionary(pa.int16(), pa.string()),
    table.BOOLEAN: pa.bool_(),
    table.TEXTS: pa.list_(pa.string()),
}
CASES = pa.schema(
    [(column.name, _TYPES[column.type]) for column in table.CASES] + [(OPENED_DAY, pa.int32())]
)


class Place(NamedTuple):
    """Of an office: its type, and the INEI codes of its department and province (or empty)."""

    type: str
    department: str = ""
    province: str = ""


INTEGERS = tuple("case kind at recorded arrival office to annulled corrected start_act".split())


def _empty() -> dict[str, array[int]]:
    """The acts waiting to be written, column by column."""
    return {name: array("q") for name in (*INTEGERS, *(store.FACT + name for name in FACTS))}


class Row(NamedTuple):
    """
    A standing act by what a store keeps of it, in texts and numbers that JSON takes and gives back.

    `at` is in microseconds, `recorded` in seconds since 1970 in UTC; `start` is the place, among
    the acts of its case, of the act that started the duty it is about, -1 where there is none.
    """

    kind: str
    at: int
    recorded: int
    arrival: int
    office: str | None
    to: str | None
    annulled: bool
    corrected: bool
    start: int
    facts: Mapping[str, str]


class Settled(NamedTuple):
    """The acts of a case in the order of the clock, and the ids of what was undone by others."""

    rows: Sequence[Row]
    undone: frozenset[str]


def settled(acts: Sequence[Act]) -> Settled:
    """Apply the corrections and annulments of a case, and put its acts in the clock's order."""
    stream, annulled = arrange(acts, as_of=datetime.max.replace(tzinfo=UTC))
    place = {act.id: at for at, act in enumerate(stream)}
    undone = frozenset(act.id for act in acts if act.id not in place) | annulled
    place.update((str(act.corrects), place[act.id]) for act in stream if act.corrects is not None)
    rows = [
        Row(
            kind=act.kind,
            at=microseconds(act.at),
            recorded=microseconds(act.recorded_at) // SECOND,
            arrival=act.arrival,
            office=act.office.id if act.office else None,
            to=act.to.id if act.to else None,
            annulled=act.id in annulled,
            corrected=act.corrects is not None,
            start=place.get(act.facts.get("start_act", ""), NONE),
            facts={name: act.facts[name] for name in FACTS if name in act.facts},
        )
        for act in stream
    ]
    return Settled(rows, undone)


class _Codes(dict[str, int]):
    """Texts by the order in which they were first met; what is absent is `NONE`."""

    def of(self, text: str | None) -> int:
        return NONE if text is None else self.setdefault(text, len(self))


class Filler:
    """
    Writes one store. Use as a context; what is not finished is no store.

    :param offices: for each office that may act or be addressed, its type and place
    :param zone: in which a legal day is a day
    """

    def __init__(self, folder: Path, *, offices: Mapping[str, Place], zone: tzinfo) -> None:
        self._writer, self._places, self._zone = store.Writer(folder), offices, zone
        self._days = LocalDays(zone)
        self._kinds, self._offices = _Codes(), _Codes()
        self._facts = {name: _Codes() for name in FACTS}
        self._file = pq.ParquetWriter(folder / store.CASES, CASES, compression="zstd")
        self._waiting = _empty()
        self._cases: list[tuple[int, Mapping[str, Any]]] = []
        self.acts = self.cases = 0

    def add(self, number: int, rows: Sequence[Row], known: Mapping[str, Any]) -> None:
        """
        Add one case, above those added before.

        :param number: what the case is called here
        :param rows: its acts, as `settled` gives them
        :param known: what `attributes.together` gives
        """
        if not rows:
            return
        self._cases.append((len(self._waiting["case"]), {**known, "case": number}))
        for name, column in self._coded(number, rows).items():
            self._waiting[name].extend(column)
        self.cases += 1
        self.acts += len(rows)
        if len(self._waiting["case"]) >= AT_ONCE:
            self._write()

    def _coded(self, number: int, rows: Sequence[Row]) -> dict[str, list[int]]:
        """The acts of a case, column by column."""
        kinds, offices, first = self._kinds, self._offices, self.acts
        columns: dict[str, list[int]] = {
            "case": [number] * len(rows),
            "kind": [kinds.of(row.kind) for row in rows],
            # In the order of the very instants; what is told of each is its second.
            "at": [row.at // SECOND * SECOND for row in rows],
            "recorded": [row.recorded for row in rows],
            "arrival": [row.arrival for row in rows],
            "office": [offices.of(row.office) for row in rows],
            "to": [offices.of(row.to) for row in rows],
            "annulled": [row.annulled for row in rows],
            "corrected": [row.corrected for row in rows],
            "start_act": [NONE if row.start == NONE else first + row.start for row in rows],
        }
        for name, met in self._facts.items():
            columns[store.FACT + name] = [met.of(row.facts.get(name)) for row in rows]
        return columns

    def _write(self) -> None:
        if not self._cases:
            return
        waiting = {name: np.array(column, np.int64) for name, column in self._waiting.items()}
        day = self._days.of(waiting["at"])
        self._writer.add(self._acts(waiting, day))
        rows = [{**known, OPENED_DAY: int(day[begin])} for begin, known in self._cases]
        self._file.write_table(pa.Table.from_pylist(rows, CASES))
        self._waiting, self._cases = _empty(), []

    def _acts(self, waiting: Mapping[str, NDArray[np.int64]], day: NDArray[np.int32]) -> Acts:
        count = len(day)
        return Acts(
            case=waiting["case"],
            kind=waiting["kind"].astype(np.int16),
            at=waiting["at"],
            day=day,
            facts={name: waiting[store.FACT + name].astype(np.int32) for name in FACTS},
            office=waiting["office"].astype(np.int32),
            to=waiting["to"].astype(np.int32),
            annulled=waiting["annulled"].astype(bool),
            more={
                "act": np.arange(self.acts - count, self.acts, dtype=np.int64),
                "recorded": waiting["recorded"],
                "arrival": waiting["arrival"].astype(np.int32),
                "start_act": waiting["start_act"],
                "corrected": waiting["corrected"].astype(bool),
            },
        )

    def finish(self, about: Mapping[str, Any]) -> None:
        """Write what waits and say what the codes mean: from now on it is a store."""
        self._write()
        self._file.close()
        places = [self._places.get(office, Place("")) for office in self._offices]
        self._writer.finish(
            Dictionaries(
                kinds=tuple(self._kinds),
                facts={name: tuple(met) for name, met in self._facts.items()},
                offices=tuple(self._offices),
                office_types=tuple(place.type for place in places),
                office_departments=tuple(place.department for place in places),
                office_provinces=tuple(place.province for place in places),
            ),
            zone=str(self._zone),
            about=about,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._writer.__exit__(None, None, None)
