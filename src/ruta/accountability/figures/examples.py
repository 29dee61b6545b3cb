"""
The worked examples of indicators: small cases written out, run as a whole country would be.

An act is one line: `2026-03-02 09:30 measures-decided @court >police risk=severo`, in the hour of
Lima; `recorded=2026-03-05T10:00` says that it was written down later, `#m1` names it, and a later
`annulment annuls=#m1` strikes it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruta.accountability.indicators.reading import Example, Indicator
from ruta.acts import filling
from ruta.acts.filling import Place
from ruta.acts.table import CASES
from ruta.law.model import Act, Office

from . import relations, running
from .running import Row, Span

ZONE = ZoneInfo("America/Lima")
COMPARED = ("n", "of", "median_hours", "p90_hours")
KNOWN = frozenset(column.name for column in CASES) - {"case", "department", "province"}
CASE = KNOWN | {"home", "acts"}
QUANTILES_FROM = 1


class BadExample(ValueError):
    """A worked example that is not written as one; says what is wrong."""


def failures(indicator: Indicator) -> Iterator[str]:
    """What the indicator answers otherwise than its worked examples expect, on DuckDB."""
    for number, example in enumerate(indicator.examples, 1):
        with tempfile.TemporaryDirectory() as folder:
            made = written(example, Path(folder))
            with relations.opened(made) as connection:
                rows = running.table(
                    connection, indicator, example.by, example.level, span(example),
                    quantiles_from=QUANTILES_FROM,
                )  # fmt: skip
        for says in compared(example, rows):
            yield f"{indicator.file}: example {number}: {says}"


def compared(example: Example, rows: Sequence[Row]) -> Iterator[str]:
    """Where rows differ from those an example expects; only what it states is compared."""
    found = {_key(example, {**row.dims, "place": row.place}): row for row in rows}
    wanted = {_key(example, row): row for row in example.expect}
    for key in sorted(key for key in found.keys() - wanted.keys() if found[key].n or found[key].of):
        yield f"answers {key}, {found[key].n} of {found[key].of}, which it does not expect"
    for key, row in wanted.items():
        if key not in found:
            yield f"does not answer {key}"
            continue
        for name in COMPARED:
            answer, expected = getattr(found[key], name), row.get(name)
            if name in row and round(answer or 0, 6) != expected:
                yield f"{key}: {name} is {answer}, not {expected}"


def span(example: Example) -> Span:
    """The local days an example asks for."""
    return Span.of(date.fromisoformat(example.from_), date.fromisoformat(example.until))


def written(example: Example, folder: Path) -> Path:
    """
    The relations of an example, in a folder.

    :raises BadExample: when an act or a case is not written as one
    """
    places = {id_: _place(said) for id_, said in example.offices.items()}
    store = folder / "store"
    with filling.Filler(store, offices=places, zone=ZONE) as filler:
        for number, case in enumerate(example.cases):
            if strange := sorted(set(case) - CASE):
                raise BadExample(f"a case says {strange[0]!r}")
            offices = {id_: Office(id_, place.type) for id_, place in places.items()}
            acts = [act(line, n, offices) for n, line in enumerate(case["acts"])]
            filler.add(number, filling.settled(acts).rows, _known(case))
        filler.finish({})
    return relations.write(store, folder / "relations", as_of=_local(example.as_of))


def act(line: str, number: int, offices: Mapping[str, Office]) -> Act:
    """
    An act from its line.

    :raises BadExample: saying what is wrong with it
    """
    try:
        day, hour, kind, *words = line.split()
        at = _local(f"{day}T{hour}")
        said = dict(word.split("=", 1) for word in words if word[0] not in "@>#")
        recorded = said.pop("recorded", None)
        annuls = said.pop("annuls", None)
        if "start_act" in said:
            said["start_act"] = said["start_act"].removeprefix("#")
        return Act(
            id=_marked(words, "#") or f"a{number}",
            kind=kind,
            at=at,
            arrival=number,
            recorded_at=_local(recorded) if recorded else at,
            facts=said,
            office=_office(_marked(words, "@"), offices),
            to=_office(_marked(words, ">"), offices),
            annuls=annuls.removeprefix("#") if annuls else None,
        )
    except (ValueError, KeyError) as error:
        raise BadExample(f"{line!r}: {error}") from error


def _key(example: Example, said: Mapping[str, Any]) -> tuple[str, ...]:
    return (str(said.get("place", "")), *(str(said[name]) for name in example.by))


def _known(case: Mapping[str, Any]) -> dict[str, Any]:
    home = case.get("home")
    said = {name: value for name, value in case.items() if name in KNOWN}
    return {**said, "department": home and home[:2], "province": home}


def _place(said: str) -> Place:
    """An office written as its type and the code of its province, which may be left out."""
    type_, _, province = said.partition(" ")
    return Place(type_, province[:2], province)


def _marked(words: Sequence[str], mark: str) -> str | None:
    return next((word[1:] for word in words if word.startswith(mark)), None)


def _office(id_: str | None, offices: Mapping[str, Office]) -> Office | None:
    return None if id_ is None else offices[id_]


def _local(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=ZONE)
