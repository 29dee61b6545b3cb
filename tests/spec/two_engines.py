"""Asking both clocks the same question: their laws, and their answers made comparable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.spec import naive_clock
from tests.spec.naive_clock import Running
from tests.spec.naive_law import Law

from ruta.law import conditions, rulebook
from ruta.law.clock import Clock, Counts
from ruta.law.model import Act, Obligation

PROBE = Path(__file__).parent / "probe" / "norms"
SHIPPED = rulebook.HERE / "norms"

CountsAs = Mapping[str, Sequence[tuple[str, str | None]]]


class Engines:
    """Both clocks over one folder of norms."""

    def __init__(self, folder: Path, counts_as: CountsAs | None = None) -> None:
        self.rulebook = rulebook.load(folder)
        self.law = Law.read(folder)
        self.counts_as = counts_as or {}
        self.clock = Clock(self.rulebook, counted(self.counts_as))

    def fast(
        self, acts: Sequence[Act], as_of: datetime, known_by: datetime | None
    ) -> list[Running]:
        """What the clock of Ruta answers, flat."""
        return [flat(o) for o in self.clock.run(acts, as_of=as_of, known_by=known_by)]

    def naive(
        self, acts: Sequence[Act], as_of: datetime, known_by: datetime | None
    ) -> set[Running]:
        """What the naive clock answers."""
        return naive_clock.run(
            self.law, acts, as_of=as_of, known_by=known_by, counts_as=self.counts_as
        )


def counted(counts_as: CountsAs) -> dict[str, tuple[Counts, ...]]:
    """The same expansion, as the clock of Ruta reads it."""
    return {
        kind: tuple(Counts(k, conditions.parse(given) if given else None) for k, given in also)
        for kind, also in counts_as.items()
    }


def flat(obligation: Obligation) -> Running:
    """An obligation as the naive clock states it."""
    o = obligation
    return Running(
        wording=o.wording.id,
        start=o.start.id,
        period=o.period,
        started_at=o.started_at,
        due_at=o.due_at,
        met_at=o.met_at,
        met_by=o.met_by,
        discharged_at=o.discharged_at,
        discharged_by=o.discharged_by,
        breached_at=o.breached_at,
        breached_by=o.breached_by,
        voided=o.voided,
        holder=o.holder.id if o.holder else None,
    )


def numbered(acts: Iterable[Act]) -> list[Act]:
    """Acts in order of arrival, in UTC."""
    return [
        act._replace(
            arrival=n, at=act.at.astimezone(UTC), recorded_at=act.recorded_at.astimezone(UTC)
        )
        for n, act in enumerate(acts, 1)
    ]
