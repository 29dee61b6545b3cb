"""
The gate: a release passes when the attack finds nothing in it and all earlier linked ones.

What does not pass is shown more coarsely, grouping by grouping: whole rows only, then without that
level (provinces merge into their department, departments into the country), then not at all. Each
step is written into the manifest. Nothing that was not proved safe is published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import adding, attack, limits, rounding
from .attack import Finding
from .figure import Figure, Grouping
from .narrowing import Contradiction
from .puzzle import Puzzle, puzzle
from .shared import Unknown, grouped
from .showing import Mode, Shown, show

ROUNDS = 200


class NotSafe(ValueError):
    """Even with nothing more to merge or drop, earlier releases and this one give a cell away."""


@dataclass
class Verdict:
    """
    What passed, and what it cost.

    :ivar shown: the figures as they may be published
    :ivar steps: how each grouping that was unsafe is shown instead, and why
    :ivar attacked: how many cells the attack was about, and how many of them are small
    """

    shown: list[Shown] = field(default_factory=list)
    modes: dict[tuple[str, Grouping], Mode] = field(default_factory=dict)
    reasons: dict[tuple[str, Grouping], set[str]] = field(default_factory=dict)
    cells: int = 0
    suppressed: int = 0

    def said(self) -> dict[str, Any]:
        """The entry `gate` of a manifest."""
        steps = [
            {
                "indicator": indicator,
                "level": grouping.level,
                "by": list(grouping.by),
                "shown": "whole rows only" if mode == Mode.WHOLE_ROWS else "not",
                "merged_into": _coarser(grouping) if mode == Mode.NOT else None,
                # Of how many cells is not said: nobody counts women from what was withheld.
                "because": sorted(self.reasons.get((indicator, grouping), ())),
            }
            for (indicator, grouping), mode in sorted(self.modes.items())
        ]
        return {
            "passed": True,
            "cells": self.cells,
            "suppressed": self.suppressed,
            "merged": [step for step in steps if step["merged_into"] or step["shown"] != "not"],
            "dropped": [s for s in steps if s["shown"] == "not" and not s["merged_into"]],
        }


def passed(
    figures: Sequence[Figure],
    earlier: Sequence[Shown] = (),
    *,
    seconds: float = attack.SECONDS,
    tell: Callable[[str], None] = lambda _: None,
) -> Verdict:
    """
    Show as much of figures as is safe beside earlier releases.

    :param earlier: the figures of every linked release, with the texts that were published
    :param seconds: how long each group of cells that belong together may be attacked
    :param tell: told of the progress
    :raises NotSafe: when nothing that can be merged or dropped makes it safe
    """
    verdict = Verdict()
    groups = list(grouped([*figures, *(one.figure for one in earlier)]))
    for number, indicators in enumerate(groups, 1):
        now = [figure for figure in figures if figure.indicator in indicators]
        before = [one for one in earlier if one.figure.indicator in indicators]
        if now:
            tell(f"attack {number} of {len(groups)}: {', '.join(indicators)}")
            _group(now, before, verdict, seconds, tell)
    return verdict


def _group(
    figures: list[Figure], earlier: list[Shown], verdict: Verdict, seconds: float,
    tell: Callable[[str], None],
) -> None:  # fmt: skip
    for _ in range(ROUNDS):
        shown = adding.apart([show(figure, verdict.modes) for figure in figures])
        made = puzzle([*shown, *earlier])
        try:
            found = attack.attacked(made.known(), seconds=seconds) if made.names else []
        except Contradiction as error:
            names = ", ".join(sorted({figure.indicator for figure in figures}))
            raise NotSafe(f"{names}: {error}") from error
        if not found:
            verdict.shown += shown
            texts = [text for one in shown for text in one.texts.values() if text]
            verdict.cells += len(texts)
            verdict.suppressed += texts.count(rounding.SMALL)
            return
        stepped = set(_stepped(figures, made, found, verdict))
        tell(f"  {len(found)} cells not safe; coarser: {', '.join(sorted(stepped))}")
    raise NotSafe(f"{figures[0].indicator}: not safe after {ROUNDS} rounds")


def _stepped(
    figures: list[Figure], made: Puzzle, found: list[Finding], verdict: Verdict
) -> Iterator[str]:
    """Show one step more coarsely what the findings are about."""
    blamed: dict[tuple[str, Grouping], set[str]] = {}
    for finding in found:
        for key in _blamed(figures, made, made.names[finding.cell], verdict):
            blamed.setdefault(key, set()).add(finding.reason)
    if not blamed:
        raise NotSafe(
            f"{len(found)} cells of {figures[0].indicator} are found from earlier releases, "
            "whatever is left out of this one"
        )
    for (indicator, grouping), reasons in blamed.items():
        # It may have been merged a moment ago, together with a coarser one.
        mode = Mode(min(verdict.modes.get((indicator, grouping), Mode.CELLS) + 1, Mode.NOT))
        verdict.reasons.setdefault((indicator, grouping), set()).update(reasons)
        for figure in figures:
            for other in figure.declared if figure.indicator == indicator else ():
                if other == grouping or (mode == Mode.NOT and _depends(other, grouping)):
                    verdict.modes[indicator, other] = mode
        yield f"{indicator} by {', '.join(grouping.by) or 'nothing'} ({grouping.level})"


def _blamed(
    figures: list[Figure], made: Puzzle, unknown: Unknown, verdict: Verdict
) -> list[tuple[str, Grouping]]:
    """The grouping a cell is in, in each figure that shows it; else the finest still shown."""
    open_ = [
        (figure.indicator, grouping)
        for figure in figures
        for grouping in figure.declared
        if verdict.modes.get((figure.indicator, grouping), Mode.CELLS) < Mode.NOT
    ]
    grouping, indicators = unknown.grouping, made.indicators(unknown)
    own = [key for key in open_ if key[1] == grouping and key[0] in indicators]
    if own:
        return own
    return sorted(open_, key=lambda key: (_fineness(key[1]), key), reverse=True)[:1]


def _fineness(grouping: Grouping) -> tuple[int, int]:
    return limits.LEVELS.index(grouping.level), len(grouping.by)


def _depends(other: Grouping, on: Grouping) -> bool:
    """Whether a grouping is a finer one: the same places or parts of them, by as much or more."""
    levels = limits.LEVELS
    finer = levels.index(other.level) >= levels.index(on.level)
    return finer and set(on.by) <= set(other.by)


def _coarser(grouping: Grouping) -> str | None:
    at = limits.LEVELS.index(grouping.level)
    return limits.LEVELS[at - 1] if at else None
