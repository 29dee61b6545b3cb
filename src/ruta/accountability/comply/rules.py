"""A rulebook made ready for columns: conditions as tables over codes, plans by starting act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ruta.acts.columns import NONE, Acts, Codes, Dictionaries, Mask, Places
from ruta.acts.instants import EPOCH_DAY, LocalDays
from ruta.law.clock import Clock
from ruta.law.conditions import Condition
from ruta.law.plans import Plan, duty_key
from ruta.law.rulebook import Rulebook

from .dues import Dues

Test = tuple[str, Mask]
"""A fact, and for each of its codes whether a condition holds; the last is for `NONE`."""
Way = tuple[Test, ...]


class Rule(NamedTuple):
    """
    One wording ready to run: its plan, its days in force, its conditions.

    `alternatives` is equal among wordings of one duty, of which the first that matches holds.
    """

    code: int
    plan: Plan
    from_day: int
    until_day: int
    given: tuple[Test, ...]
    starts_if: tuple[Test, ...]
    alternatives: object


class Rules:
    """The rules of a clock over the codes of one store."""

    def __init__(
        self, clock: Clock, dictionaries: Dictionaries, only: Iterable[str] | None = None
    ) -> None:
        self.rulebook: Rulebook = clock.rulebook
        self.dictionaries = dictionaries
        self.dues, self.days = Dues(clock.plans), LocalDays(clock.rulebook.zone)
        self.wordings: tuple[str, ...] = tuple(self.rulebook.wordings)
        self._codes = {kind: code for code, kind in enumerate(dictionaries.kinds)}
        self._counted = clock.counted
        self._defaults = dict(zip(self.rulebook.facts, self.rulebook.default_facts, strict=True))
        chosen = None if only is None else frozenset(only)
        self.starting: Mapping[str, tuple[Rule, ...]] = {
            kind: tuple(self._rule(p) for p in plans if chosen is None or p.wording.id in chosen)
            for kind, plans in clock.plans.by_start.items()
        }
        self.transfers = self._with_codes(self.rulebook.transfers)
        self.facts = self._read()
        rules = [rule for of_kind in self.starting.values() for rule in of_kind]
        self.recurs = any(rule.plan.recurring for rule in rules)
        self.once = self._once()

    def sources(self, kind: str) -> list[tuple[int, tuple[Way, ...] | None]]:
        """The codes of the kinds that are, or count as, a kind, with the ways there."""
        found: list[tuple[int, tuple[Way, ...] | None]] = []
        if kind in self._codes:
            found.append((self._codes[kind], None))
        for source, also in self._counted.items():
            ways = also.get(kind)
            if ways is not None and source in self._codes and source != kind:
                found.append((self._codes[source], self._ways(ways)))
        return found

    def offices_of(self, types: Sequence[str]) -> Mask:
        """For each code of office, whether its type is among some; the last is for `NONE`."""
        held = [type_ in types for type_ in self.dictionaries.office_types]
        return np.array([*held, False])

    def _once(self) -> NDArray[np.int64]:
        """For each code of kind, how many duties that do not recur its acts start at the most."""
        found = np.zeros(len(self.dictionaries.kinds), np.int64)
        for kind, rules in self.starting.items():
            duties = {rule.alternatives for rule in rules if not rule.plan.recurring}
            for code, _ in self.sources(kind) if duties else ():
                found[code] += len(duties)
        return found

    def _read(self) -> frozenset[str]:
        """The facts that some condition reads."""
        rules = [rule for of_kind in self.starting.values() for rule in of_kind]
        tests = [test for rule in rules for test in (*rule.given, *rule.starts_if)]
        ways = [way for also in self._counted.values() for ways in also.values() for way in ways]
        return frozenset(fact for fact, _ in tests) | {c.fact for way in ways for c in way}

    def _rule(self, plan: Plan) -> Rule:
        wording = plan.wording
        return Rule(
            code=self.wordings.index(wording.id),
            plan=plan,
            from_day=wording.from_.toordinal() - EPOCH_DAY,
            until_day=(
                np.iinfo(np.int32).max
                if wording.until is None
                else wording.until.toordinal() - EPOCH_DAY
            ),
            given=tuple(self._test(c, self._defaults.get(c.fact)) for c in wording.given),
            starts_if=tuple(self._test(c, None) for c in wording.starts_if),
            alternatives=(
                wording.id if wording.starts_if else (wording.norm.id, duty_key(wording))
            ),
        )

    def _test(self, condition: Condition, unknown: Any) -> Test:
        values = (*self.dictionaries.facts.get(condition.fact, ()), unknown)
        held = [condition.holds({condition.fact: value}) for value in values]
        return condition.fact, np.array(held, bool)

    def _ways(self, ways: Iterable[Iterable[Condition]]) -> tuple[Way, ...] | None:
        """The conditions of each way; nothing where one of the ways has none."""
        found = tuple(tuple(self._test(c, None) for c in way) for way in ways)
        return None if () in found else found

    def _with_codes(self, kinds: Iterable[str]) -> Codes:
        return np.array([self._codes[kind] for kind in kinds if kind in self._codes], np.int64)


def all_hold(tests: Iterable[Test], stated: Mapping[str, Codes], count: int) -> Mask:
    """Where all tests hold of codes that stand side by side; a fact nobody states is `NONE`."""
    held = np.ones(count, bool)
    for fact, table in tests:
        codes = stated.get(fact)
        held &= table[NONE] if codes is None else table[codes]
    return held


def any_way(ways: Iterable[Way], acts: Acts, places: Places) -> Mask:
    """Where some way holds of the facts that the acts at some places state."""
    stated = {name: column[places] for name, column in acts.facts.items()}
    held = np.zeros(len(places), bool)
    for way in ways:
        held |= all_hold(way, stated, len(places))
    return held
