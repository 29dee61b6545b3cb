"""The page of a case: whose clocks run, how to reach her, and nothing for whom it is not."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.stage import (
    CEM,
    COURT,
    FAR_COURT,
    NOW,
    OTHER_POLICE,
    POLICE,
    SUPERVISOR,
    Stage,
    act,
    annulment,
    complaint,
    correction,
    report,
)  # fmt: skip

from ruta.cases import queries
from ruta.cases.models import Involvement
from ruta.web.desk.case import clocks

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
STATEMENTS = 10  # session, person and clock, case, acts, clocks, people, seals, a key of each of 3


def text(answer) -> str:
    return answer.content.decode()


def told(answer) -> str:
    """A page without what is different in every answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text(answer))


@pytest.mark.parametrize("viewer", [OTHER_POLICE, FAR_COURT], ids=lambda v: v.office_id)
def test_a_case_of_someone_else_is_answered_as_one_that_does_not_exist(
    href, absent, at_desk, viewer
):
    client = at_desk(viewer)

    for path in ("", "relato/", "personas/", "actos/nuevo/", "informe/", "expediente.pdf"):
        denied, nothing = client.get(href + path), client.get(absent + path)

        assert (denied.status_code, nothing.status_code) == (404, 404)
        assert told(denied) == told(nothing)
        assert {k: v for k, v in denied.headers.items() if k != "Date"} == {
            k: v for k, v in nothing.headers.items() if k != "Date"
        }


def test_what_my_office_owes_comes_first_and_the_most_late_first(href, at_desk):
    board = at_desk(POLICE).get(href).context["board"]

    late = [line.duty.due_at for line in board.mine]
    assert late == sorted(late)
    assert {line.first.holder_id for line in board.mine} == {"T-PNP-1"}
    assert "T-PNP-1" not in {line.first.holder_id for group in board.others for line in group.lines}


def test_every_obligation_has_one_place(href, known, at_desk):
    page = at_desk(POLICE).get(href).context

    lines = (*page["board"].live, *page["board"].done, *page["board"].rules)
    shown = sorted(row.obligation_id for line in lines for row in line.rows)
    assert shown == sorted(row.obligation_id for row in page["reading"].file.obligations)


def test_the_periods_of_one_duty_are_one_line_with_their_number(known, now, at_desk, href):
    at = now - 800 * DAY
    other = Stage(case_id=uuid4())
    other.opened(complaint(at), act("risk-form-completed", at, risk="leve"), report(at), now=now)
    other.recorded(
        act("measures-decided", at + DAY, measures=["no-approach"]),
        act("executor-notified", at + DAY, to="T-PNP-1"),
        by=COURT, now=now,
    )  # fmt: skip

    board = at_desk(POLICE).get(f"/casos/{other.case_id}/").context["board"]

    periodic = [line for line in board.mine if line.first.kind == "recurring"]
    titles = [line.duty.title for line in periodic]
    assert len(titles) == len(set(titles))
    longest = max(periodic, key=lambda line: len(line.rows))
    assert len(longest.rows) > 2
    assert longest.also.startswith(f"y {len(longest.others)} periodos más")
    assert longest.duty.due_at == min(row.due_at for row in longest.rows)


def test_a_duty_leads_to_its_article_and_tells_what_clashes_with_it(href, at_desk):
    board = at_desk(POLICE).get(href).context["board"]

    (court,) = (line for line in board.mine if line.first.wording == "pnp-report-to-court-24h")
    assert court.duty.href == "/ley/pnp-report-to-court-24h/"
    assert any("tres momentos distintos" in note for note in court.duty.notes)


def test_a_clash_is_told_only_on_the_days_it_exists(known, now):
    rows = queries.case_file(POLICE, known.case_id, now=now).obligations
    (row,) = (row for row in rows if row.wording == "pnp-report-to-court-24h")

    before = row._replace(started_at=NOW.replace(year=2016))

    assert clocks.conflicts(row)
    assert not clocks.conflicts(before)


def test_how_to_reach_her_without_danger_is_on_top(href, at_desk):
    page = text(at_desk(CEM).get(href))

    assert "Mensaje de texto" in page
    assert "9 a 12" in page
    assert "Quechua" in page


def test_a_safety_plan_changes_how_she_is_reached(href, known, now, at_desk):
    known.recorded(
        act("safety-plan-made", now - DAY, safe_channel="in-person", safe_hours="martes"),
        by=CEM, now=now,
    )  # fmt: skip

    page = text(at_desk(POLICE).get(href))

    assert "Solo en persona" in page
    assert "martes" in page


