"""Acts written out as event logs, in every format that is read, as carelessly as people do."""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from ruta.law.model import Act

Row = dict[str, Any]
FORMATS = ("csv", "semicolons.csv", "parquet", "typed.parquet", "xes", "xes.gz")
AHEAD = (timedelta(0), timedelta(hours=-5), timedelta(hours=5, minutes=30))
TEXTS = {"case": "case:concept:name", "kind": "concept:name", "at": "time:timestamp"}


def rows(cases: Mapping[str, Sequence[Act]], facts: Iterable[str]) -> list[Row]:
    """One row per act; instants stay instants."""
    names = list(facts)
    return [
        {
            "case": case,
            "act": act.id,
            "kind": act.kind,
            "at": act.at,
            "arrival": act.arrival,
            "office": act.office.id if act.office else None,
            "office_type": act.office.type if act.office else None,
            "to": act.to.id if act.to else None,
            "to_type": act.to.type if act.to else None,
            "corrects": act.corrects,
            "annuls": act.annuls,
            **{name: act.facts.get(name) for name in names},
        }
        for case, acts in cases.items()
        for act in acts
    ]


def write(rows_: Sequence[Row], folder: Path, format_: str, *, zone: ZoneInfo, seed: int) -> Path:
    """Write rows in an order of their own, instants each with an offset of its own or with none."""
    chance = random.Random(seed)
    mixed = list(rows_)
    chance.shuffle(mixed)
    path = folder / f"log.{format_}"
    if format_ == "typed.parquet":
        pq.write_table(pa.Table.from_pylist(mixed), path)
        return path
    said = [{**row, "at": carelessly(row["at"], zone, chance)} for row in mixed]
    if format_.endswith("csv"):
        _csv(said, path, ";" if "semicolons" in format_ else ",")
    elif format_ == "parquet":
        pq.write_table(pa.Table.from_pylist(said), path)
    else:
        _xes(said, path)
    return path


def carelessly(at: datetime, zone: ZoneInfo, chance: random.Random) -> str:
    """An instant as text: with one of several offsets, with `Z`, or as the wall clock showed it."""
    wall = at.astimezone(zone).replace(tzinfo=None)
    way = chance.randrange(5)
    if way == 0 and wall.replace(tzinfo=zone).astimezone(UTC) == at:
        return wall.isoformat(chance.choice("T "))
    if way == 1:
        return at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    return at.astimezone(timezone(chance.choice(AHEAD))).isoformat()


def _csv(said: Sequence[Row], path: Path, delimiter: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(said[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(said)


def _xes(said: Sequence[Row], path: Path) -> None:
    text = ['<?xml version="1.0" encoding="UTF-8"?>\n<log xmlns="http://www.xes-standard.org/">']
    for row in said:
        cells = {TEXTS.get(name, name): value for name, value in row.items() if value is not None}
        case = quoteattr(str(cells.pop("case:concept:name")))
        text.append(f'<trace><string key="concept:name" value={case}/><event>')
        text += [
            f"<string key={quoteattr(n)} value={quoteattr(str(v))}/>" for n, v in cells.items()
        ]
        text.append("</event></trace>")
    data = "\n".join([*text, "</log>"]).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
