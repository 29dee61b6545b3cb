"""Everything the page of one case shows without opening a seal, in three statements."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from ruta.access.standing import Standing
from ruta.access.viewer import Viewer
from ruta.cases import protection
from ruta.cases.admission import condition, is_ruta, refused, who
from ruta.cases.codes import tidy
from ruta.cases.rows import ActRow, CaseFile, CaseRow, ObligationRow, OfficeRow, PartyRow

from . import statements

IMPEDIMENT = "impediment-recorded"
CASE_AND_OFFICES = """
    select c.case_id, c.code, c.risk, c.stage, c.opened_at, c.last_act_at,
        {due}, c.open, mine.case_id is not null and mine.opened_at is null, c.revision,
        i.office_id, coalesce(d.type, ''), coalesce(d.name, ''), i.since, i.next_due_at,
        (select jsonb_agg(jsonb_build_array(p.party_id, p.person_id)
                order by p.added_at, p.party_id)
            from cases_party p where p.case_id = %(case_id)s),
        (select access_standing(%(case_id)s, %(person)s, %(office)s, %(agency)s, %(supervised)s))
    from cases_case c
    join cases_involvement i on i.case_id = c.case_id
    left join directory_office d on d.id = i.office_id
    left join cases_involvement mine
        on mine.case_id = c.case_id and mine.office_id = %(viewer_office)s
    where c.case_id = %(case_id)s and {visible}
    order by i.since, i.office_id
"""
ACTS = """
    select act_id, arrival, kind, at, recorded_at, office_id, author_id, to_office_id,
        corrects, annuls, facts::text
    from cases_act where case_id = %(case_id)s order by at, arrival
"""
OBLIGATIONS = """
    select {columns} from {tables} where o.case_id = %(case_id)s
    order by o.started_at, o.due_at nulls last, o.obligation_id
"""


def case_file(viewer: Viewer, case_id: UUID, *, now: datetime) -> CaseFile:
    """
    A case by its clear columns: its row, acts, obligations, offices and who is in it by id.

    :raises NotFound: if the case is absent or not theirs
    """
    case, revision, offices, parties, standing = _case_and_offices(viewer, case_id)
    acts = _acts(viewer, case_id)
    duties = statements.fetch(
        viewer,
        OBLIGATIONS.format(
            columns=statements.OBLIGATION_COLUMNS.format(impeded="false"),
            tables=statements.OBLIGATION_TABLES,
        ),
        {"case_id": case_id},
    )
    file = CaseFile(
        case=case,
        revision=revision,
        acts=acts,
        obligations=_with_impediments(statements.obligations(duties, now), acts),
        parties=parties,
        offices={office.office_id: office for office in offices},
        standing=standing,
    )
    return file if is_ruta(viewer) else protection.as_told_to(viewer, file)


def find_by_code(viewer: Viewer, code: str) -> tuple[CaseRow, ...]:
    """The viewer's cases of a code, however carelessly typed: usually one, sometimes none."""
    visible, parameters = condition(viewer, "c.case_id")
    sql = f"""
        select c.case_id, c.code, c.risk, c.stage, c.opened_at, c.last_act_at, c.next_due_at,
            c.open, false
        from cases_case c where c.code = %(code)s and {visible} order by c.opened_at limit 20
    """
    return statements.cases(statements.fetch(viewer, sql, {**parameters, "code": tidy(code)}))


def _case_and_offices(
    viewer: Viewer, case_id: UUID
) -> tuple[CaseRow, int, tuple[OfficeRow, ...], tuple[PartyRow, ...], Standing]:
    visible, parameters = condition(viewer, "c.case_id")
    asking = dict(zip(("person", "office", "agency", "supervised"), who(viewer), strict=True))
    due = "case when mine.case_id is null then c.next_due_at else mine.next_due_at end"
    rows = statements.fetch(
        viewer,
        CASE_AND_OFFICES.format(due=due, visible=visible),
        {"viewer_office": viewer.office_id, **parameters, **asking, "case_id": case_id},
    )
    standing = _standing(viewer, rows)
    if not standing.sees:
        raise refused(viewer, case_id)
    width = len(CaseRow._fields)
    offices = tuple(OfficeRow(*row[width + 1 : -2]) for row in rows)
    people = statements.as_json(rows[0][-2]) if rows[0][-2] else ()
    parties = tuple(PartyRow(*map(UUID, ids)) for ids in people)
    return CaseRow(*rows[0][:width]), rows[0][width], offices, parties, standing


def _standing(viewer: Viewer, rows: Sequence[tuple[Any, ...]]) -> Standing:
    if not rows:
        return Standing(viewer.agency)
    if is_ruta(viewer):
        return Standing("", relation="assigned", known=True)
    return Standing.of(viewer.agency, statements.as_json(rows[0][-1]))


def _acts(viewer: Viewer, case_id: UUID) -> tuple[ActRow, ...]:
    rows = statements.fetch(viewer, ACTS, {"case_id": case_id})
    return tuple(_with_later(rows))


def _with_impediments(
    duties: tuple[ObligationRow, ...], acts: Iterable[ActRow]
) -> tuple[ObligationRow, ...]:
    """Duties, told apart those of which the acts say what stands in their way."""
    told = {
        (act.facts.get("duty"), act.facts.get("start_act"))
        for act in acts
        if act.kind == IMPEDIMENT and act.stands
    }
    if not told:
        return duties
    return tuple(
        duty._replace(impeded=(duty.wording, str(duty.start_act)) in told) for duty in duties
    )


def _with_later(rows: Sequence[tuple[Any, ...]]) -> Iterable[ActRow]:
    """Acts, each with the last act that corrects it and the one that annuls it."""
    acts = [ActRow._make((*row[:10], statements.as_json(row[10]), None, None)) for row in rows]
    by_arrival = sorted(acts, key=lambda act: act.arrival)
    annulled = {act.annuls: act.act_id for act in by_arrival if act.annuls}
    corrected = {
        act.corrects: act.act_id
        for act in by_arrival
        if act.corrects and act.act_id not in annulled
    }
    for act in acts:
        yield act._replace(
            corrected_by=corrected.get(act.act_id), annulled_by=annulled.get(act.act_id)
        )
