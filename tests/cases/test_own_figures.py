"""An office's own figures: exact, of what its reader sees, and every number with what is behind."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cases.stage import (
    CEM,
    COURT,
    FAR_SUPERVISOR,
    HOUR,
    NOW,
    OTHER_POLICE,
    POLICE,
    SUPERVISOR,
    Stage,
    act,
    annulment,
    complaint,
    report,
    severe_form,
)

from ruta.access import context
from ruta.access.viewer import Viewer
from ruta.cases import queries
from ruta.cases.figures import attributes, behind, counting, supervising
from ruta.cases.figures.asked import Question, Span, is_value, shifted
from ruta.cases.figures.scope import Scope
from ruta.cases.rows import ObligationFilters

LATER = NOW + 72 * HOUR
UNITS = sorted(attributes.UNITS)


def question(viewer: Viewer, rows: str, columns: str = "", **span: str) -> Question:
    said = {"filas": rows, "columnas": columns, **span}
    return Question.read(said, territory=viewer.is_supervisor, now=LATER)


def counted(viewer: Viewer, rows: str, columns: str = "", **span: str) -> counting.Counted:
    return counting.count(Scope.of(viewer, LATER), question(viewer, rows, columns, **span))


def listed(viewer: Viewer, **said: str) -> list[behind.Row]:
    asked = behind.Behind.read(said, territory=viewer.is_supervisor, now=LATER)
    return list(behind.every(Scope.of(viewer, LATER), asked))


@pytest.fixture
def caseload(file: Stage) -> list[Stage]:
    """Three cases of the police, two of them severe and known to the court."""
    first = Stage(case_id=uuid4())
    first.opened(complaint(NOW - 5 * HOUR), severe_form(NOW - 4 * HOUR), report(NOW - 3 * HOUR))
    second = Stage(case_id=uuid4())
    second.opened(complaint(NOW - 9 * HOUR), severe_form(NOW - 8 * HOUR), report(NOW - 7 * HOUR))
    second.recorded(act("measures-decided", NOW, measures=["removal-from-home"]), by=COURT)
    third = Stage(case_id=uuid4())
    third.opened(complaint(NOW - 2 * HOUR), act("risk-form-completed", NOW - HOUR, risk="leve"))
    third.recorded(act("referral-made", NOW, to="T-CEM-1"), annulled := act("note-added", note="x"))
    third.recorded(annulment(annulled))
    return [first, second, third]


def test_cases_are_counted_exactly_by_two_attributes(caseload: list[Stage]) -> None:
    found = counted(POLICE, "casos.riesgo", "casos.situacion")

    assert found.cells == {("severo", "abierto"): 2, ("leve", "abierto"): 1}
    assert found.rows == ("severo", "leve")


def test_an_office_counts_only_what_it_has(caseload: list[Stage]) -> None:
    assert counted(COURT, "casos.riesgo").total == 2
    assert counted(OTHER_POLICE, "casos.riesgo").total == 0
    assert counted(OTHER_POLICE, "actos.acto").total == 0
    assert counted(SUPERVISOR, "casos.riesgo").total == 3
    assert counted(FAR_SUPERVISOR, "casos.riesgo").total == 0


def test_an_act_that_was_annulled_is_not_counted(caseload: list[Stage]) -> None:
    found = counted(POLICE, "actos.acto")

    assert found.of_rows["complaint-presented-pnp"] == 3
    assert "note-added" not in found.rows


def test_a_month_begins_at_midnight_in_lima(file: Stage) -> None:
    # 04:30 in UTC on the first of March is still February in Lima.
    file.opened(complaint(datetime.fromisoformat("2037-03-01T04:30:00+00:00")))

    assert counted(POLICE, "casos.mes").rows == ("2037-02",)
    assert counted(POLICE, "casos.mes", desde="2037-03", hasta="2037-03").total == 0


@pytest.mark.parametrize("viewer", [POLICE, COURT, SUPERVISOR], ids=lambda one: one.office_id)
@pytest.mark.parametrize("unit", UNITS)
def test_every_number_leads_to_as_many_rows(
    caseload: list[Stage], viewer: Viewer, unit: str
) -> None:
    offered = attributes.UNITS[unit].of(territory=viewer.is_supervisor)
    for rows in offered:
        found = counted(viewer, f"{unit}.{rows.code}")
        for value, many in found.of_rows.items():
            said = {"tema": unit, rows.code: value, "desde": "2036-04", "hasta": "2037-03"}
            assert len(listed(viewer, **said)) == many, (rows.code, value)


def test_the_words_of_a_status_are_those_of_the_law(caseload: list[Stage]) -> None:
    for viewer in (POLICE, COURT):
        known = {
            row.obligation_id: row.status
            for case in caseload[: 3 if viewer is POLICE else 2]
            for row in queries.case_file(viewer, case.case_id, now=LATER).obligations
            if row.holder_id == viewer.office_id
        }
        told: dict[str, int] = {}
        for status in known.values():
            told[status] = told.get(status, 0) + 1

        assert dict(counted(viewer, "plazos.estado").of_rows) == told
        assert len(told) > 1


def test_a_duty_is_counted_under_its_newest_wording(caseload: list[Stage]) -> None:
    found = counted(COURT, "plazos.deber")

    assert all(attributes.newest(value) == value for value in found.rows)


def test_only_a_territory_is_counted_by_office(caseload: list[Stage]) -> None:
    assert question(POLICE, "plazos.oficina").rows.code != "oficina"
    assert set(counted(SUPERVISOR, "actos.oficina").rows) == {"T-PNP-1", "T-COURT-1"}


def test_nothing_sealed_can_be_asked() -> None:
    offered = {a.code for unit in attributes.UNITS.values() for a in unit.attributes.values()}
    sealed = {"edad", "lengua", "etnia", "sexo", "nombre", "documento", "distrito", "vinculo"}

    assert offered & sealed == set()
    sql = " ".join(a.sql for unit in attributes.UNITS.values() for a in unit.attributes.values())
    assert "sealeditem" not in sql
    assert "party" not in sql


@pytest.mark.parametrize("text", ["'; drop table cases_act; --", "a b", "ñ", "x" * 81, "", "%(x)s"])
def test_what_is_no_code_narrows_nothing(text: str) -> None:
    assert not is_value(text)
    asked = behind.Behind.read({"tema": "casos", "riesgo": text}, territory=False, now=NOW)
    assert asked.values == {}


def test_an_address_says_the_same_question_again(file: Stage) -> None:
    asked = question(POLICE, "actos.acto", "actos.mes", desde="2036-10", hasta="2037-02")

    again = Question.read(
        dict(pair.split("=") for pair in asked.address.split("&")), territory=False, now=LATER
    )

    assert again == asked


def test_a_span_is_never_longer_than_three_years() -> None:
    span = Span.read({"desde": "2001-01", "hasta": "2037-03"}, now=NOW)

    assert len(span.months) == 36
    assert (shifted("2037-01", -1), shifted("2036-12", 1)) == ("2036-12", "2037-01")


@pytest.mark.parametrize("month", ["20٢٣-01", "20२३-12", "202６-01", "²026-01", "2026-01\n"])
def test_a_month_in_odd_figures_is_a_month_not_said(month: str) -> None:
    for name in ("desde", "hasta"):
        span = Span.read({name: month}, now=NOW)
        assert span == Span.read({}, now=NOW)
        assert len(span.months) == 12


def test_overdue_by_duty_and_impediment_are_those_of_the_queue(caseload: list[Stage]) -> None:
    queue = list(queries.export_obligations(POLICE, ObligationFilters(status="overdue"), now=LATER))
    start = queue[0]
    case = next(each for each in caseload if each.case_id == start.case_id)
    case.recorded(
        act(
            "impediment-recorded", NOW, impediment="no-vehicle", duty=start.wording,
            start_act=str(start.start_act),
        )
    )  # fmt: skip
    found = supervising.supervised(Scope.of(POLICE, LATER))

    assert found.overdue.many == len(queue) > 0
    assert sum(each.many for each in found.by_duty) == len(queue)
    assert {each.code: each.many for each in found.by_impediment}["no-vehicle"] >= 1
    assert len(listed(POLICE, tema="plazos", turno="vencido")) == len(queue)


def test_every_overdue_duty_names_who_holds_it_and_since_when(caseload: list[Stage]) -> None:
    rows = [r for r in listed(SUPERVISOR, turno="vencido") if isinstance(r, behind.DutyBehind)]

    assert rows
    assert all(row.held_since <= LATER for row in rows)
    assert {row.holder_name for row in rows if row.holder_id} <= {
        "Oficina inventada T-PNP-1",
        "Oficina inventada T-COURT-1",
        "Oficina inventada T-CEM-1",
    }


def test_offices_are_told_with_their_load_and_how_they_record(caseload: list[Stage]) -> None:
    found = {
        each.office_id: each for each in supervising.supervised(Scope.of(SUPERVISOR, LATER)).offices
    }

    assert found["T-PNP-1"].open_cases == 3
    assert found["T-PNP-1"].severe == 2
    assert (found["T-PNP-1"].acts, found["T-PNP-1"].slow_share) == (11, 0)
    assert found["T-CEM-1"].is_silent(LATER)


def test_referrals_without_an_outcome_are_told_until_there_is_one(caseload: list[Stage]) -> None:
    (sent,) = supervising.supervised(Scope.of(POLICE, LATER)).sent
    assert (sent.office_id, sent.many, sent.unanswered) == ("T-CEM-1", 1, 1)

    caseload[2].recorded(act("victim-attended", NOW + HOUR), by=CEM, now=LATER)

    (sent,) = supervising.supervised(Scope.of(POLICE, LATER)).sent
    assert (sent.many, sent.unanswered) == (1, 0)
    assert len(listed(POLICE, tema="actos", acto="referral-made", respuesta="si")) == 1


def test_continuity_counts_how_many_people_wrote_in_a_case(caseload: list[Stage]) -> None:
    second = Viewer(uuid4(), POLICE.office_id, "pnp", "police_officer", "PUNO")
    caseload[0].recorded(act("note-added", NOW, note="x"), by=second)

    found = supervising.supervised(Scope.of(POLICE, LATER))

    assert dict(found.people) == {"1": 2, "2": 1, "3": 0, "4": 0, "5": 0}
    assert len(listed(POLICE, tema="casos", personas="2")) == 1


def test_a_case_closed_to_its_reader_is_in_no_number(caseload: list[Stage]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into access_bar (case_id, subject, reason, since)"
            " values (%s, %s, 'blocked', now())",
            [caseload[0].case_id, str(POLICE.user_id)],
        )
    context.enter(POLICE)

    assert counted(POLICE, "casos.riesgo").total == 2
    assert supervising.supervised(Scope.of(POLICE, LATER)).offices[0].open_cases == 2


def test_a_scope_leaves_out_the_cases_it_is_told_to(caseload: list[Stage]) -> None:
    left = Scope(POLICE, POLICE.office_id, "", LATER, (caseload[0].case_id,))

    assert counting.count(left, question(POLICE, "casos.riesgo")).total == 2


def test_figures_take_few_statements(caseload: list[Stage]) -> None:
    with context.entered(POLICE), CaptureQueriesContext(connection) as asking:
        counted(POLICE, "plazos.deber", "plazos.estado")
    with context.entered(POLICE), CaptureQueriesContext(connection) as supervision:
        supervising.supervised(Scope.of(POLICE, LATER))

    assert (len(asking), len(supervision)) == (1, 3)


def test_pages_of_a_list_show_every_row_once(caseload: list[Stage]) -> None:
    asked = behind.Behind.read({"tema": "actos"}, territory=False, now=LATER)
    scope, after, seen = Scope.of(POLICE, LATER), None, list[behind.Row]()
    while True:
        page = behind.rows(scope, asked, after, limit=2)
        seen += page.rows
        if (after := page.after) is None:
            break

    assert len(seen) == len(listed(POLICE, tema="actos")) > 4
