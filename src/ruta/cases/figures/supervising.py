"""
What whoever leads an office or a territory must see to: late duties, workload, continuity, silence.

Workload is per office; per worker only to whoever coordinates that very office, and never in a
report. Acts are read of a window of 90 days only, as row security judges each one. `SILENT_DAYS`
and `LATE_HOURS` say when an office counts as silent or as recording late.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from ruta.cases import protection
from ruta.directory import shelters

from .attributes import IMPEDIMENT, STANDS, WINDOW_DAYS, newest
from .behind import Behind, DutyBehind, rows
from .scope import Scope

SEVERE = "severo"
SILENT_DAYS, LATE_HOURS = 30, 24
FIRST_LATE = 6
LATE = f"""
    , late as (
        select o.case_id, o.holder_id, o.wording, {IMPEDIMENT} as impediment, o.todo_at
        from mine join cases_obligation o on o.case_id = mine.case_id
        where o.todo_at < %(now)s and o.holder_id in (select id from ours)
    )
    select case when grouping(l.wording) = 0 then 'duty'
            when grouping(l.impediment) = 0 then 'impediment' else 'all' end,
        coalesce(l.wording, l.impediment, ''), count(*), count(distinct l.case_id),
        min(l.todo_at)
    from late l group by grouping sets ((l.wording), (l.impediment), ())
"""
OFFICES = """
    , open_cases as (
        select i.office_id, count(*) as many, count(*) filter (where i.risk = %(severe)s) as severe,
            count(*) filter (where i.risk = %(severe)s and i.next_due_at < %(now)s) as severe_late
        from mine join cases_involvement i on i.case_id = mine.case_id
        where i.open and i.office_id in (select id from ours) group by i.office_id
    ), late as (
        select o.holder_id as office_id, count(*) as many, min(o.todo_at) as oldest,
            count(distinct o.case_id) as cases
        from mine join cases_obligation o on o.case_id = mine.case_id
        where o.todo_at < %(now)s and o.holder_id in (select id from ours) group by o.holder_id
    ), written as (
        select a.office_id, max(a.recorded_at) as last_at,
            count(*) as many, count(*) filter (where a.recorded_at - a.at > %(slow)s) as slowly
        from mine join cases_act a on a.case_id = mine.case_id
        where a.recorded_at > %(window)s and a.office_id in (select id from ours)
        group by a.office_id
    ), staff as (
        select u.office_id, count(*) as many from access_user u
        where u.is_active and u.office_id in (select id from ours) group by u.office_id
    )
    select ours.id, ours.name, coalesce(n.many, 0), coalesce(n.severe, 0),
        coalesce(n.severe_late, 0), coalesce(l.many, 0), coalesce(l.cases, 0), l.oldest,
        w.last_at, coalesce(w.many, 0), coalesce(w.slowly, 0), coalesce(s.many, 0)
    from ours left join open_cases n on n.office_id = ours.id
    left join late l on l.office_id = ours.id left join written w on w.office_id = ours.id
    left join staff s on s.office_id = ours.id
    where coalesce(n.many, l.many, w.many) is not null
    order by coalesce(l.many, 0) desc, l.oldest, ours.name, ours.id
"""
CARE = f"""
    , people as (
        select c.case_id, count(distinct a.author_id) as many
        from mine join cases_case c on c.case_id = mine.case_id and c.open
            and c.last_act_at > %(window)s
        join cases_act a on a.case_id = c.case_id and a.office_id in (select id from ours)
        group by c.case_id
    ), sent as (
        select a.to_office_id, a.at, exists (
            select 1 from cases_act w where w.case_id = a.case_id and w.arrival > a.arrival and (
                (w.at >= a.at and w.office_id = a.to_office_id)
                or (a.to_office_id is null and w.office_id <> a.office_id))) as answered
        from mine join cases_act a on a.case_id = mine.case_id
        where a.kind = 'referral-made' and a.office_id in (select id from ours)
            and {STANDS.format(act="a")}
    )
    select 'people', least(p.many, 5)::text, null, count(*), 0, null
    from people p group by 2
    union all
    select 'sent', coalesce(s.to_office_id, '-'), h.name, count(*),
        count(*) filter (where not s.answered), min(s.at) filter (where not s.answered)
    from sent s left join directory_office h on h.id = s.to_office_id group by 2, 3
"""
WORKERS = f"""
    select u.display_name, u.coordinates, count(distinct c.case_id) filter (where c.open),
        count(distinct c.case_id) filter (where c.open and c.risk = %(severe)s),
        count(a.act_id) filter (where a.recorded_at > %(month)s), max(a.recorded_at)
    from access_user u
    left join (mine join cases_act a on a.case_id = mine.case_id
            and a.recorded_at > %(window)s and {STANDS.format(act="a")}
        join cases_case c on c.case_id = a.case_id)
        on a.author_id = u.id and a.office_id = u.office_id
    where u.is_active and u.office_id in (select id from ours)
    group by u.id, u.display_name, u.coordinates order by 3 desc, 1, 2
