"""
Possible worlds, by mixed-integer programs: exact figures that fit all that was published.

What a solver returns is rounded to whole numbers and checked by the caller, so that its
tolerances never acquit a cell.
"""

from __future__ import annotations

from time import monotonic

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from .knowledge import Knowledge, Numbers, Whole

NEAR = 400
"""How many cells may move when a world is looked for near one cell."""
LEAN_SECONDS, ONE_SECONDS = 30.0, 60.0
INFEASIBLE = 2


def leaning(known: Knowledge, wish: Numbers, until: float) -> Whole | None:
    """A world in which cells with a positive wish are small, with a negative one large."""
    seconds = _left(until, LEAN_SECONDS)
    return _world(_solved(known, known.low, known.high, wish, seconds, gap=0.02))


def anywhere(
    known: Knowledge, cell: int, low: float, high: float, until: float
) -> tuple[Whole | None, bool]:
    """
    A world in which a cell is in a range.

    :returns: the world if one was found, and whether the question was decided
    """
    if low > high:
        return None, True
    least, most = known.low.copy(), known.high.copy()
    least[cell], most[cell] = max(low, least[cell]), min(high, most[cell])
    if least[cell] > most[cell]:
        return None, True
    seconds = _left(until, ONE_SECONDS)
    result = _solved(known, least, most, np.zeros(len(known)), seconds, gap=0.0)
    world = _world(result)
    return world, world is not None or result.status == INFEASIBLE


def near(known: Knowledge, cell: int, low: float, high: float, base: Whole) -> Whole | None:
    """
    A world like another in which a cell is in a range and only cells near it have moved.

    That the others stay is a restriction: a world found is a world, none found says nothing.
    """
    if max(low, known.low[cell]) > min(high, known.high[cell]):
        return None
    free = _around(known, cell)
    here = known.only(free)
    place = int(np.flatnonzero(free == cell)[0])
    # Sums of what stays put move to the other side of each relation.
    still = base.astype(float).copy()
    still[free] = 0
    rows = np.flatnonzero(np.diff(known.sums[:, free].indptr))
    fixed = (known.sums @ still)[rows]
    least, most = here.low.copy(), here.high.copy()
    least[place], most[place] = max(low, least[place]), min(high, most[place])
    found = _world(_solved(here, least, most, np.zeros(len(free)), 10.0, gap=0.0, fixed=fixed))
    if found is None:
        return None
    world = base.copy()
    world[free] = found
    return world


def _around(known: Knowledge, cell: int) -> Whole:
    """The cells nearest to one by relations, at most about `NEAR` of them."""
    columns = known.sums.tocsc()
    seen, fresh = {cell}, [cell]
    while fresh and len(seen) < NEAR:
        rows = np.unique(columns[:, fresh].indices)
        reached = set(map(int, known.sums[rows].indices)) - seen
        fresh = sorted(reached)[: NEAR - len(seen)]
        seen |= set(fresh)
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
