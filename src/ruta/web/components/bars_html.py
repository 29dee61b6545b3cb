"""Bars as HTML: a list that reads aloud, each line with its drawing and its value beside it."""

from __future__ import annotations

from django.utils.safestring import SafeString

from .bars import Bar, Chart, place
from .markup import NOTHING, html, joined, link

CHART = """<div class="bars{look}">{title}<p class="visually-hidden">{says}</p>\
<ul class="bars__list">{lines}</ul></div>"""
TITLE = """<h3 class="bars__title">{}</h3>"""
LINE = """<li class="bars__line bars__line--{look}"><span class="bars__label">{label}</span> \
<span class="bars__value">{text}{note}</span>\
<svg class="bars__svg" width="100%" height="20" aria-hidden="true" focusable="false">{drawn}</svg>\
</li>
"""
NOTE = """ <span class="bars__note">{}</span>"""
UNKNOWN = SafeString("""<line class="bars__unknown" x1="0" x2="100%" y1="10" y2="10"/>""")
TRACK = SafeString("""<line class="bars__track" x1="0" x2="100%" y1="10" y2="10"/>""")
ZERO = SafeString("""<line class="bars__zero" x1="0" x2="0" y1="0" y2="20"/>""")
FILL = """<rect class="bars__bar" x="0" y="4" width="{}" height="12"/>"""
RANGE = """<g class="bars__{look}"><line x1="{low}" x2="{high}" y1="10" y2="10"/>\
<line x1="{low}" x2="{low}" y1="5" y2="15"/><line x1="{high}" x2="{high}" y1="5" y2="15"/></g>"""


def chart(drawn: Chart, *, look: str = "") -> SafeString:
    """
    A chart; a title, where it has one, is a heading of the third level.

    :param look: `wide` has each line's words, bar and value side by side where there is room
    """
    return html(
        CHART,
        look=f" bars--{look}" if look else "",
        title=html(TITLE, drawn.title) if drawn.title else NOTHING,
        says=drawn.says,
        lines=joined(_line(bar, drawn) for bar in drawn.bars),
    )


def panels(charts: list[Chart] | tuple[Chart, ...]) -> SafeString:
    """Small multiples: charts side by side, each drawn to the same measure by whoever made them."""
    return html('<div class="panels">{}</div>', joined(map(chart, charts)))


def _line(bar: Bar, drawn: Chart) -> SafeString:
    return html(
        LINE,
        look=bar.look,
        label=link(bar.href, bar.label),
        text=bar.text,
        note=html(NOTE, bar.note) if bar.note else NOTHING,
        drawn=_drawing(bar, drawn),
    )


def _drawing(bar: Bar, drawn: Chart) -> SafeString:
    """The track, the bar from zero, the interval over it, and the baseline last."""
    pieces = []
    if bar.value is None:
        # Not an empty bar, which would read as nothing at all: a line that may be anything.
        pieces.append(UNKNOWN)
    else:
        pieces += [TRACK if drawn.tracked else NOTHING, html(FILL, place(bar.value, drawn.top))]
    if bar.low is not None and bar.high is not None:
        low, high = place(bar.low, drawn.top), place(bar.high, drawn.top)
        # Once wide in the colour of the ground, so that it is seen over the bar and beyond it.
        pieces += [html(RANGE, look=look, low=low, high=high) for look in ("halo", "range")]
    return joined([*pieces, ZERO] if bar.value is not None else pieces)
