"""
How far an invented country, written as a store, is from the published margins.

For each margin: how many cases say something of it, the total variation (half the sum of the
differences of shares: the part of the cases that would have to move) and chi square over its
degrees of freedom, which is near 1 where chance alone explains the difference. Only cases opened
in the published years are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from ruta.acts.instants import EPOCH_DAY
from ruta.acts.store import BadStore, Store
from ruta.directory import territory
from ruta.simulator import population
from ruta.simulator.places import UNKNOWN_DEPARTMENT

FIRST, LAST = 2020, population.LAST_PUBLISHED
YES, NO = "yes", "no"
CHILDREN = ("0-5", "6-11", "12-17")
Row = Mapping[str, Any]
Weights = Mapping[str, float]


@dataclass(frozen=True)
class Category:
    """One value of a margin: the share published and the share found, from 0 to 1."""

    code: str
    published: float
    simulated: float


@dataclass(frozen=True)
class Margin:
    """One published margin beside the same of the invented country."""

    name: str
    cases: int
    categories: tuple[Category, ...]

    @property
    def distance(self) -> float:
        """Total variation, from 0 (equal) to 1 (nothing in common)."""
        return sum(abs(each.published - each.simulated) for each in self.categories) / 2

    @property
    def freedom(self) -> int:
        return max(1, sum(1 for each in self.categories if each.published) - 1)

    @property
    def chi_square(self) -> float:
        """Over its degrees of freedom; a category never published and found is infinitely far."""
        terms = (
            self.cases * (each.simulated - each.published) ** 2 / each.published
            if each.published
            else (0.0 if not each.simulated else np.inf)
            for each in self.categories
        )
        return float(sum(terms)) / self.freedom


def margins(store: Store) -> list[Margin]:
    """
    Every published margin against a store, the farthest first.

    :raises BadStore: when it holds no table of cases, or is cut short
    """
    published = list(_published())
    seen: list[Counter[str]] = [Counter() for _ in published]
    for row in _rows(store):
        for (_, _, told), counted in zip(published, seen, strict=True):
            if (code := told(row)) is not None:
                counted[code] += 1
    found = [
        _margin(name, wanted, counted)
        for (name, wanted, _), counted in zip(published, seen, strict=True)
    ]
    return sorted((each for each in found if each.cases), key=lambda m: m.distance, reverse=True)


def _margin(name: str, wanted: Weights, seen: Counter[str]) -> Margin:
    total, weight = sum(seen.values()), sum(wanted.values())
    codes = dict.fromkeys((*wanted, *seen))
    return Margin(
        name,
        total,
        tuple(
            Category(code, wanted.get(code, 0) / weight, seen[code] / max(1, total))
            for code in codes
        ),
    )


def _rows(store: Store) -> Iterator[Row]:
    """A row for each case of the published years, with its year, month, risk and how it began."""
    if store.cases is None:
        raise BadStore(f"{store.folder}: it holds no table of cases")
    risk, complained = _from_acts(store)
    names = {row["department_code"]: row["department"] for row in _departments()}
    with pq.ParquetFile(store.cases) as file:
        for row in (row for batch in file.iter_batches() for row in batch.to_pylist()):
            day, age = date.fromordinal(row["opened_day"] + EPOCH_DAY), row["age_group"]
            if FIRST <= day.year <= LAST:
                yield {
                    **row,
                    "department": names.get(row["department"], UNKNOWN_DEPARTMENT),
                    "age": "0-17" if age in CHILDREN else age,
                    "violence": (row["violence_types"] or [None])[0],
                    "risk": risk.get(row["case"]),
                    "reported": YES if row["case"] in complained else NO,
                    "year": day.year,
                    "month": f"{day:%Y-%m}",
                }


def _departments() -> Iterator[Mapping[str, str]]:
    for row in territory.rows("districts"):
        yield {"department_code": row["ubigeo"][:2], "department": row["department"]}


def _from_acts(store: Store) -> tuple[dict[int, str], set[int]]:
    """By case its first level of risk, and the cases that began with a complaint."""
    risk: dict[int, str] = {}
    complained: set[int] = set()
    levels = store.dictionaries.facts.get("risk", ())
    known = np.array([*(level in population.RISKS for level in levels), False])
    kinds = store.dictionaries.kinds
    complaint = np.array([kind.startswith("complaint-presented") for kind in kinds], bool)
    for acts in store.chunks(facts=frozenset({"risk"})):
        first = acts.begins
        complained.update(acts.case[first[complaint[acts.kind[first]]]].tolist())
        places = np.flatnonzero(known[acts.facts["risk"]])[::-1]
        codes = acts.facts["risk"][places].tolist()
        risk.update(zip(acts.case[places].tolist(), (levels[code] for code in codes), strict=True))
    return risk, complained


def _published() -> Iterator[tuple[str, Weights, Callable[[Row], Any]]]:
    """Each margin: its name, what was published, and the code of a row (None: says nothing)."""
    book, cells = population.margins(), population.counts().items()
    yield "year", _sums((str(c.year), n) for c, n in cells), lambda row: str(row["year"])
    yield "department", _sums((c.department, n) for c, n in cells), _of("department")
    yield "risk", _sums((c.risk, n) for c, n in cells), _of("risk")
    yield "bond", {code: book["bond"][code] for code in population.BONDS}, _of("relation")
    yield "age", {code: book["age_group"][code] for code in population.AGES}, _of("age")
    yield "month", _months(book), _of("month")
    yield "reported-before", _yes_no(book["reported_before"]), _of("reported")
    for name, column in (("disability", "disability"), ("foreign", "migrant")):
        share = book["traits"][name]
        yield name, {YES: share, NO: 1 - share}, _is(column)
    people = {code: n for code, n in book["ethnicity"].items() if code != "source"}
    yield "ethnicity", people, _of("ethnicity")
    for year in range(FIRST, LAST + 1):
        types = dict(zip(population.TYPES, book["violence_type_by_year"][str(year)], strict=True))
        sexes = (book["sex_by_year"][group][str(year)] for group in ("women", "men"))
        risks = _sums((c.risk, n) for c, n in cells if c.year == year)
        yield f"violence {year}", types, _in(year, "violence")
        yield f"sex {year}", dict(zip(population.SEXES, sexes, strict=True)), _in(year, "sex")
        yield f"risk {year}", risks, _in(year, "risk")


def _sums(pairs: Iterable[tuple[str, float]]) -> Weights:
    totals: dict[str, float] = {}
    for code, count in pairs:
        totals[code] = totals.get(code, 0) + count
    return totals


def _months(book: Mapping[str, Any]) -> Weights:
    return {
        f"{year}-{month:02d}": count
        for year in range(FIRST, LAST + 1)
        for month, count in enumerate(book["monthly"][str(year)], start=1)
        if count
    }


def _yes_no(table: Mapping[str, Any]) -> Weights:
    return {code: table[code] for code in (YES, NO)}


def _of(name: str) -> Callable[[Row], Any]:
    return lambda row: row[name]


def _is(name: str) -> Callable[[Row], Any]:
    return lambda row: None if row[name] is None else YES if row[name] else NO


def _in(year: int, name: str) -> Callable[[Row], Any]:
    return lambda row: row[name] if row["year"] == year else None
