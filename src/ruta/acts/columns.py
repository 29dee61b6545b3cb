"""The acts of many cases as columns: whole cases, each in its order, everything in codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]
Mask = NDArray[np.bool_]
Instants = NDArray[np.int64]
Codes = NDArray[np.integer[Any]]

NONE = -1
"""The code of what is absent: no office, no value of a fact, no place."""


@dataclass(frozen=True)
class Dictionaries:
    """
    What the codes of a store mean, each by its place in a tuple.

    :ivar kinds: kinds of act
    :ivar facts: for each fact, the values it takes
    :ivar offices: identifiers of offices
    :ivar office_types: for each office, its type
    :ivar office_departments: for each office, its department (two digits of INEI); empty: unknown
    :ivar office_provinces: for each office, its province (four digits of INEI); empty: unknown
    """

    kinds: tuple[str, ...]
    facts: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    offices: tuple[str, ...] = ()
    office_types: tuple[str, ...] = ()
    office_departments: tuple[str, ...] = ()
    office_provinces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Acts:
    """
    Some whole cases: acts clustered by case, in each by instant and then by arrival.

    All columns have one length. A case is never split between two of these.

    :ivar case: number of the case, equal along its acts
    :ivar kind: code of the kind
    :ivar at: instant, in microseconds since 1970 in UTC
    :ivar day: local day, in days since 1970
    :ivar facts: for each fact the acts state, codes of its values; `NONE` where not stated
    :ivar office: code of the office that acted, absent if nobody knows
    :ivar to: code of the office addressed, absent if none ever is
    :ivar annulled: whether the act was annulled, absent if none was
    :ivar more: further columns that no rule reads, such as when each act was recorded
    """

    case: Codes
    kind: Codes
    at: Instants
    day: Codes
    facts: Mapping[str, Codes] = field(default_factory=dict)
    office: Codes | None = None
    to: Codes | None = None
    annulled: Mask | None = None
    more: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.kind)

    @cached_property
    def begins(self) -> Places:
        """The place of the first act of each case."""
        changes = np.flatnonzero(self.case[1:] != self.case[:-1]) + 1
        return np.concatenate((np.zeros(min(1, len(self)), np.intp), changes))

    @cached_property
    def number(self) -> NDArray[np.int32]:
        """For each act, which case of these it belongs to: 0, 1, 2…"""
        steps = np.zeros(len(self), np.int32)
        steps[self.begins[1:]] = 1
        return np.cumsum(steps, dtype=np.int32)

    @cached_property
    def ends(self) -> Places:
        """For each case, the place after its last act."""
        return np.append(self.begins[1:], len(self))

    def first_of(self, places: Places) -> Places:
        """For each place, the place where its case begins."""
        return self.begins[self.number[places]]

    def end_of(self, places: Places) -> Places:
        """For each place, the place after the last act of its case."""
        return self.ends[self.number[places]]

    def until(self, as_of: int) -> Acts:
        """These acts without the later ones: what was known to have happened at an instant."""
        kept = self.at <= as_of
        return self if kept.all() else self.take(kept)

    def take(self, kept: Mask | slice) -> Acts:
        """Some of these acts, in their order; those of a slice are not copied."""

        def cut(column: Any) -> Any:
            return None if column is None else column[kept]

        return Acts(
            self.case[kept], self.kind[kept], self.at[kept], self.day[kept],
            {name: column[kept] for name, column in self.facts.items()},
            cut(self.office), cut(self.to), cut(self.annulled),
            {name: column[kept] for name, column in self.more.items()},
        )  # fmt: skip
