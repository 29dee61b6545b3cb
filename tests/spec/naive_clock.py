"""
A second legal clock, slow and plain, written from the rules alone.

It shares no code with `ruta.law`: `naive_law` reads the norm files and counts days one by one,
and this looks at every act for every duty. Tests hold `ruta.law.clock` equal to it on random
streams.

`run(Law.read(folder), acts, ...)` gives a set of `Running`. An act is anything with the fields of
`ruta.law.model.Act`; instants are aware.

Where the rules are silent it reads them so:

- a correction keeps its target's arrival and stands under its own id; of several, the last wins;
- corrections and annulments say what was so all along: `known_by` cuts them, `as_of` does not
  hide them (though it cuts a corrected act by its corrected instant);
- of the required and the discharging acts, the one that comes first settles a duty;
- a standing duty already done is met at its start, by the earliest act that did it;
- wordings of one norm with the same bearer, start, required acts, kind and regime are
  alternatives: the first that matches holds; those of different norms all run;
- a new period of a recurring duty has begun once its first instant has passed;
- where no office was competent at the start, the first that becomes so holds the duty.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from tests.spec.naive_law import Law, due, local_day

CONDITION = re.compile(r"\s*(\w+)\s*(==|!=|<=|>=|<|>|in)\s*(.+?)\s*")

# The kinds an act counts as: kind of act -> (counted kind, condition text or None), ...
CountsAs = Mapping[str, Sequence[tuple[str, str | None]]]


class Running(NamedTuple):
    """One running of one wording, flat, to be compared: instants in UTC, acts and offices by id."""

    wording: str
    start: str
    period: int
    started_at: datetime
    due_at: datetime | None
    met_at: datetime | None = None
    met_by: str | None = None
    discharged_at: datetime | None = None
    discharged_by: str | None = None
    breached_at: datetime | None = None
    breached_by: str | None = None
    voided: bool = False
    holder: str | None = None


def in_order(
    acts: Iterable[Any], *, as_of: datetime, known_by: datetime | None
) -> list[tuple[Any, bool]]:
    """The acts as counted, each with whether it was annulled, by instant and then by arrival."""
    known = [act for act in acts if known_by is None or act.recorded_at <= known_by]
    annulled = {act.annuls for act in known if act.annuls}
    counted = []
    for act in known:
        if act.corrects:
            continue
        version = _last_version(act, known, annulled)
        counted.append((version._replace(arrival=act.arrival), act.id in annulled))
    counted = [(act, gone) for act, gone in counted if act.at <= as_of]
    return sorted(counted, key=lambda pair: (pair[0].at, pair[0].arrival))


def _last_version(act: Any, known: list[Any], annulled: set[str]) -> Any:
    """An act as last corrected; an annulled correction is passed over, one of it still counts."""
    family, version = {act.id}, act
    for other in sorted(known, key=lambda o: o.arrival):
        if other.corrects in family:
            family.add(other.id)
            if other.id not in annulled:
                version = other
    return version


def kinds_of(act: Any, counts_as: CountsAs) -> set[str]:
    """An act's kind and all it counts as, followed to the end."""
    kinds: set[str] = set()
    waiting = [act.kind]
    while waiting:
        kind = waiting.pop()
        if kind not in kinds:
            kinds.add(kind)
            also = counts_as.get(kind, ())
            waiting += [k for k, given in also if not given or holds(given, act.facts)]
    return kinds


def holds(condition: str, facts: Mapping[str, Any]) -> bool:
    """Whether `fact == value` (or another comparison) holds; a missing fact satisfies none."""
    form = CONDITION.fullmatch(condition)
    assert form, condition
    name, compare, literal = form.groups()
    value, known = tomllib.loads(f"v = {literal}")["v"], facts.get(name)
    comparisons: dict[str, Callable[[], bool]] = {
        "==": lambda: known == value,
        "!=": lambda: known != value,
        "<": lambda: known < value,
        "<=": lambda: known <= value,
        ">": lambda: known > value,
        ">=": lambda: known >= value,
        "in": lambda: known in value,
    }
    try:
        return known is not None and comparisons[compare]()
    except TypeError:
        return False