def test_her_story_is_not_on_the_page(href, at_desk):
    assert "Relato inventado" not in text(at_desk(CEM).get(href + "?todo=1"))


def test_no_name_stands_in_the_title_or_the_addresses(href, at_desk):
    page = text(at_desk(CEM).get(href))

    title = re.search(r"<title>(.*?)</title>", page)
    assert title is not None
    assert "inventada" not in title[1]
    assert not [address for address in re.findall(r'href="([^"]*)"', page) if "Ilum" in address]


def test_a_supervisor_sees_the_clocks_and_nobody(href, at_desk):
    page = at_desk(SUPERVISOR).get(href)

    assert "inventada)" not in text(page)
    assert "9 a 12" not in text(page)
    assert page.context["board"].others
    assert at_desk(SUPERVISOR).get(href + "relato/").status_code == 403


def test_the_first_look_is_noted(href, known, at_desk):
    mine = Involvement.objects.filter(case_id=known.case_id, office_id="T-CEM-1")
    assert mine.get().opened_at is None

    at_desk(CEM).get(href)

    assert mine.get().opened_at is not None


def test_the_page_asks_little_of_the_database(href, at_desk, statements):
    client = at_desk(CEM)
    client.get(href)

    assert len(statements(client, href)) <= STATEMENTS


def test_late_recording_correction_and_annulment_are_in_sight(href, known, now, at_desk):
    wrong = act("appointment-given", now - 3 * DAY, appointment_at=now + DAY)
    twice = act("victim-attended", now)
    known.recorded(wrong, twice, by=CEM, now=now)
    known.recorded(
        correction(wrong, now - 3 * DAY, appointment_at=now + 2 * DAY), annulment(twice, now),
        by=CEM, now=now,
    )  # fmt: skip

    page = text(at_desk(CEM).get(href))

    assert "registrado 3 días después" in page
    assert "<del>Cita dada</del>" in page
    assert "Corregido: ver lo que vale" in page
    assert "Corrige una versión anterior" in page
    assert "<del>Persona atendida</del>" in page
    assert "Anulado: ver por qué" in page


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("institucion=T-CEM-1", ["Persona atendida"]),
        ("familia=risk", ["Ficha de valoración de riesgo aplicada"]),
        ("texto=atencion+persona", []),
        ("texto=VALORACION", ["Ficha de valoración de riesgo aplicada"]),
        ("institucion=T-PNP-1&familia=care", ["Relato contado"]),
    ],
)
def test_filters_of_the_story_stay_in_the_address(href, known, now, at_desk, query, kinds):
    known.recorded(act("victim-attended", now), by=CEM, now=now)

    shown = at_desk(CEM).get(f"{href}?{query}").context["history"]

    assert [entry.kind for day in shown.days for entry in day.entries] == kinds


def test_a_filter_that_is_no_choice_of_ours_is_not_in_force(href, at_desk):
    page = at_desk(CEM).get(f"{href}?institucion=nada&familia=%00&texto=" + "x" * 300)

    assert page.status_code == 200


def test_measures_in_force_are_shown_and_their_end(href, known, now, at_desk):
    known.recorded(report(now - 4 * DAY), now=now)
    known.recorded(
        act("measures-decided", now - 3 * DAY, measures=["no-approach"], distance_metres=300),
        by=COURT, now=now,
    )  # fmt: skip
    page = text(at_desk(POLICE).get(href))
    assert "Medidas de protección vigentes" in page
    assert "No acercarse a la víctima" in page
    assert "A no menos de 300 m." in page
    assert "Distancia mínima: 300\u00a0m" in page.replace("</dt><dd>", ": ")

    known.recorded(act("measures-ended", now - DAY), by=COURT, now=now)

    page = text(at_desk(POLICE).get(href))
    assert "Las medidas terminaron" in page
    assert "A no menos de" not in page


def test_a_court_that_owes_its_decision_is_led_to_it(href, known, now, at_desk):
    known.recorded(report(now - DAY), now=now)

    assert f'href="{href}decision/"' in text(at_desk(COURT).get(href))


def test_before_a_decision_nobody_is_offered_to_watch_over_measures(href, at_desk):
    offered = {action.kind for action in at_desk(POLICE).get(href).context["next_acts"]}

    assert not {"visit-made", "breach-known"} & offered
