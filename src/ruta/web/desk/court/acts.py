"""
The acts that a court's decision becomes.

The hearing comes first, at its own instant; what the resolution says follows the decision, at the
same one. Every id derives from the decision's, so that a decision sent twice is stored once.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from ruta.cases.intake import NewAct

from .decision import HELD, SKIPPED, WEAPONS_BAN, Decision


def acts_of(decision: Decision) -> list[NewAct]:
    """A decision as acts, in the order in which they are recorded."""
    return [*_hearing(decision), *_outcome(decision), *_what_follows(decision)]


def note_of(decision: Decision) -> str:
    """What was ordered beyond the codes, in one text: the other measure first."""
    return "\n\n".join(text for text in (decision.other_order, decision.details) if text)


def _hearing(decision: Decision) -> Iterator[NewAct]:
    if decision.hearing == HELD and decision.hearing_at is not None:
        facts = {"hearing_mode": decision.hearing_mode}
        yield _act(decision, "hearing-held", facts, at=decision.hearing_at)


def _outcome(decision: Decision) -> Iterator[NewAct]:
    number = {"resolution_number": decision.resolution_number}
    if not decision.granted:
        facts = {**number, "reasons": decision.denial_reasons}
        yield _act(decision, "measures-denied", facts, id_=decision.decision_id)
        return
    given: dict[str, Any] = {
        **number,
        "measures": list(decision.measures),
        "distance_metres": decision.distance_metres,
        "measures_until": decision.measures_until,
        "reasons": decision.reasons,
        "note": note_of(decision),
    }
    yield _act(decision, "measures-decided", given, id_=decision.decision_id)


def _what_follows(decision: Decision) -> Iterator[NewAct]:
    number = {"resolution_number": decision.resolution_number}
    if decision.precautionary or decision.precautionary_reasons:
        facts = {
            **number,
            "measures": list(decision.precautionary),
            "reasons": decision.precautionary_reasons,
        }
        yield _act(decision, "precautionary-decided", facts)
    if decision.hearing == SKIPPED:
        yield _act(decision, "resolution-reasoned", {**number, "note": decision.skip_reasons})
    elif decision.granted and decision.reasons:
        yield _act(decision, "resolution-reasoned", number)
    if decision.granted and WEAPONS_BAN in decision.measures:
        yield _act(decision, "weapons-ban-ordered", number)


def _act(
    decision: Decision, kind: str, facts: Mapping[str, Any], *,
    at: datetime | None = None, id_: UUID | None = None,
) -> NewAct:  # fmt: skip
    stated = {name: value for name, value in facts.items() if value not in (None, "", [])}
    return NewAct(
        act_id=id_ or uuid5(decision.decision_id, kind),
        kind=kind,
        at=at or decision.decided_at,
        facts=stated,
    )