class Case(NamedTuple):
    """A case ready to be read: its acts in order, what each counts as, which were annulled."""

    law: Law
    acts: list[Any]
    kinds: list[set[str]]
    annulled: list[bool]
    as_of: datetime


def run(
    law: Law,
    acts: Iterable[Any],
    *,
    as_of: datetime,
    known_by: datetime | None = None,
    counts_as: CountsAs | None = None,
) -> set[Running]:
    """Every obligation of a case as of an instant, as known by another."""
    pairs = in_order(acts, as_of=as_of, known_by=known_by)
    kinds = [kinds_of(act, counts_as or {}) for act, _ in pairs]
    case = Case(law, [act for act, _ in pairs], kinds, [gone for _, gone in pairs], as_of)
    found: set[Running] = set()
    for place in range(len(case.acts)):
        for wording in _started_by(case, place):
            found |= set(_runnings(case, wording, place))
    return found


def status(running: Running, kind: str, as_of: datetime) -> str:
    """The word for how an obligation stands at an instant, by the kind of its limit."""
    if running.voided:
        return "voided"
    if kind == "prohibition":
        return "breached" if running.breached_at else "kept"
    if kind == "order":
        return "broken" if running.breached_at else "kept" if running.met_at else "pending"
    if kind == "right-window":
        words = ("used", "lapsed", "open", "lapsed")
    else:
        words = ("met", "met-late", "pending", "overdue")
    if running.met_at:
        return words[0] if in_time(running.met_at, running.due_at) else words[1]
    if running.discharged_at:
        # A breach stays after the term, even when nothing more is owed.
        return "discharged" if in_time(running.discharged_at, running.due_at) else "breached"
    if running.due_at is None:
        return "open"
    return words[2] if in_time(as_of, running.due_at) else words[3]


def in_time(instant: datetime, due_at: datetime | None) -> bool:
    """The due instant itself is in time; without a term nothing is ever late."""
    return due_at is None or instant <= due_at


def _started_by(case: Case, place: int) -> list[dict[str, Any]]:
    """The wordings in force on the act's local day whose start and conditions it satisfies."""
    act, day = case.acts[place], law_day(case, place)
    facts = dict(case.law.default_facts)
    for i in range(place + 1):
        if not case.annulled[i] or i == place:
            facts |= {n: v for n, v in case.acts[i].facts.items() if v is not None}
    started: list[dict[str, Any]] = []
    for wording in case.law.wordings:
        if (
            wording.get("starts") in case.kinds[place]
            and wording["kind"] != "entitlement"
            and wording["from_"] <= day
            and (wording["until"] is None or day < wording["until"])
            and all(holds(text, facts) for text in wording.get("given", ()))
            and all(holds(text, act.facts) for text in wording.get("starts_if", ()))
            and not any(_same_duty(wording, other) for other in started)
        ):
            started.append(wording)
    return started


def law_day(case: Case, place: int) -> date:
    """The day whose law governs what an act starts: the local day of that act."""
    return local_day(case.law, case.acts[place].at)


