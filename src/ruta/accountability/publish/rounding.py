"""
How a count is written, and what a reader can know from it: the rules of rounding.

Every count, margin and total is written by itself: 0 to 9 as `<10`, zero included; else the
nearest ten, halves upwards. Nothing is ever derived from an exact number that is not shown.
"""

from __future__ import annotations

import math
from typing import NamedTuple

THRESHOLD = 10
BASE = 10
SMALL = f"<{THRESHOLD}"
"""How a count of 0 to 9 is written."""
WITHHELD = ""
"""What is not published."""
SHARE_FROM = 100
"""The smallest published denominator of a percentage."""
QUANTILE_FROM = 110
"""
The smallest published count that has quantiles: every exact count written so is 100 or more.

Were it 100, whether a quantile is there would tell 95…99 from 100…104.
"""
SIGNIFICANT = 2


class Interval(NamedTuple):
    """The least and the most an exact count can be; no most (infinite) where nothing is known."""

    low: int
    high: float


class Share(NamedTuple):
    """A percentage as text, and the least and most the rounding leaves; empty where withheld."""

    share: str
    low: str
    high: str


def shown(count: int) -> str:
    """
    A count as it is published.

    :raises ValueError: for a negative count
    """
    if count < 0:
        raise ValueError(f"{count} is not a count")
    if count < THRESHOLD:
        return SMALL
    return str((count + BASE // 2) // BASE * BASE)


def interval(text: str) -> Interval:
    """What the text of a count leaves possible: `<10` 0…9, `10` 10…14, `20` 15…24, `` anything."""
    if text == WITHHELD:
        return Interval(0, math.inf)
    if text == SMALL:
        return Interval(0, THRESHOLD - 1)
    middle = int(text)
    return Interval(max(THRESHOLD, middle - BASE // 2), middle + BASE // 2 - 1)


def share(part: str, whole: str, *, within: bool = True) -> Share:
    """
    The percentage of two published counts, never of the exact ones.

    Without a published denominator of 100 or more there is none. A part written `<10` gives no
    percentage, only what it can be at most.

    :param within: whether the part is a part of the whole, and so at most 100 %
    """
    if WITHHELD in (part, whole) or whole == SMALL or int(whole) < SHARE_FROM:
        return Share(WITHHELD, WITHHELD, WITHHELD)
    parts, wholes = interval(part), interval(whole)
    low = math.floor(1000 * parts.low / wholes.high) / 10
    high = math.ceil(1000 * parts.high / wholes.low) / 10
    high = min(high, 100.0) if within else high
    if part == SMALL:
        return Share(WITHHELD, "0.0", f"{high:.1f}")
    exact = 100 * int(part) / int(whole)
    middle = min(exact, 100.0) if within else exact
    return Share(f"{middle:.1f}", f"{min(low, middle):.1f}", f"{high:.1f}")


def quantile(value: float | None, *, n: str) -> str:
    """A quantile to two significant figures; withheld under a published count of 110."""
    if value is None or n in (WITHHELD, SMALL) or int(n) < QUANTILE_FROM:
        return WITHHELD
    if value == 0:
        return "0"
    return f"{float(f'{value:.{SIGNIFICANT}g}'):.10g}"