"""


class Late(NamedTuple):
    """Overdue duties of one kind: how many, in how many cases, and when the oldest was due."""

    code: str
    many: int
    cases: int
    oldest: datetime | None


class Office(NamedTuple):
    """
    An office: its open cases, what is late, how it records, and how many people work in it.

    `last_at` is None where it wrote nothing in the window; `acts` are those of the window.
    """

    office_id: str
    office_name: str
    open_cases: int
    severe: int
    severe_late: int
    overdue: int
    cases: int
    oldest_due_at: datetime | None
    last_at: datetime | None
    acts: int
    slow_acts: int
    staff: int

    def is_silent(self, now: datetime) -> bool:
        """Whether it has open cases or duties and has written nothing for long."""
        return self.last_at is None or now - self.last_at > timedelta(days=SILENT_DAYS)

    @property
    def slow_share(self) -> int:
        """Of a hundred of its acts of the window, how many were recorded a day late or more."""
        return round(100 * self.slow_acts / self.acts) if self.acts else 0

    @property
    def cases_each(self) -> float | None:
        """Open cases for each person who works there; None where nobody has an account."""
        return round(self.open_cases / self.staff, 1) if self.staff else None


class Sent(NamedTuple):
    """Referrals to one office: how many, how many without any outcome, and the oldest of these."""

    office_id: str
    office_name: str
    many: int
    unanswered: int
    oldest: datetime | None


class Worker(NamedTuple):
    """What somebody of the office carries: open cases they wrote in lately, and how much."""

    name: str
    coordinates: bool
    open_cases: int
    severe: int
    acts: int
    last_at: datetime | None


@dataclass(frozen=True)
class Supervised:
    """
    The figures of an office or of a territory, as of an instant.

    `people` says how many open cases that moved in the window had 1, 2, 3, 4 and 5 or more workers
    write in them.
    """

    overdue: Late
    by_duty: tuple[Late, ...]
    by_impediment: tuple[Late, ...]
    offices: tuple[Office, ...]
    people: tuple[tuple[str, int], ...]
    sent: tuple[Sent, ...]

    @property
    def severe(self) -> tuple[int, int]:
        """Open cases of severe risk by office, and those of them with a term that passed."""
        return sum(o.severe for o in self.offices), sum(o.severe_late for o in self.offices)

    @property
    def unanswered(self) -> int:
        """Referrals without an outcome."""
        return sum(each.unanswered for each in self.sent)


def supervised(scope: Scope) -> Supervised:
    """All of them, in three statements."""
    whole, duties, impediments = _late(scope)
    people, sent = _care(scope)
    return Supervised(whole, duties, impediments, _offices(scope), people, sent)


def workers(scope: Scope) -> tuple[Worker, ...]:
    """The people of one office and what they carry; of a territory, nobody."""
    if scope.is_territory:
        return ()
    month = scope.now - timedelta(days=30)
    return tuple(Worker(*row) for row in scope.fetch(WORKERS, **_window(scope), month=month))


def first_late(scope: Scope, asked: Behind) -> Sequence[DutyBehind]:
    """The first overdue duties: who holds each, and since when."""
    found = rows(scope, asked, limit=FIRST_LATE).rows
    return [row for row in found if isinstance(row, DutyBehind)]


def _window(scope: Scope) -> dict[str, object]:
    return {"severe": SEVERE, "window": scope.now - timedelta(days=WINDOW_DAYS)}


def _late(scope: Scope) -> tuple[Late, tuple[Late, ...], tuple[Late, ...]]:
    found = scope.fetch(LATE)
    duties: dict[str, Late] = {}
    for _, wording, many, cases, oldest in (row for row in found if row[0] == "duty"):
        code = newest(wording)
        # Two wordings of a duty in one case are told as two cases: at most, never too few.
        known = duties.get(code, Late(code, 0, 0, oldest))
        first = min(oldest, known.oldest or oldest)
        duties[code] = Late(code, known.many + many, known.cases + cases, first)
    impediments = tuple(Late(*row[1:]) for row in found if row[0] == "impediment")
    whole = next(Late(*row[1:]) for row in found if row[0] == "all")
    return whole, _most_first(duties.values()), _most_first(impediments)


def _most_first(found: Iterable[Late]) -> tuple[Late, ...]:
    return tuple(sorted(found, key=lambda each: (-each.many, each.code)))


def _offices(scope: Scope) -> tuple[Office, ...]:
    slow = timedelta(hours=LATE_HOURS)
    return tuple(Office(*row) for row in scope.fetch(OFFICES, **_window(scope), slow=slow))


def _care(scope: Scope) -> tuple[tuple[tuple[str, int], ...], tuple[Sent, ...]]:
    people: dict[str, int] = {}
    sent: dict[str, Sent] = {}
    for what, code, name, many, unanswered, oldest in scope.fetch(CARE, **_window(scope)):
        if what == "people":
            people[code] = many
            continue
        told = protection.SOME_SERVICE if protection.is_service(code) else code
        known = sent.get(told, Sent(told, "", 0, 0, None))
        first = min((each for each in (oldest, known.oldest) if each), default=None)
        named = shelters.NAME if told != code else name or ""
        sent[told] = Sent(told, named, known.many + many, known.unanswered + unanswered, first)
    order = sorted(sent.values(), key=lambda each: (-each.unanswered, -each.many, each.office_id))
    return tuple((str(n), people.get(str(n), 0)) for n in range(1, 6)), tuple(order)
