"""
A row of a release as a figure: its value, what the rounding leaves open, and how it is read.

Nothing is computed here but what the rounding itself says: a figure has the texts of its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from ruta.accountability.publish import rounding
from ruta.accountability.publish.release import Table

Row = Mapping[str, str]
SHARE, COUNT, HOURS, RATIO = "share", "count", "hours", "ratio"
HALF_OF_A_TENTH = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Figure:
    """
    One figure: `text` is its value as it is read, `note` says of how many, `range` between what.

    `value`, `low` and `high` are in the unit of the table; `look` is plain, few or none.
    """

    row: Row
    text: str
    note: str = ""
    range: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    look: str = "plain"


def figure(row: Row, unit: str) -> Figure:
    """
    The figure of a row.

    :raises KeyError: if the unit is none of the four
    """
    return {SHARE: _share, RATIO: _ratio, COUNT: _count, HOURS: _hours}[unit](row)


def number(text: str) -> str:
    """A published number as it is read: thousands apart, `<10` and decimals as they are."""
    return f"{int(text):,}" if text.isdigit() else text


def counted(text: str) -> str:
    """A published count, or that there is none."""
    return number(text) if text else _("sin dato")


def _share(row: Row) -> Figure:
    low, high = _decimal(row["share_low"]), _decimal(row["share_high"])
    if row["share"]:
        return Figure(
            row,
            text=f"{row['share']} %",
            note=_("%(part)s de %(whole)s")
            % {"part": number(row["n"]), "whole": number(row["of"])},
            range=_between(row["share_low"], row["share_high"], " %"),
            value=Decimal(row["share"]),
            low=low,
            high=high,
        )
    return _without_share(row, low, high)


def _without_share(row: Row, low: Decimal | None, high: Decimal | None) -> Figure:
    """Too few of the whole for a percentage, too few of the part, or nothing at all."""
    if not row["n"]:
        return Figure(row, text=_("sin dato"), look="none")
    if not row["of"]:
        return Figure(row, text=number(row["n"]), look="few")
    told = {"part": number(row["n"]), "whole": number(row["of"])}
    at_most = _("a lo más %(high)s %%") % {"high": row["share_high"]} if row["share_high"] else ""
    return Figure(
        row, text=_("%(part)s de %(whole)s") % told, range=at_most, low=low, high=high, look="few"
    )


def _ratio(row: Row) -> Figure:
    """How many for each hundred; it may be more than a hundred."""
    found = _share(row)
    if not row["share"]:
        return found
    return Figure(
        row,
        text=_("%(number)s por cada 100") % {"number": row["share"]},
        note=found.note,
        range=_between(row["share_low"], row["share_high"]),
        value=found.value,
        low=found.low,
        high=found.high,
    )


def _count(row: Row) -> Figure:
    told = row["n"]
    if not told:
        return Figure(row, text=_("sin dato"), look="none")
    bounds = rounding.interval(told)
    low, high = Decimal(bounds.low), Decimal(int(bounds.high))
    if told == rounding.SMALL:
        return Figure(row, text=told, low=low, high=high, look="few")
    return Figure(row, text=number(told), value=Decimal(told), low=low, high=high)


def _hours(row: Row) -> Figure:
    """The median; nine of ten took less than the bound that is drawn to its right."""
    median, late = row["median_hours"], row["p90_hours"]
    if not median:
        of = _("%(count)s medidos: muy pocos") % {"count": counted(row["n"])} if row["n"] else ""
        return Figure(row, text=_("sin dato"), note=of, look="none")
    value = Decimal(median)
    return Figure(
        row,
        text=f"{number(median)} h",
        note=_("%(count)s medidos") % {"count": counted(row["n"])},
        range=_("9 de cada 10, antes de %(hours)s h") % {"hours": number(late)} if late else "",
        value=value,
        low=value if late else None,
        high=Decimal(late) if late else None,
    )


def _between(low: str, high: str, unit: str = "") -> str:
    if not low or not high:
        return ""
    return _("entre %(low)s y %(high)s") % {"low": low, "high": high} + unit


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def rows_of(table: Table, place: str, *, by: str, given: Mapping[str, str]) -> list[Row]:
    """
    The rows of a place, one for each value of `by`.

    :param given: values that other attributes must have; those not named stand for all
    """
    wanted = {name: given.get(name, "") for name in table.dimensions if name != by}
    return [
        row
        for row in table.rows()
        if row["place"] == place
        and row[by]
        and all(row[name] == value for name, value in wanted.items())
    ]


def places_of(table: Table) -> set[str]:
    """The codes of every place a table has a row for."""
    return {row["place"] for row in table.rows()}


def by_value(figures: Iterable[Figure]) -> list[Figure]:
    """From most to least; those without a value last, as they came."""
    return sorted(figures, key=lambda each: (each.value is None, -(each.value or 0)))
