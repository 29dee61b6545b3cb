"""
The legal clock as one SQL text, in DuckDB's dialect: the acts of many cases in, obligations out.

The text reads `acts` (one row each: `case_id`, `place` in the whole store, `kind`, `occurred_at`
in microseconds, local `day`, `office`, `to_office`, `annulled`, `fact_1`… in codes) and the tables
that `tables.Law` makes. What a store or a rulebook has nothing of (facts, offices, recurring
duties…) is left out of the text; nothing else changes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ruta.accountability.comply.found import STATUS

from . import holders, periods

COLUMNS = (
    "case_id", "wording", "start_place", "period", "started_at", "due_at", "met_at",
    "discharged_at", "breached_at", "voided", "status", "seconds", "office",
)  # fmt: skip


NOTHING = "cast(null as bigint)"
STARTED = """p.case_id, p.place, p.occurred_at, p.day, p.to_office, p.annulled, p.said, p.known,
  p.duty, p.starts"""


@dataclass(frozen=True)
class Shape:
    """
    What a store and a rulebook have.

    :ivar facts: how many facts the rules read
    :ivar offices: whether acts name offices
    :ivar stops, breaks: whether duties are discharged, broken
    :ivar standing, recurring: whether some duties are
    :ivar long_cases: whether some cases are so long that each act cannot be held against each other
    """

    facts: int
    offices: bool
    stops: bool
    breaks: bool
    standing: bool
    recurring: bool
    long_cases: bool

    @property
    def roles(self) -> tuple[str, ...]:
        """What an act can be to a duty that runs."""
        return ("ends", *(["stops"] if self.stops else []), *(["breaks"] if self.breaks else []))


def text(shape: Shape) -> str:
    """One row per obligation, with the `COLUMNS`."""
    steps, last = _steps(shape)
    return _with([*steps, ("cases", CASES)]) + _answer(last, shape)


def counts(shape: Shape) -> str:
    """How many obligations of each wording stand so: `wording`, `status`, `obligations`."""
    steps, last = _steps(shape)
    return (
        _with(steps)
        + f"""
select answered.wording, answered.status, count(*) as obligations
from (
  select h.wording, {STATUS_WORD} as status
  from {last} h
  cross join reading r
) answered
group by answered.wording, answered.status"""
    )


def _steps(shape: Shape) -> tuple[list[tuple[str, str]], str]:
    """The steps by name, and the name of the one that has the obligations in the end."""
    steps = [
        ("told", _told(shape)),
        ("known", _known(shape)),
        ("parts", _parts(shape)),
        *_followed(shape),
        ("opened", OPENED),
        ("first_runs", FIRST_RUNS),
        *(periods.STEPS if shape.recurring else ()),
    ]
    last = "runs" if shape.recurring else "first_runs"
    if not shape.offices:
        return steps, last
    return steps + [(name, step.format(runs=last)) for name, step in holders.STEPS], "held"


def _with(steps: Iterable[tuple[str, str]]) -> str:
    return "with " + ",\n".join(f"{name} as ({step})" for name, step in steps)


def _told(shape: Shape) -> str:
    """Acts until the reading, with the circumstance that each states; whether it asks for more."""
    facts = range(1, shape.facts + 1)
    said = " + ".join(f"c{n}.said" for n in facts) or "0"
    own = "".join(f",\n  case when a.fact_{n} >= 0 then c{n}.known end as own_{n}" for n in facts)
    joins = "".join(f"\njoin classes_{n} c{n} on c{n}.code = a.fact_{n}" for n in facts)
    states = "".join(f" or a.fact_{n} >= 0" for n in facts)
    return f"""
select a.case_id, a.place, a.kind, a.occurred_at, a.day, a.office, a.to_office, a.annulled,
  {said} as said, t.kind is not null{states} as attends{own}
