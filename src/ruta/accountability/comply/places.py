"""Where acts of some kinds stand among the acts of many cases, and the next one after a place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from ruta.acts.columns import NONE, Acts, Mask, Places

from .rules import Rules, Way, any_way

NOWHERE: Places = np.zeros(0, np.intp)


class Standing:
    """
    The places of each kind of act, what each act counts as included; annulled acts apart.

    Asked again, a question costs nothing: most wordings share their acts with others.
    """

    def __init__(self, acts: Acts, rules: Rules) -> None:
        self.acts, self.rules = acts, rules
        self._all: dict[str, Places] = {}
        self._kept: dict[tuple[str, ...], Places] = {}

    @cached_property
    def _by_kind(self) -> list[Places]:
        """The places of each code of kind, sorted."""
        order = np.argsort(self.acts.kind, kind="stable")
        counts = np.bincount(self.acts.kind, minlength=len(self.rules.dictionaries.kinds))
        return np.split(order, np.cumsum(counts)[:-1])

    def of(self, kind: str) -> Places:
        """Where acts of a kind, or that count as it, stand; annulled ones too."""
        found = self._all.get(kind)
        if found is None:
            parts = [self._open(source) for source in self.rules.sources(kind)]
            found = self._all[kind] = _merged(parts)
        return found

    def _open(self, source: tuple[int, tuple[Way, ...] | None]) -> Places:
        """The places of one kind of act, where it counts as another on a condition."""
        code, ways = source
        places = self._by_kind[code]
        if ways is None:
            return places
        return places[any_way(ways, self.acts, places)]

    def kept(self, kinds: tuple[str, ...]) -> Places:
        """Where acts of any of some kinds stand that were not annulled."""
        found = self._kept.get(kinds)
        if found is None:
            found = _merged([self.of(kind) for kind in kinds])
            if self.acts.annulled is not None:
                found = found[~self.acts.annulled[found]]
            self._kept[kinds] = found
        return found

    def first_after(self, kinds: tuple[str, ...], places: Places, ends: Places) -> Places:
        """For each place, the next place of any of some kinds before an end; else `NONE`."""
        return next_after(self.kept(kinds), places, ends)

    def earlier(self, kinds: tuple[str, ...], places: Places, begins: Places) -> Places:
        """For each place, the first place of any of some kinds from `begins` on; else `NONE`."""
        found = next_after(self.kept(kinds), begins - 1, places)
        return found


def next_after(stands: Places, places: Places, ends: Places) -> Places:
    """The first of some sorted places after each place and before its end; else `NONE`."""
    if not len(stands):
        return np.full(len(places), NONE, np.intp)
    after = np.searchsorted(stands, places, side="right")
    found = stands[np.minimum(after, len(stands) - 1)]
    return np.where((found > places) & (found < ends), found, NONE)


def last_before(stands: Places, places: Places, begins: Places) -> Places:
    """The last of some sorted places before each place and after its `begins`; else `NONE`."""
    if not len(stands):
        return np.full(len(places), NONE, np.intp)
    before = np.searchsorted(stands, places, side="left") - 1
    found = stands[np.maximum(before, 0)]
    return np.where((before >= 0) & (found > begins), found, NONE)


def last_until(acts: Acts, places: Places, instants: Places) -> Places:
    """For each place, the last act of its case at or before an instant that is not before it."""
    low, high = places.copy(), acts.end_of(places)
    while True:
        open_: Mask = high - low > 1
        if not open_.any():
            return low
        middle = (low + high) // 2
        reached = open_ & (acts.at[np.minimum(middle, len(acts) - 1)] <= instants)
        low = np.where(reached, middle, low)
        high = np.where(open_ & ~reached, middle, high)


def _merged(parts: Iterable[Places]) -> Places:
    """Some sorted places as one, each once."""
    filled = [part for part in parts if len(part)]
    if len(filled) < 2:
        return filled[0] if filled else NOWHERE
    together = np.sort(np.concatenate(filled), kind="stable")
    fresh = np.concatenate(([True], together[1:] != together[:-1]))
    return together[fresh]
