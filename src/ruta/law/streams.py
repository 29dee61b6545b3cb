"""The acts of a case as the clock counts them: cut, corrected, annulled and put in order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from operator import attrgetter
from typing import NamedTuple

from .model import Act

_in_order = attrgetter("at", "arrival")


class Stream(NamedTuple):
    """
    Acts in order of instant, then of arrival, and which of them were annulled.

    A correction stands in its target's place: its own content and instant, the target's arrival.
    """

    acts: list[Act]
    annulled: frozenset[str]


def arrange(acts: Iterable[Act], *, as_of: datetime, known_by: datetime | None = None) -> Stream:
    """
    Put acts in order, as of an instant (when they happened) and known by another (recorded).

    A correction or an annulment takes effect by its recording, whatever its own instant: it says
    what has been so all along.
    """
    known = [act for act in acts if known_by is None or act.recorded_at <= known_by]
    annulled: frozenset[str] = frozenset()
    if any(act.corrects or act.annuls for act in known):
        known, annulled = _settle(known)
    ordered = [_in_utc(act) for act in known if act.at <= as_of]
    ordered.sort(key=_in_order)
    return Stream(ordered, annulled)


def _settle(acts: list[Act]) -> tuple[list[Act], frozenset[str]]:
    """Apply corrections and annulments: the standing acts, and the annulled ones' ids."""
    struck = _struck(acts)
    roots = {act.id: act for act in acts if not act.corrects and not act.annuls}
    standing = dict(roots)
    origin = {id_: id_ for id_ in roots}
    for act in sorted(acts, key=attrgetter("arrival")):
        root = origin.get(act.corrects or "")
        if root is None:
            continue
        origin[act.id] = root
        if act.id not in struck:
            standing[root] = act._replace(arrival=roots[root].arrival)
    annulled = frozenset(act.id for root, act in standing.items() if root in struck)
    kept = [act for act in acts if act.annuls]
    return [*standing.values(), *kept], annulled


def _struck(acts: list[Act]) -> set[str]:
    """What is annulled: an annulment that is itself annulled strikes nothing."""
    struck: set[str] = set()
    for act in sorted(acts, key=attrgetter("arrival"), reverse=True):
        if act.annuls and act.id not in struck:
            struck.add(act.annuls)
    return struck


def _in_utc(act: Act) -> Act:
    return act if act.at.tzinfo is UTC else act._replace(at=act.at.astimezone(UTC))
