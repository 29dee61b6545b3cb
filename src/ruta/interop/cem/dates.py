"""
Days of entry as files write them, and which order of day and month a whole file uses.

The consolidated file 2020-2025 writes month/day/year. A file in which every day can also be read as
day/month/year does not say which it uses: month first is taken, and that is told.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

MONTH_FIRST, DAY_FIRST, YEAR_FIRST, LETTERS = "month/day/year", "day/month/year", "ISO", "letters"
FIRST_CEM = date(1999, 1, 1)  # the first centre opened that year
LOOKS_LIKE_A_DATE = re.compile(r"[\d/.\- ]{6,10}|\d{1,2}[-/ ][A-Za-z]{3}[-/ ]\d{2,4}")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_LETTERS = re.compile(r"(\d{1,2})[-/ ]([A-Za-z]{3})[-/ ](\d{2}|\d{4})")
_MONTHS: Mapping[str, int] = MappingProxyType(
    {
        name: number
        for names in ("jan feb mar apr may jun jul aug sep oct nov dec",
                      "ene feb mar abr may jun jul ago set oct nov dic")
        for number, name in enumerate(names.split(), 1)
    }
)  # fmt: skip


def tidy(text: str) -> str:
    """A date without the spaces around it and without a time of day."""
    return _TIME.sub("", text.strip())


def order_of(texts: Iterable[str]) -> tuple[str, bool]:
    """
    The order of days written in figures, and whether the texts leave no doubt of it.

    The order is the one under which fewer of the texts are impossible.
    """
    pairs = [(int(m[1]), int(m[2])) for text in texts if (m := _FIGURES.fullmatch(text))]
    if not pairs:
        return MONTH_FIRST, True
    # A mistyped day does not turn the order of a whole file: the larger part says it.
    first, second = (sum(pair[i] > 12 for pair in pairs) for i in (0, 1))
    return (DAY_FIRST if first > second else MONTH_FIRST), first != second


def parse(text: str, order: str) -> date | None:
    """A tidied date; None when there is no such day."""
    if found := _ISO.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _FIGURES.fullmatch(text):
        one, two, year = int(found[1]), int(found[2]), int(found[3])
        month, day = (two, one) if order == DAY_FIRST else (one, two)
        return _date(year, month, day)
    if found := _LETTERS.fullmatch(text):
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        return _date(year, _MONTHS.get(found[2].lower(), 0), int(found[1]))
    return None


class Days:
    """
    What the texts of days of a file mean: `by_text` has None where no case can have been opened.

    `sure` says whether the file leaves no doubt of its order.
    """

    def __init__(self, texts: frozenset[str], *, today: date) -> None:
        self.order, self.sure = order_of(texts)
        parsed = {text: parse(text, self.order) for text in texts}
        self.by_text: Mapping[str, date | None] = {
            text: day if is_possible(day, today=today) else None for text, day in parsed.items()
        }

    @classmethod
    def of(cls, texts: Iterable[str], *, today: date) -> "Days":
        """From tidied texts; blank ones are left out."""
        return cls(frozenset(texts) - {""}, today=today)


def is_possible(day: date | None, *, today: date) -> bool:
    """Whether a case can have been opened on this day."""
    return day is not None and FIRST_CEM <= day <= today


def shown(text: str) -> str:
    """An impossible date for a report; what does not look like a date only by its length."""
    return text if LOOKS_LIKE_A_DATE.fullmatch(text) else f"({len(text)} characters)"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
