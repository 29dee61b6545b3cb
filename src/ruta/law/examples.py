"""Running the worked examples that norm files carry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from .clock import Clock
from .model import Example, Obligation, Wording
from .rulebook import Rulebook


def failures(rulebook: Rulebook, wording: Wording, clock: Clock) -> Iterator[str]:
    """What the clock answers otherwise than the wording's worked examples expect."""
    for number, example in enumerate(wording.examples, 1):
        for complaint in _compare(example, _last(clock, wording, example), rulebook):
            yield f"example {number}: {complaint}"


def _last(clock: Clock, wording: Wording, example: Example) -> Obligation | None:
    """The wording's last obligation (or period) that the example's acts set running."""
    mine = [o for o in clock.run(example.acts, as_of=example.as_of) if o.wording is wording]
    return mine[-1] if mine else None


def _compare(example: Example, found: Obligation | None, rulebook: Rulebook) -> Iterator[str]:
    if example.expect is None:
        if found is not None:
            yield "expects no obligation, but one starts"
        return
    if found is None:
        yield "expects an obligation, but none starts"
        return
    answers = {
        "due": found.due_at,
        "met": found.met_at,
        "discharged": found.discharged_at,
        "breached": found.breached_at,
        "period": found.period,
        "status": found.status(example.as_of),
        "office": found.holder.id if found.holder else "none",
    }
    for key, expected in example.expect.items():
        if key not in answers:
            yield f"expects {key!r}, which is none of {', '.join(answers)}"
        elif answers[key] != expected:
            yield f"{key} is {_shown(answers[key], rulebook)}, not {_shown(expected, rulebook)}"


def _shown(value: object, rulebook: Rulebook) -> str:
    if isinstance(value, datetime):
        return value.astimezone(rulebook.zone).isoformat()
    return str(value)
