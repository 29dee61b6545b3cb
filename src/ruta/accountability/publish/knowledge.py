"""
What an attacker knows: unknown whole numbers, a range for each, and how they add up.

The ranges come from what was published, the relations from what the figures mean (parts make
their whole, quarters their year). Nothing here knows what a cell is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Relation:
    """
    A whole and its parts, each by its place among the cells.

    :ivar exact: whether the parts make up the whole; else they are at most the whole
    """

    whole: int
    parts: Sequence[int]
    exact: bool = True


@dataclass(frozen=True)
class Knowledge:
    """
    :ivar low: the least each cell can be, from its published text alone
    :ivar high: the most, infinite where nothing was published
    :ivar sums: a row to a relation: 1 for the whole, -1 for each part
    :ivar slack: how much a whole may exceed its parts: 0, or infinite
    :ivar guarded: cells that were suppressed, which must be proved to admit 0 and to span 5
    :ivar unsaid: small cells that are in no table; found out by narrowing, they are findings too
    :ivar shown: cells that were published, which must not be found exactly
    :ivar twin: for each cell the one it can be exchanged with: whoever swaps the two, and what
        belongs to them, changes nothing of what is known. What one can be, the other can be
    :ivar truth: the exact cells, where known; proves nothing by itself, and helps to look
    """

    low: Numbers
    high: Numbers
    sums: sparse.csr_matrix
    slack: Numbers
    guarded: Mask
    unsaid: Mask
    shown: Mask
    twin: Whole
    truth: Whole | None = None

    def __len__(self) -> int:
        return len(self.low)

    @cached_property
    def columns(self) -> sparse.csc_matrix:
        """The relations of each cell."""
        return self.sums.tocsc()

    @cached_property
    def whole_sums(self) -> sparse.csr_matrix:
        """The relations in whole numbers."""
        return self.sums.astype(np.int64)

    def admits(self, cells: Whole) -> bool:
        """Whether a world is possible: checked in whole numbers, with no tolerance at all."""
        if ((cells < self.low) | (cells > self.high)).any():
            return False
        over = self.whole_sums @ cells
        return bool(((over >= 0) & (over <= self.slack)).all())

    def parts(self) -> list[Whole]:
        """The cells in groups that no relation joins: each can be attacked by itself."""
        touching = abs(self.sums).T @ abs(self.sums)
        count, label = sparse.csgraph.connected_components(touching, directed=False)
        order = np.argsort(label, kind="stable")
        return np.split(order, np.searchsorted(label[order], np.arange(1, count)))

    def only(self, cells: Whole) -> Knowledge:
        """What is known of some cells, in ascending order; a twin must be among them."""
        columns = self.sums[:, cells]
        kept = np.flatnonzero(np.diff(columns.indptr))
        return Knowledge(
            low=self.low[cells],
            high=self.high[cells],
            sums=columns[kept],
            slack=self.slack[kept],
            guarded=self.guarded[cells],
            unsaid=self.unsaid[cells],
            shown=self.shown[cells],
            twin=np.searchsorted(cells, self.twin[cells]),
            truth=None if self.truth is None else self.truth[cells],
        )


def known(
    *, low: Any, high: Any, relations: Iterable[Relation], guarded: Any, shown: Any,
    unsaid: Any = None, twin: Any = None, truth: Any = None,
) -> Knowledge:  # fmt: skip
    """Put together what is known; the columns are sequences of one length."""
    relations = list(relations)
    rows = np.repeat(np.arange(len(relations)), [1 + len(r.parts) for r in relations])
    cells = [cell for r in relations for cell in (r.whole, *r.parts)]
    signs = [sign for r in relations for sign in (1.0, *[-1.0] * len(r.parts))]
    low = np.asarray(low, float)
    shape = (len(relations), len(low))
    return Knowledge(
        low=low,
        high=np.asarray(high, float),
        sums=sparse.csr_matrix((signs, (rows, np.asarray(cells, int))), shape=shape),
        slack=np.array([0.0 if r.exact else np.inf for r in relations]),
        guarded=np.asarray(guarded, bool),
        unsaid=np.zeros(len(low), bool) if unsaid is None else np.asarray(unsaid, bool),
        shown=np.asarray(shown, bool),
        twin=np.arange(len(low)) if twin is None else np.asarray(twin, np.int64),
        truth=None if truth is None else np.asarray(truth, np.int64),
    )
