"""
Bars with a zero baseline: one line for each figure, drawn from the value as it was rounded.

Positions are text percentages of the width, so that words keep their size at any width, and a
bar's length can be read back as the very value it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

DECIMALS = 4  # of a percentage of the width: far finer than any rounding of a figure


@dataclass(frozen=True, slots=True)
class Bar:
    """
    One figure of a chart, its words in the reader's language.

    `value`, `low` and `high` are in the unit of the chart; a figure that is not published has
    bounds at most. `text` is how it is read, `note` says of how many, `href` leads further.
    """

    label: str
    text: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    note: str = ""
    href: str = ""
    look: str = "plain"


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures that may be compared: `top` is the value at the right edge; `says` reads it aloud."""

    says: str
    bars: tuple[Bar, ...]
    top: Decimal
    title: str = ""
    tracked: bool = False
    """Whether the whole width means something, such as 100 of 100, and is drawn as a line."""

    def __post_init__(self) -> None:
        if self.top <= 0:
            raise ValueError("a chart is wider than nothing")


def top_of(bars: Iterable[Bar]) -> Decimal:
    """The highest value or bound of some figures; 1 where there is none."""
    known = [x for bar in bars for x in (bar.value, bar.high) if x is not None]
    return max(known, default=Decimal(0)) or Decimal(1)


def place(value: Decimal, top: Decimal) -> str:
    """Where a value stands between nothing and `top`: "62.3000%"."""
    return f"{min(max(100 * value / top, Decimal(0)), Decimal(100)):.{DECIMALS}f}%"
