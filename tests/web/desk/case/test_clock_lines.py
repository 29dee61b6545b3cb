"""The lines of a case's clocks: whatever is typed stays text, and each line offers what it may."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from tests.web.hostile import holds_as_text

from ruta.cases.rows import ObligationRow
from ruta.web.components import strip
from ruta.web.components.strip import Duty
from ruta.web.desk.case import clock_lines
from ruta.web.desk.case.actions import Action
from ruta.web.desk.case.clocks import Group, Line

NOW = datetime(2025, 3, 5, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ID = UUID(int=1)
READING = SimpleNamespace(href="/casos/1/", viewer=SimpleNamespace(office_id="T-PNP-1"))


def row(status="overdue", *, holder="T-CEM-1", due_at=NOW - DAY) -> ObligationRow:
    return ObligationRow(
        case_id=ID, code="K7QM", risk="severo", obligation_id=ID, wording="w", bearer="pnp",
        kind="recurring", start_act=ID, period=1, started_at=NOW - 3 * DAY, due_at=due_at,
        met_at=None, met_by=None, discharged_at=None, breached_at=None, voided=False,
        holder_id=holder, holder_name="x", periods_open=2, impeded=False, status=status,
    )  # fmt: skip


def line(text: str, *, office: bool = True, runnings: int = 2, due: bool = True) -> Line:
    due_at = NOW - DAY if due else None
    duty = Duty(
        title=text, bearer=text, article=text, kind="max" if due else "immediate",
        status="overdue" if due else "open", started_at=NOW - 3 * DAY, due_at=due_at,
        office=text if office else "", notes=(text,), href=text,
    )  # fmt: skip
    return Line(
        duty=duty,
        drawn=strip.draw(duty, now=NOW),
        rows=tuple(row(due_at=due_at) for _ in range(runnings)),
        actions=(Action(text, text),),
        impediment_href=text,
    )


@pytest.mark.parametrize("office", [True, False])
@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("due", [True, False])
def test_a_plain_line_holds_any_words(office, whole, due):
    holds_as_text(
        lambda text: clock_lines.plain([line(text, office=office, due=due)], READING, whole=whole),
        at_least=6,
    )


@pytest.mark.parametrize("office", [True, False])
def test_a_term_holds_any_words(office):
    holds_as_text(lambda text: clock_lines.terms([line(text, office=office)], READING), at_least=6)


def test_what_an_office_owes_holds_any_name():
    rows = (row("overdue"), row("pending"), row("open"))

    holds_as_text(
        lambda text: clock_lines.group(Group(text, (line(text),), rows), READING), at_least=6
    )


def test_an_empty_list_is_nothing():
    assert clock_lines.terms([], READING) == ""
    assert clock_lines.plain([], READING) == ""


def test_a_duty_of_ones_own_office_does_not_repeat_its_name():
    own = line("Comisaría")
    theirs = SimpleNamespace(href="/casos/1/", viewer=SimpleNamespace(office_id="T-CEM-1"))

    assert "Comisaría · " in clock_lines.plain([own], READING)
    assert "Comisaría · " not in clock_lines.plain([own], theirs)


def test_other_runnings_are_told_one_by_one_only_on_the_page_of_all_clocks():
    folded, whole = (
        clock_lines.plain([line("x", runnings=3)], READING, whole=whole) for whole in (False, True)
    )

    assert 'href="/casos/1/plazos/"' in folded
    assert folded.count("plazo: ") == 0
    assert whole.count("plazo: ") == 2


def test_an_impediment_is_offered_only_where_a_term_runs():
    assert "Anotar un impedimento" in clock_lines.plain([line("x")], READING)
    assert "Anotar un impedimento" not in clock_lines.plain([line("x", due=False)], READING)
