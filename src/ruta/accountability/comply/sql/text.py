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

COLUMNS = (
    "case_id", "wording", "start_place", "period", "started_at", "due_at", "met_at",
    "discharged_at", "breached_at", "voided", "status", "seconds", "office",
)  # fmt: skip
AFTER_ALL = 1 << 62
"""Where the beginning of a period stands among acts of its instant: after them."""


@dataclass(frozen=True)
class Shape:
    """
    What a store and a rulebook have.

    :ivar facts: how many facts the rules read
    :ivar offices: whether acts name offices
    :ivar stops, breaks: whether duties are discharged, broken
    :ivar standing, recurring: whether some duties are
    """

    facts: int
    offices: bool
    stops: bool
    breaks: bool
    standing: bool
    recurring: bool


def text(shape: Shape) -> str:
    """One row per obligation, with the `COLUMNS`."""
    steps = [
        ("told", _told(shape)),
        ("known", _known(shape)),
        ("parts", _parts(shape)),
        ("looked", _looked(shape)),
        ("opened", _opened(shape)),
        ("first_runs", FIRST_RUNS),
        *(_recurring_steps() if shape.recurring else ()),
        *(_office_steps(shape) if shape.offices else ()),
    ]
    last = "held" if shape.offices else "runs" if shape.recurring else "first_runs"
    return _with(steps) + _answer(last, shape)


def counts(shape: Shape) -> str:
    """How many obligations of each wording stand so: `wording`, `status`, `obligations`."""
    return (
        "select wording, status, count(*) as obligations\n"
        f"from (\n{text(shape)}\n) answered\ngroup by wording, status"
    )


def _with(steps: Iterable[tuple[str, str]]) -> str:
    return "with " + ",\n".join(f"{name} as ({step})" for name, step in steps)


def _told(shape: Shape) -> str:
    """Acts until the reading, with the circumstance that each states."""
    facts = range(1, shape.facts + 1)
    said = " + ".join(f"c{n}.said" for n in facts) or "0"
    own = "".join(f",\n  case when a.fact_{n} >= 0 then c{n}.known end as own_{n}" for n in facts)
    joins = "".join(f"\njoin classes_{n} c{n} on c{n}.code = a.fact_{n}" for n in facts)
    return f"""
select a.case_id, a.place, a.kind, a.occurred_at, a.day, a.office, a.to_office, a.annulled,
  r.as_of, r.radix, {said} as said{own}
from acts a
cross join reading r{joins}
where a.occurred_at <= r.as_of
"""


def _known(shape: Shape) -> str:
    """The circumstance of the case as last known, and the place of the act in its case."""
    known = " + ".join(_last_known(n) for n in range(1, shape.facts + 1)) or "0"
    return f"""
select t.case_id, t.place, t.kind, t.occurred_at, t.day, t.office, t.to_office, t.annulled,
  t.as_of, t.said, {known} as known,
  row_number() over in_case - 1 as start_place
from told t
window in_case as (
  partition by t.case_id order by t.occurred_at, t.place
  rows between unbounded preceding and current row)
"""


def _last_known(n: int) -> str:
    """What the act itself says, annulled or not; else what the last act in force said."""
    packed = f"max(case when not t.annulled then t.place * t.radix + t.own_{n} end)"
    return f"coalesce(t.own_{n}, ({packed} over in_case) % t.radix, 0)"


def _parts(shape: Shape) -> str:
    """One row per act and duty in which it has a part; an annulled act can only start."""
    roles = ["ends", *(["stops"] if shape.stops else []), *(["breaks"] if shape.breaks else [])]
    marks = ",\n  ".join(
        f"case when r.{role} and not k.annulled then k.place end as {role}_place,\n"
        f"  case when r.{role} and not k.annulled then k.occurred_at end as {role}_at"
        for role in roles
    )
    return f"""
select k.case_id, k.place, k.occurred_at, k.day, k.to_office, k.annulled, k.as_of, k.said, k.known,
  k.start_place, r.duty, r.starts,
  {marks}
from known k
join roles r on r.kind = k.kind and r.said = k.said
"""


