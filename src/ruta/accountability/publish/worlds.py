"""
Possible worlds, by mixed-integer programs: exact figures that fit all that was published.

What a solver returns is rounded to whole numbers and checked by the caller, so that its
tolerances never acquit a cell.
"""

from __future__ import annotations

from dataclasses import replace
from time import monotonic

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from .knowledge import Knowledge, Numbers, Whole

NEAR = (40, 400)
"""How many cells may move when a world is looked for near one cell: few first, then more."""
AT_ONCE, LONG_WAY = 6, 100
LEAN_SECONDS, ONE_SECONDS = 30.0, 60.0
INFEASIBLE = 2


def leaning(known: Knowledge, wish: Numbers, until: float, most: Numbers) -> Whole | None:
    """
    A world in which cells with a positive wish are small, with a negative one large.

    :param most: how large each may become, at most as much as is known
    """
    most = np.minimum(most, known.high)
    return _world(_solved(known, known.low, most, wish, _left(until, LEAN_SECONDS), gap=0.02))


def anywhere(
    known: Knowledge, cell: int, within: tuple[float, float], until: float
) -> tuple[Whole | None, bool]:
    """
    A world in which a cell is in a range.

    :returns: the world if one was found, and whether the question was decided
    """
    least, most = known.low.copy(), known.high.copy()
    least[cell], most[cell] = max(within[0], least[cell]), min(within[1], most[cell])
    if least[cell] > most[cell]:
        return None, True
    seconds = _left(until, ONE_SECONDS)
    result = _solved(known, least, most, np.zeros(len(known)), seconds, gap=0.0)
    world = _world(result)
    return world, world is not None or result.status == INFEASIBLE


def near(
    known: Knowledge, cell: int, within: tuple[float, float], base: Whole, size: int
) -> Whole | None:
    """
    A world like another in which a cell is in a range and only cells near it have moved.

    That the others stay is a restriction: a world found is a world, none found says nothing.

    :param size: about how many cells may move
    """
    low, high = max(within[0], known.low[cell]), min(within[1], known.high[cell])
    if low > high:
        return None
    free = _around(known, cell, base, size)
    here = _among(known, free)
    place = int(np.searchsorted(free, cell))
    # Sums of what stays put move to the other side of each relation.
    still = base.astype(float)
    still[free] = 0
    rows = np.flatnonzero(np.diff(known.sums[:, free].indptr))
    fixed = (known.sums @ still)[rows]
    least, most = here.low.copy(), here.high.copy()
    least[place], most[place] = low, high
    found = _world(_solved(here, least, most, np.zeros(len(free)), 10.0, gap=0.0, fixed=fixed))
    if found is None:
        return None
    world = base.copy()
    world[free] = found
    return world


def _among(known: Knowledge, free: Whole) -> Knowledge:
    """What is known of some cells, whose twins do not matter here."""
    return replace(known, twin=np.arange(len(known))).only(free)


def _around(known: Knowledge, cell: int, base: Whole, size: int) -> Whole:
    """The cells nearest to one by relations; of a long sum, those with most to give."""
    columns = known.columns
    sums = known.sums
    seen, fresh = {cell}, [cell]
    while fresh and len(seen) < size:
        reached: list[int] = []
        for row in np.unique(columns[:, fresh].indices):
            cells = sums.indices[sums.indptr[row] : sums.indptr[row + 1]]
            signs = sums.data[sums.indptr[row] : sums.indptr[row + 1]]
            room = np.maximum(base[cells] - known.low[cells], known.high[cells] - base[cells])
            order = cells[np.lexsort((-np.minimum(room, LONG_WAY), signs < 0))]
            reached += order[:AT_ONCE].tolist()
        fresh = list(dict.fromkeys(c for c in reached if c not in seen))[: size - len(seen)]
        seen.update(fresh)
    return np.array(sorted(seen))


def _solved(
    known: Knowledge, low: Numbers, high: Numbers, wish: Numbers, seconds: float, *,
    gap: float, fixed: Numbers | float = 0.0,
) -> OptimizeResult:  # fmt: skip
    relations = [LinearConstraint(known.sums, -fixed, known.slack - fixed)]
    return milp(
        wish,
        integrality=np.ones(len(known)),
        bounds=Bounds(low, high),
        constraints=relations if len(known.slack) else (),
        options={"time_limit": seconds, "mip_rel_gap": gap},
    )


def _left(until: float, most: float) -> float:
    return max(0.1, min(most, until - monotonic()))


def _world(result: OptimizeResult) -> Whole | None:
    return None if result.x is None else np.rint(result.x).astype(np.int64)
