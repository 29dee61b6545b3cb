"""
The quick attack: ranges narrowed relation by relation, until nothing narrows.

What it finds is true of every possible world, so that it can convict a cell and never acquit one:
the exact range lies within the range found here.
"""

from __future__ import annotations

import numpy as np

from .knowledge import Knowledge, Numbers

ROUNDS = 60
"""Stopping early leaves ranges too wide, which is safe: the slow attack decides what is left."""


def narrowed(known: Knowledge) -> tuple[Numbers, Numbers]:
    """
    The least and the most of each cell.

    :raises Contradiction: when no world is possible at all
    """
    low, high = known.low.copy(), known.high.copy()
    sums = known.sums.tocoo()
    rows, cells, signs = sums.row, sums.col, sums.data
    count = len(known.slack)
    for _ in range(ROUNDS):
        most = np.where(signs > 0, high[cells], -low[cells])
        least = np.where(signs > 0, low[cells], -high[cells])
        # For each cell of a relation: what the others leave to it.
        upper = known.slack[rows] - _others(least, rows, count)
        lower = -_others(most, rows, count)
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, cells, np.where(signs > 0, lower, -upper))
        np.minimum.at(new_high, cells, np.where(signs > 0, upper, -lower))
        if (new_low > new_high).any():
            raise Contradiction("no exact figures give what was published")
        if np.array_equal(new_low, low) and np.array_equal(new_high, high):
            break
        low, high = new_low, new_high
    return low, high


class Contradiction(ValueError):
    """What was published contradicts itself: a relation that does not hold was assumed."""


def _others(values: Numbers, rows: Numbers, count: int) -> Numbers:
    """For each entry, the sum of the other entries of its row, some of them infinite."""
    infinite = ~np.isfinite(values)
    finite = np.where(infinite, 0.0, values)
    total = np.bincount(rows, finite, count)[rows] - finite
    endless = np.bincount(rows, infinite, count)[rows] - infinite
    sign = -np.inf if (values[infinite] < 0).any() else np.inf
    return np.where(endless > 0, sign, total)