from acts a
cross join reading r
left join attentive t on t.kind = a.kind{joins}
where a.occurred_at <= r.as_of
"""


def _known(shape: Shape) -> str:
    """
    The circumstance of the case as last known, where an act asks for it.

    It does if some wording that it may start depends on it. What states facts is looked at too.
    """
    columns = """t.case_id, t.place, t.kind, t.occurred_at, t.day, t.office, t.to_office,
  t.annulled, t.said"""
    if not shape.facts:
        return f"select {columns}, 0 as known from told t"
    known = " + ".join(_last_known(n) for n in range(1, shape.facts + 1))
    return f"""
select {columns}, {known} as known
from told t
cross join reading r
where t.attends
window in_case as (
  partition by t.case_id order by t.occurred_at, t.place
  rows between unbounded preceding and current row)
union all
select {columns}, 0
from told t
where not t.attends
"""


def _last_known(n: int) -> str:
    """What the act itself says, annulled or not; else what the last act in force said."""
    packed = f"max(case when not t.annulled then t.place * r.radix + t.own_{n} end)"
    return f"coalesce(t.own_{n}, ({packed} over in_case) % r.radix, 0)"


def _parts(shape: Shape) -> str:
    """One row per act and duty in which it has a part; an annulled act can only start."""
    marks = ",\n  ".join(
        f"case when r.{role} and not k.annulled then k.place end as {role}_place,\n"
        f"  case when r.{role} and not k.annulled then k.occurred_at end as {role}_at"
        for role in shape.roles
    )
    return f"""
select k.case_id, k.place, k.occurred_at, k.day, k.to_office, k.annulled, k.said, k.known,
  r.duty, r.starts,
  {marks}
from known k
join roles r on r.kind = k.kind and r.said = k.said
"""


def _followed(shape: Shape) -> list[tuple[str, str]]:
    """
    For each start, the first act after it that ends, discharges or breaks its duty.

    A window finds it in cases of any length. Where every case is short, holding each start against
    the acts of its duty takes half the time, because nothing is sorted.
    """
    if shape.long_cases:
        return [("looked", _looked(shape))]
    return [("firsts", _firsts(shape)), ("looked", _beside(shape))]


def _looked(shape: Shape) -> str:
    next_ = ",\n  ".join(
        f"min(p.{role}_{what}) over later as next_{role}_{what}"
        for role in shape.roles
        for what in ("place", "at")
    )
    earlier = "min(p.ends_place) over earlier" if shape.standing else "cast(null as bigint)"
    frame = (
        ""
        if not shape.standing
        else """,
  earlier as (
    partition by p.case_id, p.duty order by p.occurred_at, p.place
    rows between unbounded preceding and current row)"""
    )
    return f"""
select {STARTED},
  {next_}{_never(shape)},
  {earlier} as first_ends_place
from parts p
window later as (
    partition by p.case_id, p.duty order by p.occurred_at, p.place
    rows between 1 following and unbounded following){frame}
"""


def _firsts(shape: Shape) -> str:
    """The acts of a store stand in the order of the clock: what comes after has a later place."""
    settles = " or ".join(f"e.{role}_place is not null" for role in shape.roles)
    then = "case when e.place > s.place then {} end" if shape.standing else "{}"
    next_ = ",\n  ".join(
        f"min({then.format(f'e.{role}_{what}')}) as next_{role}_{what}"
        for role in shape.roles
        for what in ("place", "at")
    )
    earlier = "case when e.place < s.place then e.ends_place end" if shape.standing else NOTHING
    later = "" if shape.standing else " and e.place > s.place"
    return f"""
select s.place, s.duty,
  {next_},
  min({earlier}) as first_ends_place
from parts s
join parts e on e.case_id = s.case_id and e.duty = s.duty{later}
where s.starts and ({settles})
group by s.place, s.duty
"""


def _beside(shape: Shape) -> str:
    next_ = ", ".join(f"f.next_{role}_{what}" for role in shape.roles for what in ("place", "at"))
    return f"""
select {STARTED},
  {next_}{_never(shape)},
  f.first_ends_place
