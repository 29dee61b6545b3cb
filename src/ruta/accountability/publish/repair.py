"""
Possible worlds by repair: move one cell, then whatever its relations ask for, few cells at a time.

A quick search with no promise to find: a world it finds is checked like every other, and one it
does not find says nothing. It spares the mixed-integer programs nearly all of the cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from .knowledge import Knowledge, Whole

TRIES, STEPS, CHOICES = 3, 30, 10
FAR = 1 << 40


class Repair:
    """The cells and relations of a group, as plain lists, which single steps read fastest."""

    def __init__(self, known: Knowledge) -> None:
        sums, columns = known.sums, known.columns
        self.low = [int(low) for low in known.low]
        self.high = [int(min(high, FAR)) for high in known.high]
        self.slack = [int(min(slack, FAR)) for slack in known.slack]
        self.cells = [
            list(zip(sums.indices[a:b].tolist(), sums.data[a:b].astype(int).tolist(), strict=True))
            for a, b in zip(sums.indptr[:-1], sums.indptr[1:], strict=True)
        ]
        self.rows = [
            list(zip(columns.indices[a:b].tolist(), columns.data[a:b].astype(int).tolist(),
                     strict=True))
            for a, b in zip(columns.indptr[:-1], columns.indptr[1:], strict=True)
        ]  # fmt: skip
        self.sums = known.whole_sums
        self.bases: dict[int, tuple[Whole, list[int], list[int]]] = {}
        self.draw = Random(len(known))

    def moved(self, base: Whole, cell: int, target: int) -> Whole | None:
        """
        A world like `base` in which a cell is `target`, if the search comes upon one.

        :param base: a possible world
        """
        start, over = self._base(base)
        for _ in range(TRIES):
            changed = self._try(start, over, cell, target)
            if changed is not None:
                world = base.copy()
                world[list(changed)] = list(changed.values())
                return world
        return None

    def _base(self, base: Whole) -> tuple[list[int], list[int]]:
        """A world and what its relations come to, as lists; kept for the next cell."""
        if id(base) not in self.bases:
            # The world is kept too, so that no other can have its address.
            self.bases = {id(base): (base, base.tolist(), (self.sums @ base).tolist())}
        return self.bases[id(base)][1:]

    def _try(
        self, start: list[int], over: list[int], cell: int, target: int
    ) -> dict[int, int] | None:
        """The cells that change, with their new values."""
        now: dict[int, int] = {cell: target}
        sums: dict[int, int] = {}
        self._shift(cell, target - start[cell], sums, over)
        for _ in range(STEPS):
            broken = [row for row, value in sums.items() if self._excess(row, value)]
            if not broken:
                return now
            row = self.draw.choice(broken)
            best = self._best(row, self._excess(row, sums[row]), start, now, sums, over)
            if best is None:
                return None
            chosen, step = best
            now[chosen] = now.get(chosen, start[chosen]) + step
            self._shift(chosen, step, sums, over)
        return None

    def _shift(self, cell: int, step: int, sums: dict[int, int], over: list[int]) -> None:
        for row, sign in self.rows[cell]:
            sums[row] = sums.get(row, over[row]) + sign * step

    def _excess(self, row: int, value: int) -> int:
        """How much a relation is off: what its whole exceeds, or lacks."""
        return value if value < 0 else max(0, value - self.slack[row])

    def _best(
        self, row: int, excess: int, start: list[int], now: dict[int, int], sums: dict[int, int],
        over: list[int],
    ) -> tuple[int, int] | None:  # fmt: skip
        """The change of one cell that leaves least broken, among some that take up the excess."""
        found: tuple[int, int] | None = None
        least = float("inf")
        for other, step in self._candidates(row, excess, start, now):
            cost = self.draw.random() + self._broken_by(other, step, sums, over)
            if cost < least:
                found, least = (other, step), cost
        return found

    def _candidates(
        self, row: int, excess: int, start: list[int], now: dict[int, int]
    ) -> Iterator[tuple[int, int]]:
        cells = self.cells[row]
        begin = self.draw.randrange(len(cells))
        count = 0
        for other, sign in (*cells[:1], *cells[begin:], *cells[:begin]):
            if other in now:
                continue
            step = -sign * excess
            value = start[other] + step
            # As much as fits: the rest is for another cell.
            step += max(0, self.low[other] - value) - max(0, value - self.high[other])
            if step:
                yield other, step
                count += 1
                if count == CHOICES:
                    return

    def _broken_by(self, cell: int, step: int, sums: dict[int, int], over: list[int]) -> float:
        """How much is off in the relations of a cell after a step, less what was before."""
        cost = 0.0
        for row, sign in self.rows[cell]:
            value = sums.get(row, over[row])
            cost += abs(self._excess(row, value + sign * step)) - abs(self._excess(row, value))
        return cost
