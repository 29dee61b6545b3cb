"""Random cases drawn near the seams of a law, dense enough for its duties to meet each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st
from tests.spec.naive_law import Law
from tests.spec.two_engines import numbered

from ruta.law.model import Act, Office

# Names that careless readers take for something else come first.
IDS = ("NA", "null", "NaN", "None", "nan", "0", "1e3", "a8", "a9", "b1", "b2", "b3", "b4", "b5")
MICROSECOND = timedelta(microseconds=1)
STEPS = (
    *[timedelta(0)] * 4,
    MICROSECOND,
    -MICROSECOND,
    timedelta(seconds=1),
    *[timedelta(hours=h) for h in (-24, -5, -3, -1, 1, 3, 5, 12, 24, 48, 72)],
    *[timedelta(days=d) for d in (-7, -1, 4, 7, 15, 31, 92)],
)


class Question(NamedTuple):
    """A case and how it is read."""

    acts: list[Act]
    as_of: datetime
    known_by: datetime | None


def seams(law: Law) -> list[datetime]:
    """Midnights of the law's zone where something changes: entries into force, ends, year ends."""
    days = {w["from_"] for w in law.wordings} | {w["until"] for w in law.wordings if w["until"]}
    for year in (2019, 2020, 2021, 2023, 2024):
        days |= {date(year, 12, 31), date(year, 3, 31), date(year, 7, 27), date(year, 3, 8)}
        days |= {date(year, 2, 28), date(year, 4, 9), date(year, 11, 1), date(year, 8, 31)}
    days |= {date(2020, 2, 29), date(2024, 2, 29)}
    return [
        datetime(d.year, d.month, d.day, hour, tzinfo=law.zone).astimezone(UTC)
        for d in sorted(days)
        for hour in (0, 9, 20)
    ]


def words(law: Law, chosen: Sequence[str]) -> list[str]:
    """The kinds of act that some wordings name."""
    kinds: set[str] = set()
    for wording in law.wordings:
        if wording["id"] in chosen:
            kinds |= {wording["starts"], *wording.get("ends", ())}
            for key in ("discharged_by", "breached_by", "precedes"):
                kinds |= set(wording.get(key, ()))
    return sorted(kinds - {""})


@st.composite
def fates(
    draw: st.DrawFn, kinds: Sequence[str], standing: Sequence[Act]
) -> tuple[str, str | None, str | None]:
    """An act's kind, and what it corrects or annuls: one in six strikes an earlier act."""
    fate = draw(st.integers(0, 11)) if standing else 0
    if fate < 10:
        return draw(st.sampled_from(kinds)), None, None
    target = draw(st.sampled_from(standing))
    return (target.kind, target.id, None) if fate == 10 else ("annulment", None, target.id)


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    law: Law,
    more_kinds: Sequence[str],
    facts: dict[str, Sequence[object]],
    office_types: Sequence[str],
    together: int,
) -> Question:
    """
    A case of a few wordings' acts, with corrections and annulments.

    Acts arrive in the order drawn, whatever their instants; many share one.
    """
    ids = [w["id"] for w in law.wordings if w.get("starts")]
    chosen = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=together, unique=True))
    kinds = [*words(law, chosen), *more_kinds]
    seam = draw(st.sampled_from(seams(law)))
    near = st.sampled_from(STEPS).map(lambda step: seam + step)
    office = st.none() | st.builds(
        Office, st.sampled_from(["NA", "O-1", "O-2"]), st.sampled_from(office_types)
    )
    some_facts = st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(values) for name, values in facts.items()}
    )
    acts: list[Act] = []
    for id_ in IDS[: draw(st.integers(2, len(IDS)))]:
        at = draw(near)
        kind, corrects, annuls = draw(fates(kinds, [act for act in acts if not act.annuls]))
        recorded_at = at + draw(st.sampled_from((timedelta(0), *STEPS[-3:])))
        known, author, to = draw(some_facts), draw(office), draw(office)
        acts.append(Act(id_, kind, at, 0, recorded_at, known, author, to, corrects, annuls))
    as_of = seam + draw(st.sampled_from((*STEPS, *[timedelta(days=400)] * 12)))
    return Question(numbered(acts), as_of, draw(st.none() | near))
