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
from datetime import datetime, tzinfo
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
        self._latest = datetime.max.replace(tzinfo=zone)
        self._kinds, self._offices = _Codes(), _Codes()
        self._facts = {name: _Codes() for name in FACTS}
        self._file = pq.ParquetWriter(folder / store.CASES, CASES, compression="zstd")
        self._waiting = _empty()
        self._cases: list[tuple[int, Mapping[str, Any]]] = []
        self.acts = self.cases = 0

    def add(self, number: int, acts: Sequence[Act], known: Mapping[str, Any]) -> None:
        """
        Add one case, above those added before.

        :param number: what the case is called here
        :param acts: its acts, of this or another order, with their clear facts
        :param known: what `attributes.together` gives
        """
        stream, annulled = arrange(acts, as_of=self._latest)
        if not stream:
            return
        self._cases.append((len(self._waiting["case"]), {**known, "case": number}))
        for name, column in self._coded(number, stream, annulled).items():
            self._waiting[name].extend(column)
        self.cases += 1
        self.acts += len(stream)
        if len(self._waiting["case"]) >= AT_ONCE:
            self._write()

    def _coded(
        self, number: int, stream: Sequence[Act], annulled: frozenset[str]
    ) -> dict[str, list[int]]:
        """The acts of a case, column by column."""
        place = {act.id: self.acts + at for at, act in enumerate(stream)}
        corrected = [act for act in stream if act.corrects is not None]
        place.update((str(act.corrects), place[act.id]) for act in corrected)
        offices = self._offices
        columns: dict[str, list[int]] = {
            "case": [number] * len(stream),
            "kind": [self._kinds.of(act.kind) for act in stream],
            "at": [microseconds(act.at) for act in stream],
            "recorded": [microseconds(act.recorded_at) // SECOND for act in stream],
            "arrival": [act.arrival for act in stream],
            "office": [offices.of(act.office.id if act.office else None) for act in stream],
            "to": [offices.of(act.to.id if act.to else None) for act in stream],
            "annulled": [act.id in annulled for act in stream],
            "corrected": [act.corrects is not None for act in stream],
            "start_act": [place.get(act.facts.get("start_act", ""), NONE) for act in stream],
        }
        for name, met in self._facts.items():
            columns[store.FACT + name] = [met.of(act.facts.get(name)) for act in stream]
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
