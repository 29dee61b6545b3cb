"""
Making a release: computed from a store, shown under the rules, attacked, then frozen.

Everything exact stays in this process and in a folder that is deleted. What is refused leaves
nothing on the shelf.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruta.accountability.figures import relations
from ruta.accountability.indicators import reading
from ruta.accountability.indicators.reading import Indicator
from ruta.acts import store
from ruta.law import rulebook

from . import attack, counting, earlier, gate, limits, rounding, showing, tables
from .figure import Figure
from .freezing import AlreadyFrozen, Draft, Written, freeze
from .period import BETWEEN_REVISIONS, Period, TooEarly, correction_of, of_release, period
from .release import Release, digest
from .shelf import releases

ATTESTATION = (
    "{by} approved on {on} that these tables be published: rounded as their rules say, attacked "
    "beside every earlier linked release without any cell being found, and never to be changed."
)


class Refused(ValueError):
    """A release that may not be made; says why."""


@dataclass(frozen=True)
class Wanted:
    """
    What is asked for.

    :ivar period: a quarter or a year, such as `2026-Q2`
    :ivar store: the folder of the encoded store
    :ivar as_of: later acts do not count; the end of the lag by default
    :ivar seed: of the simulated country; a store that says it is simulated needs none
    :ivar corrects: the release this one corrects, and why
    :ivar only: some indicators only, for a trial
    """

    period: str
    store: Path
    approved_by: str
    into: Path
    as_of: datetime | None = None
    seed: int | None = None
    corrects: str | None = None
    why: str | None = None
    only: tuple[str, ...] = ()
    seconds: float = attack.SECONDS


def publish(wanted: Wanted, *, now: datetime, tell: Callable[[str], None]) -> Release:
    """
    Make a release, or refuse.

    :raises Refused: with the reason; also `TooEarly`, `AlreadyFrozen`, `gate.NotSafe`
    :raises store.BadStore: when the store cannot be read
    """
    asked = period(wanted.period)
    shelf = releases(at=wanted.into, demo=False)
    read = store.opened(wanted.store)
    zone = ZoneInfo(read.zone)
    as_of = wanted.as_of or datetime.combine(asked.open_on, time(), zone)
    id_ = _id(wanted, asked, shelf, now)
    _check(wanted, asked, as_of, now)
    invented = _invented(wanted, read)
    alike = [found for found in shelf if bool(found.simulated) == bool(invented)]
    linked = earlier.linked(alike, asked)
    indicators = _indicators(wanted)
    with _Counting(wanted.store, tell) as counting_:
        figures = counting_.figures(indicators, asked, as_of)
        before = list(earlier.shown(linked, asked, counting_.figures, indicators))
    verdict = gate.passed(figures, before, seconds=wanted.seconds, tell=tell)
    written = _tables(indicators, verdict.shown, asked)
    if not written:
        raise Refused("no table passed: nothing is published")
    said = {
        "id": id_,
        "period": {"from": asked.from_.isoformat(), "until": asked.until.isoformat()},
        "as_of": as_of.astimezone(UTC).isoformat(),
        "made_at": now.astimezone(UTC).isoformat(),
        "simulated": invented,
        **_sources(wanted, indicators, read),
        "approved_by": wanted.approved_by,
        "attestation": ATTESTATION.format(by=wanted.approved_by, on=now.astimezone(zone).date()),
        "corrects": wanted.corrects,
        "why": wanted.why,
        "linked": [found.id for found in linked],
        "rules": RULES,
        "gate": {**verdict.said(), "left_out": _left_out(indicators, written)},
    }
    sql = {i.file: (reading.HERE / i.file).read_bytes() for i in indicators}
    tell(f"freeze {id_}: {len(written)} tables")
    return freeze(Draft(said, written, _norms(), sql), into=wanted.into)


RULES: Mapping[str, Any] = {
    "threshold": rounding.THRESHOLD,
    "base": rounding.BASE,
    "share_from": rounding.SHARE_FROM,
    "quantile_from": rounding.QUANTILE_FROM,
    "significant": rounding.SIGNIFICANT,
    "break_down_from": showing.BREAK_DOWN_FROM,
    "span": attack.SPAN,
    "attributes": limits.ATTRIBUTES,
    "levels": list(limits.LEVELS),
    "districts": "none: the extract says no district",
}


class _Counting:
    """Relations of a store as of some instants, in a folder that is deleted."""

    def __init__(self, source: Path, tell: Callable[[str], None]) -> None:
        self.source, self.tell = source, tell

    def __enter__(self) -> _Counting:
        self.folder = Path(tempfile.mkdtemp(prefix="ruta-publish-"))
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def figures(
        self, indicators: Iterable[Indicator], asked: Period, as_of: datetime, label: str = ""
    ) -> list[Figure]:
        """The exact figures of a period as of an instant."""
        folder = self.folder / as_of.astimezone(UTC).strftime("%Y%m%dT%H%M%S%f")
        if not folder.exists():
            self.tell(f"obligations as of {as_of.isoformat()}")
            relations.write(self.source, folder, as_of=as_of)
        connection = relations.opened(folder)
        try:
            return list(self._counted(connection, list(indicators), asked, label))
        finally:
            connection.close()

    def _counted(
        self, connection: Any, indicators: Sequence[Indicator], asked: Period, label: str
    ) -> Iterator[Figure]:
        for number, indicator in enumerate(indicators, 1):
            if counting.declared(indicator, yearly=asked.yearly):
                self.tell(f"{asked.name} {number} of {len(indicators)}: {indicator.id}")
                yield counting.figure(connection, indicator, asked, label=label)


def _id(wanted: Wanted, asked: Period, shelf: Sequence[Release], now: datetime) -> str:
    """The id of the new release."""
    ids = [found.id for found in shelf]
    taken = [found for found in shelf if of_release(found.id) == asked]
    if wanted.corrects is None:
        if taken:
            raise AlreadyFrozen(
                f"{asked.name} is frozen; correct it with a release of its own: --corrects "
                f"{taken[0].id} --why REASON"
            )
        return asked.name
    if not wanted.why:
        raise Refused("a correction says why")
    if not taken or wanted.corrects != taken[0].id:
        raise Refused(f"{wanted.corrects} is not the last release of {asked.name}")
    last = datetime.fromisoformat(taken[0].manifest["made_at"])
    if now - last < BETWEEN_REVISIONS:
        raise TooEarly(f"{taken[0].id} is of {last.date()}: revisions come a year apart at least")
    return correction_of(asked.name, ids)


def _check(wanted: Wanted, asked: Period, as_of: datetime, now: datetime) -> None:
    if not wanted.approved_by.strip():
        raise Refused("nobody approved it")
    asked.check_lag(_day(now, as_of))
    asked.check_lag(_day(as_of, as_of))
    if as_of > now:
        raise TooEarly(f"{as_of.isoformat()} is still to come")


def _day(instant: datetime, like: datetime) -> date:
    return instant.astimezone(like.tzinfo).date()


def _invented(wanted: Wanted, read: store.Store) -> Mapping[str, Any] | None:
    """What the store says of being simulated; nobody may publish it as real."""
    said = read.about.get("simulated")
    if said is None and wanted.seed is None:
        return None
    said = dict(said or {"cases": read.about["cases"]})
    if wanted.seed is not None and said.setdefault("seed", wanted.seed) != wanted.seed:
        raise Refused(f"the store is of seed {said['seed']}, not of {wanted.seed}")
    return said


def _indicators(wanted: Wanted) -> list[Indicator]:
    every = reading.every()
    if missing := set(wanted.only) - set(every):
        raise Refused(f"no indicator {', '.join(sorted(missing))}")
    return [every[name] for name in (wanted.only or every)]


def _tables(
    indicators: Sequence[Indicator], shown: Iterable[showing.Shown], asked: Period
) -> list[Written]:
    by_name = {one.figure.indicator: one for one in shown}
    return [
        table
        for indicator in indicators
        if indicator.id in by_name
        for table in tables.tables(indicator, by_name[indicator.id], asked)
    ]


def _left_out(indicators: Iterable[Indicator], written: Sequence[Written]) -> list[str]:
    """The tables that are not in the release: unsafe, of too few, or of years only."""
    there = {table.said["name"] for table in written}
    names = [tables.name(i, by) for i in indicators for by in i.dimensions]
    return [name for name in names if name not in there]


def _sources(wanted: Wanted, indicators: Sequence[Indicator], read: store.Store) -> dict[str, Any]:
    """The hashes of the law, of the SQL and of the data."""
    return {
        "law": {name: _hash(text) for name, text in _norms().items()},
        "sql": {i.file: _hash((reading.HERE / i.file).read_bytes()) for i in indicators},
        "data": _data(wanted.store, read),
    }


def _norms() -> dict[str, bytes]:
    folder = Path(rulebook.__file__).parent / "norms"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))}


def _data(folder: Path, read: store.Store) -> dict[str, Any]:
    """
    What the store was, and about how much.

    One hash of all its files: that of `store.json` alone could be guessed, exact totals with it.
    """
    files = (store.MEANINGS, store.ACTS, store.CASES)
    whole = hashlib.sha256()
    for name in files:
        if (folder / name).is_file():
            whole.update(f"{digest(folder / name)}  {name}\n".encode())
    return {"store": whole.hexdigest(), "acts_in_all": rounding.shown(read.length)}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
