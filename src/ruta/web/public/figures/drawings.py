"""Charts and the map of released figures, and what they read aloud; a bar is the rounded value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ruta.directory import territory
from ruta.web.components import bars, dots, dots_html
from ruta.web.components.bars import Bar, Chart

from . import places, reading
from .reading import Figure

HUNDRED = Decimal(100)
Name = Callable[[Figure], str]


def chart(
    figures: Sequence[Figure], *, name: Name, href: Name, unit: str, top: Decimal, title: str = ""
) -> Chart:
    """Figures that may be compared, in the order given, drawn up to `top`."""
    drawn = tuple(bar(each, label=name(each), href=href(each)) for each in figures)
    return Chart(says=heard(unit), bars=drawn, top=top, title=title, tracked=unit == reading.SHARE)


def bar(figure: Figure, *, label: str, href: str = "") -> Bar:
    """A figure as a line of a chart."""
    return Bar(
        label=label,
        text=figure.text,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        note=figure.note,
        href=href,
        look=figure.look,
    )


def top(figures: Iterable[Figure], unit: str) -> Decimal:
    """The measure that charts of one unit share: 100 of 100, or the highest value or bound."""
    if unit == reading.SHARE:
        return HUNDRED
    return bars.top_of(bar(each, label="") for each in figures)


def heard(unit: str) -> str:
    """What is drawn, for whoever hears the chart."""
    return {
        reading.SHARE: _("Barras desde cero; el ancho entero es todo, y la raya, el intervalo."),
        reading.RATIO: _("Barras desde cero, con su intervalo."),
        reading.COUNT: _("Barras desde cero, con el intervalo que deja el redondeo."),
        reading.HOURS: _("Barras desde cero hasta la mediana; la raya llega a 9 de cada 10."),
    }[unit]


def peru(figures: Sequence[Figure], *, says: str) -> SafeString:
    """The map: each department's dots by the step of its figure; `says` are its words."""
    by_place = {each.row["place"]: each for each in figures}
    values = [each.value for each in figures if each.value is not None]
    areas = tuple(
        dots.Area(
            name=name,
            text=by_place[code].text if code in by_place else _("sin dato"),
            points=places.points(code),
            step=_step(by_place.get(code), values),
        )
        for code, name in territory.departments().items()
    )
    return dots_html.country(dots.Map(says=says, areas=areas))


def _step(figure: Figure | None, values: Sequence[Decimal]) -> int:
    known = figure is not None and figure.value is not None
    return dots.step(figure.value, values) if known else 0  # type: ignore[union-attr, arg-type]


def steps(figures: Sequence[Figure]) -> list[tuple[int, str, list[str]]]:
    """The key of the map in words, most first: each step, its bounds as released, its places."""
    values = [each.value for each in figures if each.value is not None]
    grouped: dict[int, list[Figure]] = {}
    for each in reading.by_value(figures):
        grouped.setdefault(_step(each, values), []).append(each)
    return [
        (step, _bounds(inside), [places.name(each.row["place"]) for each in inside])
        for step, inside in sorted(grouped.items(), reverse=True)
    ]


def _bounds(inside: Sequence[Figure]) -> str:
    """ "58.1 % a 60.4 %", as the figures themselves say it; the least first."""
    known = [each.text for each in reversed(inside) if each.value is not None]
    if not known:
        return _("Sin dato, o muy pocos")
    if known[0] == known[-1]:
        return known[0]
    return _("%(least)s a %(most)s") % {"least": known[0], "most": known[-1]}
