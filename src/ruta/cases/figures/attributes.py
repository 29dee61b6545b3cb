"""
By what one's own cases, duties and acts may be counted: clear columns, and nothing sealed.

An attribute is a piece of SQL of this module, never a text from elsewhere; what is not listed here
cannot be asked. Her age, language, identity and account are sealed, and so are never among them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ruta.cases.queries.statements import NEVER
from ruta.law import rulebook

CASES, DUTIES, ACTS = "casos", "plazos", "actos"
WINDOW_DAYS = 90
NONE = "-"
"""The value of what has none: no office, no impediment written down."""

STANDS = """not exists (
    select 1 from cases_act later
    where later.case_id = {act}.case_id and {act}.act_id in (later.annuls, later.corrects))"""
IMPEDIMENT = f"""coalesce((
    select w.facts->>'impediment' from cases_act w
    where w.case_id = o.case_id and w.kind = 'impediment-recorded'
        and w.facts->>'duty' = o.wording and w.facts->>'start_act' = o.start_act::text
        and {STANDS.format(act="w")}
    order by w.arrival desc limit 1), '-')"""
STATUS = """case
    when o.voided then 'voided'
    when o.kind = 'prohibition' then
        case when o.breached_at is not null then 'breached' else 'kept' end
    when o.kind = 'order' then case when o.breached_at is not null then 'broken'
        when o.met_at is not null then 'kept' else 'pending' end
    when o.met_at is not null then case
        when o.kind = 'right-window' and o.met_at > o.due_at then 'lapsed'
        when o.kind = 'right-window' then 'used'
        when o.met_at > o.due_at then 'met-late' else 'met' end
    when o.discharged_at is not null then
        case when o.discharged_at > o.due_at then 'breached' else 'discharged' end
    when o.due_at is null then 'open'
    when o.kind = 'right-window' then
        case when %(now)s <= o.due_at then 'open' else 'lapsed' end
    when %(now)s <= o.due_at then 'pending' else 'overdue' end"""
PEOPLE = """(
    select case when count(distinct w.author_id) > 4 then '5' else
        count(distinct w.author_id)::text end
    from cases_act w where w.case_id = c.case_id and w.office_id in (select id from ours))"""
LATE = """case when exists (
    select 1 from cases_obligation o where o.case_id = c.case_id and o.todo_at < %(now)s
        and o.holder_id in (select id from ours)) then 'si' else 'no' end"""
MOVED = f"""case when c.last_act_at > %(now)s - interval '{WINDOW_DAYS} days' then 'si'
    else 'no' end"""
DOOR = """coalesce((
    select w.facts->>'door' from cases_act w where w.case_id = c.case_id
        and w.facts->>'door' is not null order by w.arrival limit 1), '-')"""
CLOSING = f"""coalesce((
    select w.facts->>'close_reason' from cases_act w where w.case_id = c.case_id
        and w.facts->>'close_reason' is not null and {STANDS.format(act="w")}
    order by w.arrival desc limit 1), '-')"""
RECORDED = """case when a.recorded_at - a.at <= interval '1 day' then 'dia'
    when a.recorded_at - a.at <= interval '3 days' then 'tres' else 'tarde' end"""
ANSWERED = """case when a.kind <> 'referral-made' then '-' when exists (
    select 1 from cases_act w where w.case_id = a.case_id and w.at >= a.at
        and w.arrival > a.arrival and w.office_id = a.to_office_id) then 'si'
    when a.to_office_id is not null then 'no'
    when exists (
        select 1 from cases_act w where w.case_id = a.case_id and w.arrival > a.arrival
            and w.office_id <> a.office_id) then 'si' else 'no' end"""


TURN = f"""case when o.todo_at is null then '-' when o.holder_id is null then 'sin-oficina'
    when o.todo_at < %(now)s then 'vencido' when o.todo_at < {NEVER} then 'corre'
    else 'sin-plazo' end"""


def _month(instant: str) -> str:
    return f"to_char({instant} at time zone %(zone)s, 'YYYY-MM')"


def newest(wording: str) -> str:
    """The wording by which a duty is known: the newest of its thread."""
    book = rulebook.default()
    return book.thread(wording)[-1].id if wording in book.wordings else wording


def every_wording(wording: str) -> tuple[str, ...]:
    """All the wordings of a duty; an unknown one is alone."""
    book = rulebook.default()
    found = book.thread(wording) if wording in book.wordings else ()
    return tuple(each.id for each in found) or (wording,)


def _itself(value: str) -> str:
    return value


def _alone(value: str) -> tuple[str, ...]:
    return (value,)


@dataclass(frozen=True)
class Attribute:
    """
    One attribute: `sql` gives its text, and `-` where there is none.

    `labels` names a table of `web.components.labels`, or is empty where the page has the words;
    `fold` makes one value of several, `unfold` is its inverse.
    """

    code: str
    sql: str
    labels: str = ""
    territory_only: bool = False
    fold: Callable[[str], str] = _itself
    unfold: Callable[[str], tuple[str, ...]] = _alone


@dataclass(frozen=True)
class Unit:
    """What is counted: where its rows come from, by which instant it falls in a span."""

    code: str
    tables: str
    instant: str
    key: str
    attributes: Mapping[str, Attribute]

    def of(self, *, territory: bool) -> tuple[Attribute, ...]:
        """The attributes that a reader of this scope may choose."""
        return tuple(a for a in self.attributes.values() if territory or not a.territory_only)


def _unit(code: str, tables: str, instant: str, key: str, *attributes: Attribute) -> Unit:
    month = Attribute("mes", _month(instant))
    every = {each.code: each for each in (*attributes, month)}
    return Unit(code, tables, instant, key, MappingProxyType(every))


def _office(of: str) -> Attribute:
    return Attribute("oficina", f"coalesce({of}, '-')", territory_only=True)


RISK = Attribute("riesgo", "coalesce(nullif(c.risk, ''), '-')", "level")
UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        DUTIES: _unit(
            DUTIES,
            """mine join cases_obligation o on o.case_id = mine.case_id
                and (o.holder_id in (select id from ours)
                    or (%(territory)s and o.holder_id is null))
            join cases_case c on c.case_id = o.case_id""",
            "o.started_at",
            "o.obligation_id",
            Attribute("deber", "o.wording", fold=newest, unfold=every_wording),
            Attribute("estado", STATUS, "statuses"),
            Attribute("turno", TURN),
            RISK,
            Attribute("impedimento", IMPEDIMENT, "impediment"),
            _office("o.holder_id"),
        ),
        CASES: _unit(
            CASES,
            "mine join cases_case c on c.case_id = mine.case_id",
            "c.opened_at",
            "c.case_id",
            RISK,
            Attribute("etapa", "coalesce(nullif(c.stage, ''), '-')", "stage"),
            Attribute("situacion", "case when c.open then 'abierto' else 'cerrado' end"),
            Attribute("movimiento", MOVED),
            Attribute("vencidos", LATE),
            Attribute("personas", PEOPLE),
            Attribute("puerta", DOOR, "door"),
            Attribute("cierre", CLOSING, "close_reason"),
        ),
        ACTS: _unit(
            ACTS,
            f"""mine join cases_act a on a.case_id = mine.case_id
                and a.office_id in (select id from ours) and {STANDS.format(act="a")}
            join cases_case c on c.case_id = a.case_id""",
            "a.at",
            "a.act_id",
            Attribute("acto", "a.kind", "kind"),
            RISK,
            Attribute("registro", RECORDED),
            Attribute("respuesta", ANSWERED),
            Attribute("impedimento", "coalesce(a.facts->>'impediment', '-')", "impediment"),
            Attribute("razon", "coalesce(a.facts->>'reason_code', '-')", "reason"),
            Attribute("puerta", "coalesce(a.facts->>'door', '-')", "door"),
            Attribute("cierre", "coalesce(a.facts->>'close_reason', '-')", "close_reason"),
            _office("a.office_id"),
        ),
    }
)