def _looked(shape: Shape) -> str:
    """For each start, the first act after it that ends, discharges or breaks its duty."""
    roles = ["ends", *(["stops"] if shape.stops else []), *(["breaks"] if shape.breaks else [])]
    next_ = ",\n  ".join(
        f"min(p.{role}_place) over later as next_{role}_place,\n"
        f"  min(p.{role}_at) over later as next_{role}_at"
        for role in roles
    )
    missing = [role for role in ("stops", "breaks") if role not in roles]
    none = "".join(
        f",\n  cast(null as bigint) as next_{role}_place, cast(null as bigint) as next_{role}_at"
        for role in missing
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
select p.case_id, p.place, p.occurred_at, p.day, p.to_office, p.annulled, p.as_of, p.said, p.known,
  p.start_place, p.duty, p.starts,
  {next_}{none},
  {earlier} as first_ends_place
from parts p
window later as (
    partition by p.case_id, p.duty order by p.occurred_at, p.place
    rows between 1 following and unbounded following){frame}
"""


def _opened(shape: Shape) -> str:
    """The wordings that each start sets running, by the law of its own day."""
    return """
select l.case_id, l.place, l.occurred_at, l.day, l.to_office, l.annulled, l.as_of, l.start_place,
  l.duty, o.wording, o.limit_kind, o.recurring, o.elapsed, o.term, o.bearer,
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
select s.case_id, s.wording, s.start_place, cast(0 as bigint) as period,
  s.occurred_at as started_at, s.due_at, s.place, s.to_office, s.annulled as voided, s.as_of,
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


def _recurring_steps() -> list[tuple[str, str]]:
    """Each period begins at the due instant of the one before, until a discharging act."""
    return [
        ("begun", f"""
select f.case_id, f.duty, f.wording, f.place, p.period,
  case when f.elapsed is null then p.begins_at else f.started_at + p.begins_at end as begins_at,
  case when f.elapsed is null then p.due_at else f.started_at + p.due_at end as due_at,
  cast({AFTER_ALL} as bigint) as turn, cast(null as bigint) as ends_place,
  cast(null as bigint) as ends_at
from first_runs f
join periods p
  on p.term = f.term and p.day = case when f.elapsed is null then f.day else 0 end
where f.recurring and not f.voided
  and case when f.elapsed is null then p.begins_at else f.started_at + p.begins_at end < f.as_of
  and (f.stopped_at is null
    or case when f.elapsed is null then p.begins_at else f.started_at + p.begins_at end
      < f.stopped_at)
"""),
        ("ahead", """
select b.case_id, b.duty, b.wording, b.place, b.period, b.begins_at, b.due_at, b.turn,
  b.ends_place, b.ends_at
from begun b
union all
select p.case_id, p.duty, null, null, null, p.occurred_at, null, p.place, p.ends_place, p.ends_at
from parts p
where p.ends_place is not null and p.duty in (select o.duty from openings o where o.recurring)
"""),
        ("periodic", """
select a.case_id, a.wording, a.place, a.period, a.begins_at, a.due_at,
  min(a.ends_place) over later as ends_place, min(a.ends_at) over later as ends_at
from ahead a
window later as (
  partition by a.case_id, a.duty order by a.begins_at, a.turn
  rows between 1 following and unbounded following)
"""),
        ("runs", """
select f.case_id, f.wording, f.start_place, f.period, f.started_at, f.due_at, f.place, f.to_office,
  f.voided, f.as_of, f.limit_kind, f.bearer, f.met_at, f.discharged_at, f.breached_at,
  f.closed_place
from first_runs f
union all
select q.case_id, q.wording, f.start_place, q.period, q.begins_at, q.due_at, q.place, f.to_office,
  f.voided, f.as_of, f.limit_kind, f.bearer,
  case when f.stopped_place is null or q.ends_place < f.stopped_place then q.ends_at end,
  case when q.ends_place < f.stopped_place then null else f.stopped_at end,
  null,
  case when q.ends_place < f.stopped_place or f.stopped_place is null then q.ends_place
    else f.stopped_place end
from periodic q
join first_runs f on f.place = q.place and f.wording = q.wording
where q.period is not null
"""),
    ]  # fmt: skip


def _office_steps(shape: Shape) -> list[tuple[str, str]]:
    """Who owes: whom the start addresses, else who was competent last, else who was next."""
    runs = "runs" if shape.recurring else "first_runs"
    return [
        ("seated", """
select k.case_id, k.place, 2 * k.place as turn, k.office, s.bearer, false as moves
from known k
join seats s on s.office = k.office
left join transfers m on m.kind = k.kind
where not k.annulled and m.kind is null
union all
select k.case_id, k.place, 2 * k.place + 1, k.to_office, s.bearer, m.kind is not null
from known k
join seats s on s.office = k.to_office
left join transfers m on m.kind = k.kind
where not k.annulled
"""),
        ("asked", f"""
select s.case_id, s.bearer, s.turn, s.turn * r.offices + s.office as packed, 0 as asks
from seated s
cross join reading r
union all
select distinct o.case_id, o.bearer, 2 * o.place + 1, cast(null as bigint), 1
from {runs} o
"""),
        ("competent", """
select a.case_id, a.bearer, a.turn, a.asks,
  coalesce(
    max(a.packed) over (
      partition by a.case_id, a.bearer order by a.turn, a.asks
      rows between unbounded preceding and current row),
    min(a.packed) over (
      partition by a.case_id, a.bearer order by a.turn, a.asks
      rows between 1 following and unbounded following)) as packed
from asked a
"""),
        ("moved", f"""
select o.place, o.wording, o.period, max(s.turn * r.offices + s.office) as packed
from {runs} o
join seated s
  on s.case_id = o.case_id and s.bearer = o.bearer and s.moves and s.place > o.place
  and (o.closed_place is null or s.place < o.closed_place)
cross join reading r
group by o.place, o.wording, o.period
"""),
        ("held", f"""
select o.case_id, o.wording, o.start_place, o.period, o.started_at, o.due_at, o.met_at,
  o.discharged_at, o.breached_at, o.voided, o.as_of, o.limit_kind,
  coalesce(m.packed % r.offices, t.office, c.packed % r.offices) as office
from {runs} o
cross join reading r
left join moved m on m.place = o.place and m.wording = o.wording and m.period = o.period
left join seats t on t.office = o.to_office and t.bearer = o.bearer
left join competent c
  on c.case_id = o.case_id and c.bearer = o.bearer and c.turn = 2 * o.place + 1 and c.asks = 1
"""),
    ]  # fmt: skip


def _answer(last: str, shape: Shape) -> str:
    office = "h.office" if shape.offices else "cast(null as bigint)"
    return f"""
select h.case_id, h.wording, h.start_place, h.period, h.started_at, h.due_at, h.met_at,
  h.discharged_at, h.breached_at, h.voided, {STATUS_WORD} as status,
  cast(h.met_at - h.started_at as double) / 1000000 as seconds, {office} as office
from {last} h"""


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
    when h.as_of <= h.due_at then case when h.limit_kind = 'right' then {open} else {pending} end
    when h.limit_kind = 'right' then {lapsed}
    else {overdue} end""".format(late=STATUS["met-late"], **STATUS)
