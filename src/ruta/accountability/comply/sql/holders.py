"""Who owes: whom a start addresses, else who was competent last, else next; then transfers."""

from __future__ import annotations

SEATED = """
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
"""

ASKED = """
select s.case_id, s.bearer, s.turn, s.turn * r.offices + s.office as packed, 0 as asks
from seated s
cross join reading r
union all
select distinct o.case_id, o.bearer, 2 * o.place + 1, cast(null as bigint), 1
from {runs} o
"""

COMPETENT = """
select a.case_id, a.bearer, a.turn, a.asks,
  coalesce(
    max(a.packed) over (
      partition by a.case_id, a.bearer order by a.turn, a.asks
      rows between unbounded preceding and current row),
    min(a.packed) over (
      partition by a.case_id, a.bearer order by a.turn, a.asks
      rows between 1 following and unbounded following)) as packed
from asked a
"""

MOVED = """
select o.place, o.wording, o.period, max(s.turn * r.offices + s.office) as packed
from {runs} o
join seated s
  on s.case_id = o.case_id and s.bearer = o.bearer and s.moves and s.place > o.place
  and (o.closed_place is null or s.place < o.closed_place)
cross join reading r
group by o.place, o.wording, o.period
"""

HELD = """
select o.case_id, o.wording, o.place, o.period, o.started_at, o.due_at, o.met_at,
  o.discharged_at, o.breached_at, o.voided, o.limit_kind,
  coalesce(m.packed % r.offices, t.office, c.packed % r.offices) as office
from {runs} o
cross join reading r
left join moved m on m.place = o.place and m.wording = o.wording and m.period = o.period
left join seats t on t.office = o.to_office and t.bearer = o.bearer
left join competent c
  on c.case_id = o.case_id and c.bearer = o.bearer and c.turn = 2 * o.place + 1 and c.asks = 1
"""

STEPS = (
    ("seated", SEATED),
    ("asked", ASKED),
    ("competent", COMPETENT),
    ("moved", MOVED),
    ("held", HELD),
)
"""`{runs}` stands for the step that has the obligations."""
