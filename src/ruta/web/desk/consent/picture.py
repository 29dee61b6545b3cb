"""
The picture of who sees what: she in the middle, the offices around her, a line for each part.

One image that reads as one sentence; the table beside it says the same. Lines are drawn in her
language with the name of the part at the end of each, so that no legend has to be learnt.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ruta.web.components.markup import html, joined

from .who_sees import Agreed

WIDTH, MIDDLE, SHE, EDGE = 340, 170, 26, 116
LINE, GAP, TOP = 17, 26, 14
NAME_SIGNS, PART_SIGNS = 14, 18
FRAME = """<svg class="who-sees" viewBox="0 0 {width} {height}" role="img" aria-label="{says}"\
 focusable="false">{lines}{offices}<circle class="who-sees__she" cx="{x}" cy="{y}" r="{r}"/>\
<text class="who-sees__her" x="{x}" y="{base}" text-anchor="middle">{her}</text></svg>"""
STROKE = """<path class="who-sees__line who-sees__line--{look}"\
 d="M{x} {y} C{cx} {y} {cx} {ty} {tx} {ty}"/>"""
TEXT = '<text class="who-sees__{look}" x="{x}" y="{y}" text-anchor="{anchor}">{words}</text>'
DOT = '<circle class="who-sees__end" cx="{x}" cy="{y}" r="3"/>'


@dataclass(frozen=True)
class Box:
    """An office on the picture: its side, the top of its first line, its name, its parts."""

    left: bool
    top: int
    name: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]

    @property
    def rows(self) -> int:
        """How many lines of text it takes."""
        return len(self.name) + sum(len(part) for part in self.parts)


def draw(agreed: Sequence[Agreed]) -> SafeString:
    """The picture of consents; without any, she alone."""
    boxes = _placed(agreed)
    bottom = max((box.top + box.rows * LINE for box in boxes), default=4 * SHE)
    height = max(bottom + TOP, 4 * SHE)
    y = height // 2
    return html(
        FRAME,
        width=WIDTH, height=height, x=MIDDLE, y=y, r=SHE, base=y + 5, her=_("Ella"),
        says=sentence(agreed),
        lines=joined(_lines(box, y) for box in boxes),
        offices=joined(_words(box) for box in boxes),
    )  # fmt: skip


def sentence(agreed: Sequence[Agreed]) -> str:
    """What the picture says, to be read aloud."""
    if not agreed:
        return _("Ella no permite todavía que ninguna oficina vea más de lo que dice la ley.")
    told = "; ".join(f"{one.office}: {', '.join(one.sees)}" for one in agreed)
    return _("Ella permite: %(told)s.") % {"told": told}


def _placed(agreed: Sequence[Agreed]) -> list[Box]:
    """The offices on both sides, the next one always where there is more room."""
    tops = {True: TOP + LINE, False: TOP + LINE}
    boxes = []
    for one in agreed:
        left = tops[True] <= tops[False]
        name = tuple(textwrap.wrap(one.office, NAME_SIGNS)[:3])
        words = tuple(tuple(textwrap.wrap(part, PART_SIGNS)) for part in one.sees)
        box = Box(left, tops[left], name, words)
        boxes.append(box)
        tops[left] += box.rows * LINE + GAP
    return boxes


def _lines(box: Box, y: int) -> SafeString:
    """From her to the first line of each part."""
    start = MIDDLE - SHE if box.left else MIDDLE + SHE
    end = EDGE if box.left else WIDTH - EDGE
    drawn = []
    for place, at in enumerate(_heights(box)):
        drawn.append(
            html(STROKE, look=place % 3, x=start, y=y, cx=(start + end) // 2, tx=end, ty=at - 4)
        )
        drawn.append(html(DOT, x=end, y=at - 4))
    return joined(drawn)


def _heights(box: Box) -> list[int]:
    at, found = box.top + len(box.name) * LINE, []
    for part in box.parts:
        found.append(at)
        at += len(part) * LINE
    return found


def _words(box: Box) -> SafeString:
    x, anchor = (EDGE - 8, "end") if box.left else (WIDTH - EDGE + 8, "start")
    told = [("name", line) for line in box.name]
    told += [("part", line) for part in box.parts for line in part]
    return joined(
        html(TEXT, look=look, x=x, y=box.top + place * LINE, anchor=anchor, words=line)
        for place, (look, line) in enumerate(told)
    )
