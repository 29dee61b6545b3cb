"""The later periods of recurring duties: each begins when the one before was due."""

from __future__ import annotations

AFTER_ALL = 1 << 62
"""Where the beginning of a period stands among acts of its instant: after them."""

BEGUN = f"""
select f.case_id, f.duty, f.wording, f.place, p.period,
  case when f.elapsed is null then p.begins_at else f.started_at + p.begins_at end as begins_at,
  case when f.elapsed is null then p.due_at else f.started_at + p.due_at end as due_at,
  cast({AFTER_ALL} as bigint) as turn, cast(null as bigint) as ends_place,
  cast(null as bigint) as ends_at
from first_runs f
cross join reading r
join periods p
  on p.term = f.term and p.day = case when f.elapsed is null then f.day else 0 end
where f.recurring and not f.voided
  and case when f.elapsed is null then p.begins_at else f.started_at + p.begins_at end < r.as_of
  and (f.stopped_at is null
    or case when f.elapsed is null then p.begins_at else f.started_at + p.begins_at end
      < f.stopped_at)
"""

AHEAD = """
select b.case_id, b.duty, b.wording, b.place, b.period, b.begins_at, b.due_at, b.turn,
  b.ends_place, b.ends_at
from begun b
union all
select p.case_id, p.duty, null, null, null, p.occurred_at, null, p.place, p.ends_place, p.ends_at
from parts p
where p.ends_place is not null and p.duty in (select o.duty from openings o where o.recurring)
"""

PERIODIC = """
select a.case_id, a.wording, a.place, a.period, a.begins_at, a.due_at,
  min(a.ends_place) over later as ends_place, min(a.ends_at) over later as ends_at
from ahead a
window later as (
  partition by a.case_id, a.duty order by a.begins_at, a.turn
  rows between 1 following and unbounded following)
"""

RUNS = """
select f.case_id, f.wording, f.period, f.started_at, f.due_at, f.place, f.to_office,
  f.voided, f.limit_kind, f.bearer, f.met_at, f.discharged_at, f.breached_at,
  f.closed_place
from first_runs f
union all
select q.case_id, q.wording, q.period, q.begins_at, q.due_at, q.place, f.to_office,
  f.voided, f.limit_kind, f.bearer,
  case when f.stopped_place is null or q.ends_place < f.stopped_place then q.ends_at end,
  case when q.ends_place < f.stopped_place then null else f.stopped_at end,
  null,
  case when q.ends_place < f.stopped_place or f.stopped_place is null then q.ends_place
    else f.stopped_place end
from periodic q
join first_runs f on f.place = q.place and f.wording = q.wording
where q.period is not null
"""

STEPS = (("begun", BEGUN), ("ahead", AHEAD), ("periodic", PERIODIC), ("runs", RUNS))
