"""The tables that the SQL text reads the law from, made by the law for one store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from ruta.accountability.comply.rules import Rule, Rules, Test
from ruta.acts.columns import Instants
from ruta.acts.instants import DAY, MICROSECOND
from ruta.law.plans import Plan

from .classes import Circumstances, holds, some_way

LIMITS = {"prohibition": "prohibition", "order": "order", "right-window": "right"}
Duty = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""A starting kind, the kinds that end it, those that discharge it, those that break it."""
FLAGS = ("ends", "stops", "breaks")
Row = dict[str, Any]
Columns = tuple[Instants, ...]
NUMBER, FLAG, WORD = pa.int64(), pa.bool_(), pa.string()
COLUMNS: Mapping[str, Mapping[str, pa.DataType]] = {
    "reading": {"as_of": NUMBER, "radix": NUMBER, "offices": NUMBER},
    "roles": {
        "kind": NUMBER, "said": NUMBER, "duty": NUMBER, "starts": FLAG, "ends": FLAG,
        "stops": FLAG, "breaks": FLAG,
    },
    "openings": {
        "duty": NUMBER, "known": NUMBER, "from_day": NUMBER, "until_day": NUMBER,
        "wording": NUMBER, "limit_kind": WORD, "standing": FLAG, "recurring": FLAG,
        "elapsed": NUMBER, "term": NUMBER, "bearer": NUMBER,
    },
    "refusals": {"wording": NUMBER, "said": NUMBER},
    "dues": {"term": NUMBER, "day": NUMBER, "due_at": NUMBER},
    "periods": {
        "term": NUMBER, "day": NUMBER, "period": NUMBER, "begins_at": NUMBER, "due_at": NUMBER,
    },
    "seats": {"office": NUMBER, "bearer": NUMBER},
    "transfers": {"kind": NUMBER},
    "attentive": {"kind": NUMBER},
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """The local days on which the acts of a store fall; both inclusive."""

    first: int
    last: int


class Law:
    """
    A rulebook as tables of numbers, for the acts of one store.

    - `roles`: the duties in which an act of a kind, saying such things, has a part: what it counts
      as is followed already
    - `openings`: the wordings that a start of a duty sets running between two days, of a case known
      to be so; the first of several that match is chosen already
    - `refusals`: what a starting act may say so that a wording does not start
    - `dues`, `periods`: due instants by starting day; a recurring duty's later periods; of a term
      of hours, `day` is 0 and instants count from the start
    - `attentive`: the kinds of act that may start what depends on the facts of the case
    - `seats`: which offices may hold a bearer's duties
    - `classes_N`: what each code of the N-th fact adds to what is said and known
    """

    def __init__(self, rules: Rules, span: Span, *, as_of: int) -> None:
        self.rules, self.span, self.as_of = rules, span, as_of
        self.facts = tuple(sorted(rules.facts))
        self._duties: dict[Duty, int] = {}
        self._terms: dict[object, int] = {}
        self._bearers: dict[tuple[str, ...], int] = {}
        self._plans: dict[int, Plan] = {}
        values = {name: len(v) for name, v in rules.dictionaries.facts.items()}
        self._said = Circumstances(self.facts, values, self._tests_of_acts())
        self._known = Circumstances(self.facts, values, self._tests_of_cases())

    @cached_property
    def rows(self) -> Mapping[str, list[Row]]:
        """The small tables, as rows."""
        openings = list(self._openings())
        return {
            "reading": [self._reading()],
            "openings": openings,
            "roles": list(self._roles()),
            "refusals": list(self._refusals()),
            "seats": list(self._seats()),
            "transfers": [{"kind": int(code)} for code in self.rules.transfers],
            "attentive": [{"kind": code} for code in sorted(self._attentive())],
        }

    @cached_property
    def tables(self) -> Mapping[str, pa.Table]:
        """Every table by its name in the text."""
        made = {
            name: pa.Table.from_pylist(rows, pa.schema(list(COLUMNS[name].items())))
            for name, rows in self.rows.items()
        }
        made["dues"] = _numbers("dues", self._dues())
        made["periods"] = _numbers("periods", self._periods())
        return made | {f"classes_{n}": self._of_fact(f) for n, f in enumerate(self.facts, 1)}

    def _all(self) -> Iterator[Rule]:
        return (rule for of_kind in self.rules.starting.values() for rule in of_kind)

    def _tests_of_acts(self) -> Iterator[Test]:
        """What is asked of the facts an act itself states."""
        for rule in self._all():
            yield from rule.starts_if
        for duty in {_duty(rule) for rule in self._all()}:
            for kind in {duty[0], *duty[1], *duty[2], *duty[3]}:
                for _, ways in self.rules.sources(kind):
                    yield from (test for way in ways or () for test in way)

    def _tests_of_cases(self) -> Iterator[Test]:
        """What is asked of the facts of a case as last known."""
        for rule in self._all():
            yield from rule.given

    def _reading(self) -> Row:
        offices = max(1, len(self.rules.dictionaries.offices))
        return {"as_of": self.as_of, "radix": self._known.count, "offices": offices}

    def _openings(self) -> Iterator[Row]:
        """Each wording on the days, and in the circumstances, where no alternative precedes it."""
        for of_kind in self.rules.starting.values():
            for known, codes in self._known.each():
                taken: dict[object, list[tuple[int, int]]] = {}
                for rule in of_kind:
                    if holds(rule.given, codes):
                        before = taken.setdefault(rule.alternatives, [])
                        for days in _without((rule.from_day, rule.until_day), before):
                            yield self._opening(rule, known, days)
                        before.append((rule.from_day, rule.until_day))

    def _opening(self, rule: Rule, known: int, days: tuple[int, int]) -> Row:
        plan, wording = rule.plan, rule.plan.wording
        return {
            "duty": self._duties.setdefault(_duty(rule), len(self._duties)),
            "known": known, "from_day": days[0], "until_day": days[1], "wording": rule.code,
            "limit_kind": LIMITS.get(wording.kind, "term"),
            "standing": wording.standing and not plan.recurring, "recurring": plan.recurring,
            "elapsed": None if plan.elapsed is None else plan.elapsed // MICROSECOND,
            "term": self._term(plan),
            "bearer": self._bearers.setdefault(plan.office_types, len(self._bearers)),
        }  # fmt: skip

    def _term(self, plan: Plan) -> int | None:
        """The number of a term that needs a table; hours need one only where they recur."""
        if plan.counted is not None:
            key: object = (plan.counted, plan.calendar.id)
        elif plan.recurring:
            key = plan.elapsed
        else:
            return None
        number = self._terms.setdefault(key, len(self._terms))
        if number not in self._plans or plan.recurring:
            self._plans[number] = plan
        return number

    def _roles(self) -> Iterator[Row]:
        for duty, number in self._duties.items():
            for said, codes in self._said.each():
                starting = self._sources((duty[0],), codes)
                parts = [self._sources(kinds, codes) for kinds in duty[1:]]
                for kind in sorted(starting.union(*parts)):
                    flags = dict(zip(FLAGS, (kind in part for part in parts), strict=True))
                    row = {"kind": kind, "said": said, "duty": number, "starts": kind in starting}
                    yield row | flags

    def _attentive(self) -> set[int]:
        """The kinds of act that may start a wording which depends on what is known of the case."""
        kinds = {rule.plan.wording.starts for rule in self._all() if rule.given}
        return {code for kind in kinds for code, _ in self.rules.sources(kind)}

    def _sources(self, kinds: tuple[str, ...], codes: Mapping[str, int]) -> set[int]:
        """The codes of the kinds that are, or count as, one of some when an act says so much."""
        sources = [source for kind in kinds for source in self.rules.sources(kind)]
        return {code for code, ways in sources if some_way(ways, codes)}

    def _refusals(self) -> Iterator[Row]:
        for rule in self._all():
            for said, codes in self._said.each() if rule.starts_if else ():
                if not holds(rule.starts_if, codes):
                    yield {"wording": rule.code, "said": said}

    @property
    def _days(self) -> Instants:
        return np.arange(self.span.first, self.span.last + 1, dtype=np.int64)

    def _dues(self) -> Iterator[Columns]:
        days = self._days
        for term, plan in self._plans.items():
            if plan.counted is not None:
                due = self.rules.dues.of(plan, days, days)
                yield np.full(len(days), term), days, due

    def _periods(self) -> Iterator[Columns]:
        for term, plan in self._plans.items():
            if plan.recurring and plan.elapsed is not None:
                yield self._turns(term, plan.elapsed // MICROSECOND)
            elif plan.recurring:
                yield from self._later(term, plan)

    def _turns(self, term: int, step: int) -> Columns:
        """The later periods of so many hours, counted from any start."""
        longest = self.as_of - (self.span.first - 1) * DAY
        period = np.arange(1, 2 + max(0, longest) // step, dtype=np.int64)
        nothing = np.zeros(len(period), np.int64)
        return nothing + term, nothing, period, period * step, (period + 1) * step

    def _later(self, term: int, plan: Plan) -> Iterator[Columns]:
        """The periods after the first that may have begun, of a term counted on a calendar."""
        day, period = self._days, 0
        due = self.rules.dues.of(plan, day, day)
        while (going := due < self.as_of).any():
            day, begins, period = day[going], due[going], period + 1
            due = self.rules.dues.of(plan, begins, self.rules.days.of(begins))
            yield np.full(len(day), term), day, np.full(len(day), period), begins, due

    def _seats(self) -> Iterator[Row]:
        for types, bearer in self._bearers.items():
            for office in np.flatnonzero(self.rules.offices_of(types)[:-1]).tolist():
                yield {"office": office, "bearer": bearer}

    def _of_fact(self, fact: str) -> pa.Table:
        said, known = self._said.weighed(fact), self._known.weighed(fact)
        codes = np.append(np.arange(len(said) - 1), -1)
        return pa.table({"code": codes, "said": said, "known": known})


def _numbers(name: str, parts: Iterable[Columns]) -> pa.Table:
    """A table of numbers from its parts, each some columns of one length."""
    listed = list(parts)
    columns = [np.concatenate(of) for of in zip(*listed, strict=True)]
    nothing = np.zeros(0, np.int64)
    return pa.table(
        {n: columns[at] if listed else nothing for at, n in enumerate(COLUMNS[name])},
        pa.schema(list(COLUMNS[name].items())),
    )


def _duty(rule: Rule) -> Duty:
    wording = rule.plan.wording
    breaks = () if rule.plan.recurring else rule.plan.breaks
    return wording.starts, wording.ends, wording.discharged_by, breaks


def _without(days: tuple[int, int], taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A stretch of days, last exclusive, without those that others took."""
    left = [days]
    for first, last in taken:
        cut = [((a, min(b, first)), (max(a, last), b)) for a, b in left]
        left = [(a, b) for pair in cut for a, b in pair if a < b]
    return left
