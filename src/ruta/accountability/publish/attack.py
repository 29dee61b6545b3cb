"""
The attack: what can anybody find out of a cell from all that was published?

A cell of 0 to 9 is safe when a world is possible in which it is 0, and one in which it is 5 or
more. Two kinds of proof are used, each in the direction in which it is safe:

- *A relaxation convicts.* Ranges narrowed (`narrowing`), like those of a linear program, hold the
  true range and may be wider. When even they exclude 0, the cell is found; when they do not, that
  proves nothing.
- *A world acquits.* A whole-number world that fits all that was published, however it was come
  by, proves that its values are possible. Each is checked in whole numbers (`Knowledge.admits`).
  Worlds are looked for by mixed-integer programs that ask for many cells at once, then for one
  cell near it with all else left alone.

What neither decides, an exact mixed-integer program decides. Out of time is not proved, and not
proved is not published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import monotonic
from typing import Literal

import numpy as np

from . import worlds
from .knowledge import Knowledge, Mask, Numbers, Whole
from .narrowing import narrowed
from .repair import Repair

SPAN = 5
"""A guarded cell must be able to be 0, and this much more than its least."""
SECONDS = 600.0
"""How long one group of cells that belong together may be attacked."""
ONE_BY_ONE = 0.02
"""About how many seconds it takes to look for a world near one cell."""
Reason = Literal["exists", "narrow", "exact", "unproved"]


@dataclass(frozen=True)
class Finding:
    """
    A cell that is not safe, and why.

    :ivar reason: `exists` cannot be 0; `narrow` spans less than 5; `exact` can be one number
        only; `unproved` could not be shown to be safe in time
    """

    cell: int
    reason: Reason


def attacked(known: Knowledge, *, seconds: float = SECONDS) -> list[Finding]:
    """
    Every cell that is not safe; an empty list is a proof that all are.

    :param seconds: for each group of cells; what is not proved by then is a finding
    :raises Contradiction: when no world is possible
    """
    found: list[Finding] = []
    for cells in known.parts():
        group = known.only(cells)
        if not (group.guarded | group.unsaid | group.shown).any():
            continue
        found += [Finding(int(cells[f.cell]), f.reason) for f in _group(group, seconds)]
    return sorted(found, key=lambda finding: finding.cell)


def _group(known: Knowledge, seconds: float) -> list[Finding]:
    low, high = narrowed(known)
    found = list(_convicted(known, low, high))
    if found:
        # Whoever merges or drops starts from these; the rest is attacked when they are gone.
        return found
    known = replace(known, low=low, high=high)
    trial = Trial(known, until=monotonic() + seconds)
    trial.look()
    trial.repair()
    trial.look()
    return list(trial.rest())


def _convicted(known: Knowledge, low: np.ndarray, high: np.ndarray) -> Iterator[Finding]:
    small = known.guarded | known.unsaid
    exists = small & (low > 0)
    narrow = small & ~exists & (high - low < SPAN)
    exact = known.shown & ~known.guarded & (low == high)
    reasons: tuple[tuple[Reason, Mask], ...] = (
        ("exists", exists), ("narrow", narrow), ("exact", exact),
    )  # fmt: skip
    for reason, mask in reasons:
        for cell in np.flatnonzero(mask):
            yield Finding(int(cell), reason)


class Trial:
    """One group of cells on trial: which were seen at 0, at 5 or more, at two values."""

    def __init__(self, known: Knowledge, *, until: float) -> None:
        self.known, self.until = known, until
        size = len(known)
        self.zero, self.wide, self.two = (np.zeros(size, bool) for _ in range(3))
        asked = known.twin == np.arange(size)
        self.guarded = asked & known.guarded
        self.plain = asked & known.shown & ~known.guarded
        self.last: Whole | None = None
        if known.truth is not None and known.admits(known.truth):
            self.see(known.truth)

    def see(self, world: Whole) -> None:
        """Take a world into account; a false one is an error of ours, and counts for nothing."""
        if not self.known.admits(world):
            return
        if self.last is None:
            self._first = world
        # What a cell is here, its twin is in the world in which the two are swapped.
        for proved, seen in (
            (self.zero, world == 0), (self.wide, world >= SPAN), (self.two, world != self._first),
        ):  # fmt: skip
            proved[self.known.twin[seen]] = True
        self.last = world

    @property
    def no_zero(self) -> Mask:
        open_: Mask = self.guarded & ~self.zero
        return open_

    @property
    def no_width(self) -> Mask:
        open_: Mask = self.guarded & ~self.wide
        return open_

    @property
    def one_value(self) -> Mask:
        open_: Mask = self.plain & ~self.two
        return open_

    def open(self) -> int:
        """How many proofs are still wanted."""
        return sum(int(m.sum()) for m in (self.no_zero, self.no_width, self.one_value))

    def repair(self) -> None:
        """Look for a world near the last for each cell, by the quick way."""
        if self.last is None:
            return
        repair, first = Repair(self.known), self.last
        for mask, reason in self._kinds():
            for cell in map(int, np.flatnonzero(mask)):
                for target in self._targets(cell, reason, first):
                    if not self._proved(cell, reason) and monotonic() < self.until:
                        self._take(repair.moved(first, cell, target))

    def _targets(self, cell: int, reason: Reason, base: Whole) -> list[int]:
        """Values of a cell that would acquit it, nearest first."""
        value, (low, high) = int(base[cell]), (self.known.low[cell], self.known.high[cell])
        near = {"exists": [0], "narrow": [SPAN], "exact": [value + 1, value - 1]}
        return [target for target in near.get(reason, ()) if low <= target <= high]

    def look(self) -> None:
        """Look for worlds that acquit many cells at once, as long as that is quicker."""
        draw = np.random.default_rng(len(self.known))
        quick = True
        while quick and self.open() and monotonic() < self.until:
            before, began = self.open(), monotonic()
            for down, mask in ((True, self.no_zero), (False, self.no_width)):
                if mask.any():
                    wish = np.where(mask, draw.uniform(1, 2, len(mask)), 0.0)
                    most = self.known.high if down else self._enough(mask)
                    wish = wish if down else -wish
                    self._take(worlds.leaning(self.known, wish, self.until, most))
            if self.one_value.any():
                wish = np.where(self.one_value, draw.choice([-1.0, 1.0], len(self.known)), 0.0)
                self._take(worlds.leaning(self.known, wish, self.until, self.known.high))
            quick = (before - self.open()) * ONE_BY_ONE > monotonic() - began

    def _enough(self, mask: Mask) -> Numbers:
        """Ranges in which no cell takes more than it needs, so that one world serves many."""
        return np.where(mask, np.maximum(self.known.low, SPAN), self.known.high)

    def rest(self) -> Iterator[Finding]:
        """What is left, cell by cell: near it first, then exactly."""
        for mask, reason in self._kinds():
            for cell in map(int, np.flatnonzero(mask)):
                if not self._proved(cell, reason):
                    verdict = self._exactly(cell, reason)
                    if verdict is not None:
                        yield Finding(cell, verdict)

    def _kinds(self) -> tuple[tuple[Mask, Reason], ...]:
        return (self.no_zero, "exists"), (self.no_width, "narrow"), (self.one_value, "exact")

    def _proved(self, cell: int, reason: Reason) -> bool:
        if reason == "exists":
            return bool(self.zero[cell])
        return bool((self.wide if reason == "narrow" else self.two)[cell])

    def _exactly(self, cell: int, reason: Reason) -> Reason | None:
        """The reason why a cell is unsafe, nothing when a world shows that it is safe."""
        for size in worlds.NEAR if self.last is not None else ():
            for low, high in self._wanted(cell, reason):
                assert self.last is not None
                self._take(worlds.near(self.known, cell, (low, high), self.last, size))
                if self._proved(cell, reason):
                    return None
        for low, high in self._wanted(cell, reason):
            if monotonic() >= self.until:
                return "unproved"
            world, decided = worlds.anywhere(self.known, cell, (low, high), self.until)
            self._take(world)
            if self._proved(cell, reason):
                return None
            if not decided:
                return "unproved"
        return reason

    def _wanted(self, cell: int, reason: Reason) -> Iterator[tuple[float, float]]:
        """Ranges in which a value of the cell would acquit it."""
        if reason == "exists":
            yield 0, 0
        elif reason == "narrow":
            yield SPAN, self.known.high[cell]
        elif self.last is not None:
            value = float(self.last[cell])
            yield self.known.low[cell], value - 1
            yield value + 1, self.known.high[cell]
        else:
            yield self.known.low[cell], self.known.high[cell]

    def _take(self, world: Whole | None) -> None:
        if world is not None:
            self.see(world)