from parts p
left join firsts f on f.place = p.place and f.duty = p.duty
where p.starts
"""


def _never(shape: Shape) -> str:
    """The columns of what cannot happen to any duty."""
    return "".join(
        f",\n  {NOTHING} as next_{role}_{what}"
        for role in ("stops", "breaks")
        if role not in shape.roles
        for what in ("place", "at")
    )


# The wordings that each start sets running, by the law of its own day.
OPENED = """
select l.case_id, l.place, l.occurred_at, l.day, l.to_office, l.annulled, l.duty,
  o.wording, o.limit_kind, o.recurring, o.elapsed, o.term, o.bearer,
  coalesce(l.occurred_at + o.elapsed, d.due_at) as due_at,
  coalesce(o.standing and l.first_ends_place < l.place, false) as done_before,
  case when l.next_stops_place is null or l.next_ends_place < l.next_stops_place
    then l.next_ends_place end as ends_place,
  case when l.next_stops_place is null or l.next_ends_place < l.next_stops_place
    then l.next_ends_at end as ends_at,
  l.next_stops_place as stops_place, l.next_stops_at as stops_at,
  l.next_breaks_place as breaks_place, l.next_breaks_at as breaks_at
from looked l
join openings o
  on o.duty = l.duty and o.known = l.known and o.from_day <= l.day and l.day < o.until_day
left join dues d on d.term = o.term and d.day = l.day
left join refusals f on f.wording = o.wording and f.said = l.said
where l.starts and f.wording is null
"""


# A standing duty done before is met at its start. Whoever annuls a start voids what it started.
# An order is not broken by what comes with, or after, the act that had to come first.
FIRST_RUNS = """
select s.case_id, s.wording, cast(0 as bigint) as period,
  s.occurred_at as started_at, s.due_at, s.place, s.to_office, s.annulled as voided,
  s.limit_kind, s.bearer, s.duty, s.recurring, s.elapsed, s.term, s.day,
  s.stops_at as stopped_at, s.stops_place as stopped_place,
  case when s.annulled then null when s.done_before then s.occurred_at else s.ends_at end as met_at,
  case when not s.annulled and not s.done_before and s.ends_at is null then s.stops_at end
    as discharged_at,
  case when not s.annulled and not (s.limit_kind = 'order' and s.breaks_place >=
      case when s.done_before then s.place else coalesce(s.ends_place, s.breaks_place + 1) end)
    then s.breaks_at end as breached_at,
  case when s.annulled or s.done_before then s.place
    else coalesce(s.ends_place, s.stops_place) end as closed_place
from opened s
"""


# A store may be given in parts: an act's place in its case counts from the first act of the case.
CASES = """
select t.case_id, min(t.place) as first_place
from told t
group by t.case_id
"""


def _answer(last: str, shape: Shape) -> str:
    office = "h.office" if shape.offices else "cast(null as bigint)"
    return f"""
select h.case_id, h.wording, h.place - b.first_place as start_place, h.period, h.started_at,
  h.due_at, h.met_at, h.discharged_at, h.breached_at, h.voided, {STATUS_WORD} as status,
  cast(h.met_at - h.started_at as double) / 1000000 as seconds, {office} as office
from {last} h
join cases b on b.case_id = h.case_id
cross join reading r"""


# The words of `ruta.law.status`, as codes. The due instant itself is in time.
STATUS_WORD = """case
    when h.voided then {voided}
    when h.limit_kind = 'prohibition' then case when h.breached_at is null then {kept}
      else {breached} end
    when h.limit_kind = 'order' then case when h.breached_at is not null then {broken}
      when h.met_at is not null then {kept} else {pending} end
    when h.met_at is not null and (h.due_at is null or h.met_at <= h.due_at)
      then case when h.limit_kind = 'right' then {used} else {met} end
    when h.met_at is not null then case when h.limit_kind = 'right' then {lapsed} else {late} end
    when h.discharged_at is not null and h.due_at is not null and h.discharged_at > h.due_at
      then {breached}
    when h.discharged_at is not null then {discharged}
    when h.due_at is null then {open}
    when r.as_of <= h.due_at then case when h.limit_kind = 'right' then {open} else {pending} end
    when h.limit_kind = 'right' then {lapsed}
    else {overdue} end""".format(late=STATUS["met-late"], **STATUS)
