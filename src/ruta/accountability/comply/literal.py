"""Cases written out act by act, as columns: worked examples, tests, small logs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np

from ruta.acts.columns import NONE, Acts, Dictionaries
from ruta.acts.instants import LocalDays, microseconds
from ruta.law.model import Act, Office
from ruta.law.plans import Plans, utc
from ruta.law.streams import arrange


class Written(NamedTuple):
    """Acts as columns, what their codes mean, and the acts themselves by place."""

    acts: Acts
    dictionaries: Dictionaries
    by_place: tuple[Act, ...]


class Codes(dict[Any, int]):
    """Values by the order in which they were first met; what is absent is `NONE`."""

    def of(self, value: Any) -> int:
        """The code of a value."""
        return NONE if value is None else self.setdefault((type(value), value), len(self))

    @property
    def values_met(self) -> tuple[Any, ...]:
        """The values, each at the place of its code."""
        return tuple(value for _, value in self)


def written(
    cases: Iterable[Sequence[Act]], plans: Plans, *, known_by: datetime | None = None
) -> Written:
    """Put cases into columns, each in its order, corrections and annulments settled."""
    latest = datetime.max.replace(tzinfo=plans.rulebook.zone)
    rows: list[tuple[int, Act, bool]] = []
    for number, acts in enumerate(cases):
        stream, annulled = arrange(acts, as_of=latest, known_by=known_by)
        rows += [(number, act, act.id in annulled) for act in stream]
    kinds, offices = Codes(), Codes()
    facts: dict[str, Codes] = {name: Codes() for _, act, _ in rows for name in act.facts}
    at = np.array([microseconds(utc(act.at)) for _, act, _ in rows], np.int64)
    columns = Acts(
        case=np.array([number for number, _, _ in rows], np.int64),
        kind=np.array([kinds.of(act.kind) for _, act, _ in rows], np.int16),
        at=at,
        day=LocalDays(plans.rulebook.zone).of(at),
        facts={
            name: np.array([codes.of(act.facts.get(name)) for _, act, _ in rows], np.int32)
            for name, codes in facts.items()
        },
        office=np.array([offices.of(act.office) for _, act, _ in rows], np.int32),
        to=np.array([offices.of(act.to) for _, act, _ in rows], np.int32),
        annulled=np.array([gone for _, _, gone in rows], bool),
    )
    met: tuple[Office, ...] = offices.values_met
    dictionaries = Dictionaries(
        kinds=kinds.values_met,
        facts={name: codes.values_met for name, codes in facts.items()},
        offices=tuple(office.id for office in met),
        office_types=tuple(office.type for office in met),
    )
    return Written(columns, dictionaries, tuple(act for _, act, _ in rows))
