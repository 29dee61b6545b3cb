"""The parts of a table's page: the figure asked for, its breakdowns and its places, each drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruta.web.components import bars_html, lists
from ruta.web.components.bars import Bar, Chart
from ruta.web.components.markup import NOTHING

from . import drawings, names, order, places, reading
from .reading import Figure
from .seen import Seen

MEASURES = {
    "n": gettext_lazy("Cuántos"),
    "of": gettext_lazy("De cuántos"),
    "share": gettext_lazy("De cada 100"),
    "share_low": gettext_lazy("Por lo menos"),
    "share_high": gettext_lazy("A lo más"),
    "median_hours": gettext_lazy("Mediana (horas)"),
    "p90_hours": gettext_lazy("9 de cada 10, antes de (horas)"),
}
"""The measures of a release, in its order, and how a table heads them."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its title, its drawing, and the table that says the same."""

    id: str
    title: str
    charts: SafeString
    table: lists.Table
    map: SafeString = NOTHING
    key: Sequence[tuple[int, str, list[str]]] = ()


def breakdowns(seen: Seen) -> list[Section]:
    """
    The figure by each attribute of the table, the one asked for first.

    With two attributes, the one asked for makes the panels and the other the lines of each.
    """
    asked = seen.asked
    free = [name for name in seen.table.dimensions if not (asked.only and name == asked.by)]
    first = [name for name in free if name == asked.by]
    ordered = first + [name for name in free if name not in first]
    found = [_simple(seen, by=name) for name in ordered]
    if len(ordered) == 2:
        found.append(_crossed(seen, panels=ordered[0], lines=ordered[1]))
    return [section for section in found if section]


def by_place(seen: Seen) -> Section | None:
    """The figure in the places inside the one asked for, with the map where that is the country."""
    inside = places.under(seen.asked.place, reading.places_of(seen.table))
    found = reading.by_value([one for place in inside if (one := seen.at(place).main())])
    if not found:
        return None
    at_country, whole = not seen.asked.place, seen.main()
    title = _("Por departamento") if at_country else _("Por provincia")
    # A sum beside its parts would only make them small; a share or a median is worth comparing.
    beside = whole is not None and whole.value is not None and seen.unit != reading.COUNT
    every = [*([replace(whole, look="main")] if whole and beside else []), *found]
    chart = drawings.chart(
        every,
        name=lambda each: places.name(each.row["place"]),
        href=lambda each: seen.asked.at(each.row["place"]).page,
        unit=seen.unit,
        top=drawings.top(every, seen.unit),
    )
    return Section(
        id="lugares",
        title=title,
        charts=bars_html.chart(chart, look="beside" if at_country else "wide"),
        table=told(every, [], title, place=True),
        map=country(seen, found) if at_country else NOTHING,
        key=drawings.steps(found) if at_country else (),
    )


def country(seen: Seen, found: Sequence[Figure]) -> SafeString:
    """The map of some departments' figures."""
    says = _("Mapa del Perú por departamento: %(title)s.") % {"title": seen.title}
    return drawings.peru(found, says=f"{says} {seen.notice}".strip())


def _simple(seen: Seen, *, by: str) -> Section | None:
    found = order.ordered(by, seen.figures(by=by))
    if not found:
        return None
    title = _("Por %(attribute)s") % {"attribute": names.attribute(by)}
    chart = _chart(seen, found, by=by, top_from=found)
    return Section(by, title, bars_html.chart(chart, look="wide"), told(found, [by], title))


def _crossed(seen: Seen, *, panels: str, lines: str) -> Section | None:
    """Small multiples: a panel for each value of one attribute, its lines by the other."""
    rows = [
        row
        for row in seen.table.rows()
        if row["place"] == seen.asked.place and row[panels] and row[lines]
    ]  # every attribute of the table is told apart here, so that this is always a figure
    found = [seen.figure(row) for row in rows]
    if not found:
        return None
    values = order.values(panels, {each.row[panels] for each in found})
    charts = [_panel(seen, found, (panels, value), lines) for value in values]
    told_of = {"first": names.attribute(panels), "second": names.attribute(lines)}
    title = _("Por %(first)s y %(second)s") % told_of
    return Section("juntos", title, bars_html.panels(charts), told(found, [panels, lines], title))


def _panel(seen: Seen, found: Sequence[Figure], of: tuple[str, str], lines: str) -> Chart:
    """A panel: its lines in the order of all the others, or one that says it has no figure."""
    attribute, value = of
    mine = [each for each in found if each.row[attribute] == value]
    in_order = order.values(lines, {each.row[lines] for each in found})
    mine.sort(key=lambda each: in_order.index(each.row[lines]))
    title = names.value(attribute, value)
    if all(each.look == "none" for each in mine):
        silent = Bar(_("Ninguno de sus valores"), reading.counted(""), look="none")
        top = drawings.top(found, seen.unit)
        return Chart(drawings.heard(seen.unit), (silent,), top, title)
    return _chart(seen, mine, by=lines, top_from=found, title=title)


def _chart(
    seen: Seen,
    found: Sequence[Figure],
    *,
    by: str,
    top_from: Iterable[Figure],
    title: str = "",
) -> Chart:
    return drawings.chart(
        found,
        name=lambda each: names.value(by, each.row[by]),
        href=lambda each: "" if title or not each.row["level"] else _only(seen, by, each),
        unit=seen.unit,
        top=drawings.top(top_from, seen.unit),
        title=title,
    )


def _only(seen: Seen, by: str, figure: Figure) -> str:
    return seen.asked.broken(by, figure.row[by]).page


def told(
    found: Sequence[Figure], by: Sequence[str], caption: str, *, place: bool = False
) -> lists.Table:
    """The figures as a table: every published text of their rows that is not empty anywhere."""
    measures = [m for m in MEASURES if any(each.row[m] for each in found)]
    head = [lists.Column(_("Lugar"))] if place else []
    head += [lists.Column(names.capital(names.attribute(name))) for name in by]
    head += [lists.Column(str(MEASURES[m]), numeric=True) for m in measures]
    return lists.Table(
        caption=caption,
        columns=tuple(head),
        rows=tuple(_cells(each, by, measures, place=place) for each in found),
    )


def _cells(
    figure: Figure, by: Sequence[str], measures: Sequence[str], *, place: bool
) -> tuple[lists.Cell, ...]:
    row = figure.row
    first = [lists.Cell(places.name(row["place"]))] if place else []
    first += [lists.Cell(names.value(name, row[name])) for name in by]
    return (*first, *(lists.Cell(reading.counted(row[m])) for m in measures))
