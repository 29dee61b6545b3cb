"""Dots as SVG: the map of a country from its districts, and a hundred dots with some marked."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString

from .dots import APART, HUNDRED, PER_ROW, Area, Frame, Map, frame
from .markup import html, joined

MAP = """<svg class="dots" viewBox="0 0 {width} {height}" role="img"\
 aria-label="{says}" focusable="false">{areas}</svg>"""
AREA = """<g class="dots__area dots__area--{step}"><title>{name}: {text}</title>\
<path d="{dots}"/></g>
"""
HUNDRED_SVG = """<svg class="hundred" viewBox="0 0 {width} {height}" aria-hidden="true"\
 focusable="false"><path class="hundred__rest" d="{rest}"/>\
<path class="hundred__part" d="{part}"/></svg>"""


def country(drawn: Map) -> SafeString:
    """A map: one group of dots for each place, under its name and its figure."""
    around = frame(drawn.areas)
    return html(
        MAP,
        width=f"{around.width:.1f}",
        height=f"{around.height:.1f}",
        says=drawn.says,
        areas=joined(_area(one, around) for one in drawn.areas),
    )


def hundred(marked: int) -> SafeString:
    """
    A hundred dots, so many of them marked, row by row; silent, since the words beside it say it.

    :raises ValueError: if it is not 0 to 100
    """
    if not 0 <= marked <= HUNDRED:
        raise ValueError(f"{marked} of a hundred")
    places = [
        (APART * (each % PER_ROW) + APART // 2, APART * (each // PER_ROW) + APART // 2)
        for each in range(HUNDRED)
    ]
    return html(
        HUNDRED_SVG,
        width=APART * PER_ROW,
        height=APART * HUNDRED // PER_ROW,
        part=path(places[:marked]),
        rest=path(places[marked:]),
    )


def _area(area: Area, around: Frame) -> SafeString:
    dots = path((round(x, 1), round(y, 1)) for x, y in (around.at(*each) for each in area.points))
    return html(AREA, step=area.step, name=area.name, text=area.text, dots=dots)


def path(places: Iterable[tuple[float, float]]) -> str:
    """Dots as one path of strokes without length, which round ends make round."""
    return "".join(f"M{x:g} {y:g}h0" for x, y in places)
