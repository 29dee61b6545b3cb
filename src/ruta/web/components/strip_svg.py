"""
The drawing of a strip: its bars, its break and its marks, one image that reads as one sentence.

A mark is the line of now, or the sign of what happened there.
"""

from __future__ import annotations

from django.utils.safestring import SafeString

from .markup import NOTHING, html, joined
from .strip import Bar, Mark, Strip

IMAGE = """<svg class="strip__svg" width="100%" height="{height}" role="img"\
 aria-label="{sentence}" focusable="false">\
<svg y="{top}" width="100%" height="16" overflow="visible">{drawn}</svg></svg>"""
BAR = """<rect class="strip__bar strip__bar--{look}" x="{x}" y="4" width="{width}" height="8"/>\
{hatch}"""
HATCH = """<g transform="translate(0 8) skewX(-30)">\
<line class="strip__hatch" x1="{x}" x2="{end}" y1="0" y2="0"/></g>"""
OPEN = """<line class="strip__open" x1="{x}" x2="{end}" y1="8" y2="8"/>"""
GAP = """<svg x="{}" overflow="visible"><path class="strip__gap" d="M-6 18 L0 -2 L6 -2 L0 18z"/>\
<path class="strip__gap-edge" d="M-6 18 L0 -2 M0 18 L6 -2"/></svg>"""
NOW = """<line class="strip__now" x1="{x}" x2="{x}" y1="-2" y2="18"/>\
<circle class="strip__now-dot" cx="{x}" cy="8" r="4"/>"""
PLACED = """<svg x="{}" overflow="visible">{}</svg>"""
LABEL = """<text class="strip__label strip__label--{look}" x="{x}" y="{y}"\
 text-anchor="{anchor}">{label}</text>"""
DISC = """<circle class="strip__disc strip__disc--{}" cx="0" cy="8" r="8"/>\
<path class="strip__sign" d="{}"/>"""
TICK, MINUS, CROSS = "M-3.6 8.4 L-1 11 L3.8 5.2", "M-4 8 H4", "M-3 5 L3 11 M3 5 L-3 11"
SIGNS = {
    "due": SafeString(
        '<path class="strip__due" d="M0 -1 V17"/>'
        '<path class="strip__due-flag" d="M-4.5 -4 h9 l-4.5 5z"/>'
    ),
    "met": html(DISC, "done", TICK),
    "met-late": html(DISC, "late", TICK),
    "stop": html(DISC, "quiet", MINUS),
    "breach": html(DISC, "late", CROSS),
}


def image(strip: Strip, *, height: int, top: int, labels: bool) -> SafeString:
    """
    The drawing, `height` pixels high, its band `top` pixels down.

    :param labels: whether the marks are told in words beside them
    """
    drawn = [_bar(bar) for bar in strip.bars]
    if strip.gap:
        drawn.append(html(GAP, strip.gap))
    drawn += [_mark(mark, labels=labels) for mark in strip.marks]
    return html(IMAGE, height=height, top=top, sentence=strip.sentence, drawn=joined(drawn, "\n"))


def _bar(bar: Bar) -> SafeString:
    """A stretch: a hatch over what is late, a line for what has no end."""
    if bar.look == "open":
        return html(OPEN, x=bar.x, end=bar.end)
    hatch = html(HATCH, x=bar.x, end=bar.end) if bar.look == "late" else NOTHING
    return html(BAR, look=bar.look, x=bar.x, width=bar.width, hatch=hatch)


def _mark(mark: Mark, *, labels: bool) -> SafeString:
    drawn = html(NOW, x=mark.x) if mark.look == "now" else html(PLACED, mark.x, SIGNS[mark.look])
    return joined([drawn, _label(mark) if labels and mark.label else NOTHING])


def _label(mark: Mark) -> SafeString:
    """The words of a mark: above the band for the due instant, below it for the rest."""
    return html(
        LABEL,
        look=mark.look, x=mark.x, y=-8 if mark.look == "due" else 33, anchor=mark.anchor,
        label=mark.label,
    )  # fmt: skip
