"""
A question in codes, as it stands in an address: what is counted, by what, and in which months.

What is not understood is left out, so that no address is an error; an address never holds more
than codes of this installation, and can be shared without telling anything of anybody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlencode

from ruta.law import rulebook

from .attributes import DUTIES, UNITS, Attribute, Unit

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
VALUE = re.compile(r"[a-z0-9][a-z0-9-]{0,79}|-", re.IGNORECASE)
MOST_MONTHS = 36
ROWS, COLUMNS = "filas", "columnas"


@dataclass(frozen=True)
class Span:
    """Whole months of the rulebook's zone, `YYYY-MM`, both included."""

    first: str
    last: str

    @classmethod
    def read(cls, said: Mapping[str, str], *, now: datetime, usual: int = 12) -> "Span":
        """The span of an address; of what is missing, `usual` months up to the present one."""
        present = month_of(now)
        last = _month(said.get("hasta", "")) or present
        first = _month(said.get("desde", "")) or shifted(last, 1 - usual)
        if first > last:
            first, last = last, first
        return cls(max(first, shifted(last, 1 - MOST_MONTHS)), last)

    @property
    def months(self) -> tuple[str, ...]:
        """Every month of it."""
        found = [self.first]
        while found[-1] < self.last:
            found.append(shifted(found[-1], 1))
        return tuple(found)

    @property
    def parameters(self) -> dict[str, datetime]:
        """Its first instant, and the first one after it."""
        return {"since": _start(self.first), "until": _start(shifted(self.last, 1))}


@dataclass(frozen=True)
class Question:
    """Counts of a unit by one attribute or by two, over a span."""

    unit: Unit
    rows: Attribute
    columns: Attribute | None
    span: Span

    @classmethod
    def read(cls, said: Mapping[str, str], *, territory: bool, now: datetime) -> "Question":
        """The question of an address; by default the duties of the office by how they stand."""
        unit = UNITS.get(said.get(ROWS, "").partition(".")[0]) or UNITS[DUTIES]
        offered = {f"{unit.code}.{each.code}": each for each in unit.of(territory=territory)}
        rows = offered.get(said.get(ROWS, "")) or next(iter(offered.values()))
        columns = offered.get(said.get(COLUMNS, ""))
        if ROWS not in said and columns is None:
            columns = unit.attributes["estado"]
        return cls(unit, rows, None if columns is rows else columns, Span.read(said, now=now))

    @property
    def address(self) -> str:
        """The question as the query of an address; the same question has the same one."""
        columns = {COLUMNS: f"{self.unit.code}.{self.columns.code}"} if self.columns else {}
        return urlencode(
            {
                ROWS: f"{self.unit.code}.{self.rows.code}",
                **columns,
                "desde": self.span.first,
                "hasta": self.span.last,
            }
        )


def month_of(instant: datetime) -> str:
    """The month of an instant in the rulebook's zone."""
    return f"{instant.astimezone(rulebook.default().zone):%Y-%m}"


def shifted(month: str, by: int) -> str:
    """The month so many months later."""
    year, rest = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + by, 12)
    return f"{year:04}-{rest + 1:02}"


def is_value(text: str) -> bool:
    """Whether a text may be a value of an attribute: a code, never a sentence."""
    return VALUE.fullmatch(text) is not None


def _month(text: str) -> str:
    return text if MONTH.fullmatch(text) else ""


def _start(month: str) -> datetime:
    return datetime.combine(date.fromisoformat(f"{month}-01"), time.min, rulebook.default().zone)
