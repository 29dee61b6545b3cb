"""The tables of a release, written from figures that passed the gate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ruta.accountability.indicators.reading import Indicator
from ruta.instruments.bilingual import Bilingual

from . import limits, rounding
from .counting import groupings
from .figure import Cell, Grouping
from .freezing import Written
from .period import Period
from .showing import Shown, cells

UNNAMED = ""
"""What stands for all values of an attribute."""


def tables(indicator: Indicator, shown: Shown, period: Period) -> Iterator[Written]:
    """A table for each set of attributes an indicator declares, as far as anything passed."""
    for by in indicator.dimensions:
        kept = [
            grouping
            for grouping in groupings(indicator, by, yearly=period.yearly)
            if grouping in shown.groupings
        ]
        rows = list(_rows(indicator, shown, by, kept))
        if rows and any(grouping.by == tuple(sorted(by)) for grouping in kept):
            yield Written(_said(indicator, shown, by, kept), rows)


def name(indicator: Indicator, by: Sequence[str]) -> str:
    """`in-time`, or `in-time-by-area-language`."""
    return f"{indicator.id}-by-{'-'.join(by)}" if by else indicator.id


def _said(
    indicator: Indicator, shown: Shown, by: Sequence[str], kept: Sequence[Grouping]
) -> dict[str, object]:
    return {
        "name": name(indicator, by),
        "indicator": indicator.id,
        "dimensions": list(by),
        "levels": [level for level in limits.LEVELS if any(g.level == level for g in kept)],
        "unit": indicator.unit,
        "place": indicator.place,
        "sensitive": indicator.sensitive,
        # Where a case may be counted twice, `<10` also stands for more, of fewer than ten cases.
        "counts": "cases" if shown.figure.alone else "events",
        "title": _words(indicator.title),
        "question": _words(indicator.question),
        "grain": _words(indicator.grain),
        "denominator": _words(indicator.denominator),
        "source": indicator.source,
        "not_comparable": _words(indicator.not_comparable),
    }


def _words(text: Bilingual) -> dict[str, str]:
    return {"es": text.es, "en": text.en}


def _rows(
    indicator: Indicator, shown: Shown, by: Sequence[str], kept: Sequence[Grouping]
) -> Iterator[Mapping[str, str]]:
    order = {level: number for number, level in enumerate(limits.LEVELS)}
    for grouping in sorted(kept, key=lambda g: (order[g.level], len(g.by), g.by)):
        for cell in cells(shown.figure, grouping):
            measures = _measures(indicator, shown, cell)
            # What is withheld altogether has no row; that says as much as an empty one.
            if measures["n"] or measures["of"]:
                values = dict(zip(grouping.by, cell.values, strict=True))
                yield {
                    "level": grouping.level,
                    "place": cell.place,
                    **{attribute: values.get(attribute, UNNAMED) for attribute in by},
                    **measures,
                }


def _measures(indicator: Indicator, shown: Shown, cell: Cell) -> dict[str, str]:
    n, of = shown.texts.get(("n", cell), ""), shown.texts.get(("of", cell), "")
    found = {"n": n, "of": of}
    if indicator.unit in ("share", "ratio"):
        share = rounding.share(n, of, within=shown.figure.within)
        if n == rounding.SMALL and not shown.figure.alone:
            share = rounding.Share("", "", "")
        found |= dict(zip(("share", "share_low", "share_high"), share, strict=True))
    if indicator.unit == "hours":
        hours = shown.figure.quantiles.get(cell.grouping, {}).get((cell.place, cell.values))
        if hours is not None:
            found["median_hours"] = rounding.quantile(hours.median, n=n)
            found["p90_hours"] = rounding.quantile(hours.p90, n=n)
    return found