def _same_duty(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two wordings are alternatives, of which only the first that matches runs."""
    keys = ("norm", "bearer", "starts", "ends", "kind", "regime")
    alternatives = one.get("ends") and not one.get("starts_if") and not other.get("starts_if")
    return bool(alternatives) and all(one.get(k) == other.get(k) for k in keys)


def _runnings(case: Case, wording: dict[str, Any], place: int) -> Iterable[Running]:
    """The obligation an act sets running, period after period if it recurs."""
    act = case.acts[place]
    first_due = due(case.law, wording, act.at)
    if case.annulled[place]:
        holder = _holder(case, wording, place, closed=place)
        yield Running(wording["id"], act.id, 0, act.at, first_due, voided=True, holder=holder)
        return
    yield _one(case, wording, place, 0, act.at, first_due)
    if wording["kind"] != "recurring" or first_due is None:
        return
    stops = [a.at for a in _after(case, wording.get("discharged_by", ()), place, None)]
    period, started_at = 1, first_due
    while started_at < case.as_of and not any(stop <= started_at for stop in stops):
        until = due(case.law, wording, started_at)
        assert until is not None
        yield _one(case, wording, place, period, started_at, until)
        period, started_at = period + 1, until


def _one(
    case: Case,
    wording: dict[str, Any],
    place: int,
    period: int,
    started_at: datetime,
    due_at: datetime | None,
) -> Running:
    since = None if period == 0 else started_at
    met = next(iter(_after(case, wording.get("ends", ()), place, since)), None)
    stop = next(iter(_after(case, wording.get("discharged_by", ()), place, None)), None)
    if met and stop:
        met, stop = (met, None) if _before(met, stop) else (None, stop)
    met_at, met_by = (met.at, met.id) if met else (None, None)
    closed = _place(case, met or stop)
    done = _already_done(case, wording, place)
    if done:
        met_at, met_by, stop, closed = case.acts[place].at, done.id, None, place
    broken = _breach(case, wording, place, closed if met_at else None)
    return Running(
        wording["id"], case.acts[place].id, period, started_at, due_at,
        met_at, met_by,
        stop.at if stop else None, stop.id if stop else None,
        broken.at if broken else None, broken.id if broken else None,
        voided=False,
        holder=_holder(case, wording, place, closed),
    )  # fmt: skip


def _after(case: Case, kinds: Iterable[str], place: int, since: datetime | None) -> list[Any]:
    """Acts of some kinds that come later in order, and past an instant if one is given."""
    return [
        case.acts[i]
        for i in range(place + 1, len(case.acts))
        if not case.annulled[i]
        and case.kinds[i] & set(kinds)
        and (since is None or case.acts[i].at > since)
    ]


def _before(one: Any, other: Any) -> bool:
    return bool((one.at, one.arrival) < (other.at, other.arrival))


def _place(case: Case, act: Any | None) -> int | None:
    return None if act is None else [a.id for a in case.acts].index(act.id)


def _already_done(case: Case, wording: dict[str, Any], place: int) -> Any | None:
    if not wording.get("standing") or wording["kind"] == "recurring":
        return None
    for i in range(place):
        if not case.annulled[i] and case.kinds[i] & set(wording.get("ends", ())):
            return case.acts[i]
    return None


def _breach(case: Case, wording: dict[str, Any], place: int, met: int | None) -> Any | None:
    """The first act that breaks a prohibition, or that came before what had to precede it."""
    if wording["kind"] == "prohibition":
        return next(iter(_after(case, wording.get("breached_by", ()), place, None)), None)
    if wording["kind"] != "order":
        return None
    for act in _after(case, wording.get("precedes", ()), place, None):
        where = _place(case, act)
        assert where is not None
        return act if met is None or where < met else None
    return None


def _holder(case: Case, wording: dict[str, Any], place: int, closed: int | None) -> str | None:
    """Who owes: the addressee of the starting act, else the office last competent, else none."""
    bearer = case.law.bearers.get(wording["bearer"], {})
    types = bearer.get("office_types", [wording["bearer"]] if not bearer else [])
    seen = [(i, office) for i in range(len(case.acts)) for office in _competent(case, i)]
    seen = [(i, office) for i, office in seen if office.type in types]
    to = case.acts[place].to
    if to is not None and to.type in types:
        holder = to
    else:
        earlier = [office for i, office in seen if i <= place]
        later = [office for i, office in seen if i > place]
        holder = (earlier[-1:] or later[:1] or [None])[0]
    for i in range(place + 1, len(case.acts) if closed is None else closed):
        moved = not case.annulled[i] and case.acts[i].kind in case.law.transfers
        if moved and case.acts[i].to is not None and case.acts[i].to.type in types:
            holder = case.acts[i].to
    return holder.id if holder else None


def _competent(case: Case, place: int) -> list[Any]:
    """The offices an act makes competent: who did it, then whom it addresses."""
    act = case.acts[place]
    if case.annulled[place]:
        return []
    offices = [act.to] if act.kind in case.law.transfers else [act.office, act.to]
    return [office for office in offices if office is not None]
