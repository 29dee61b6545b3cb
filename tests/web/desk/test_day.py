"""My day: its numbers, where they lead, and what each role comes to do."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.stage import (
    CEM,
    COURT,
    HEALTH,
    OTHER_POLICE,
    POLICE,
    SUPERVISOR,
    Stage,
    act,
    complaint,
)

from ruta.cases import consenting, drafts
from ruta.cases.queries import day as day_queries

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def a_late_report(now, *, days=5):
    """A case whose police report to the court is days late."""
    late, at = Stage(case_id=uuid4()), now - days * DAY
    late.opened(complaint(at), act("risk-form-completed", at, risk="severo"), now=now)
    return late


def test_what_is_overdue_is_counted_and_leads_to_its_list(file, at_desk, now):
    a_late_report(now)

    page = at_desk(POLICE).get("/mi-dia/")

    tile = page.context["tiles"][0]
    assert (tile.label, tile.href, tile.tone) == ("vencidos", "/plazos/?estado=vencido", "late")
    assert tile.value > 0
    assert page.context["sections"][0].bucket.count == tile.value


def test_the_first_of_each_is_shown_with_its_case_and_its_strip(file, at_desk, now):
    late = a_late_report(now)

    page = at_desk(POLICE).get("/mi-dia/").content.decode()

    assert f'href="/casos/{late.case_id}/"' in page
    assert 'class="strip strip--small strip--late"' in page
    assert "vencido hace" in page


def test_another_office_has_another_day(file, at_desk, now):
    a_late_report(now)

    page = at_desk(OTHER_POLICE).get("/mi-dia/")

    assert [tile.value for tile in page.context["tiles"]] == [0] * 6
    assert "Hoy tu oficina no debe nada" in page.content.decode()


def test_a_case_nobody_of_the_office_opened_waits_on_its_day(file, at_desk, now):
    told = act("cem-notified", now - DAY, to="T-CEM-1")
    file.opened(complaint(now - DAY), told, now=now)

    page = at_desk(CEM).get("/mi-dia/")

    assert [case.case_id for case in page.context["new"]] == [file.case_id]
    assert page.context["new_all"] == ""


def test_what_is_to_be_done_at_once_is_on_the_day_and_a_prohibition_kept_is_not(file, at_desk, now):
    file.opened(complaint(now - DAY), act("cem-notified", now - DAY, to="T-CEM-1"), now=now)
    client = at_desk(CEM)

    day = client.get("/mi-dia/")
    listed = client.get("/plazos/?estado=sin-plazo").context["lines"]

    assert day.context["tiles"][3].value == len(listed) > 0
    assert {line.row.status for line in listed} == {"open"}


def test_a_draft_is_on_the_day_of_who_began_it_and_of_nobody_else(file, at_desk, now):
    draft_id = uuid4()
    drafts.start(case_id=draft_id, by=POLICE, now=now)

    mine, other = at_desk(POLICE).get("/mi-dia/"), at_desk(CEM).get("/mi-dia/")

    assert f"/denuncias/{draft_id}/" in mine.content.decode()
    assert str(draft_id) not in other.content.decode()


@pytest.mark.parametrize(
    ("viewer", "action"),
    [
        (POLICE, "/denuncias/nueva/"),
        (CEM, "/casos/?mostrar=nuevos"),
        (COURT, "/juzgado/"),
        (SUPERVISOR, "/supervision/"),
    ],
    ids=["police", "cem", "court", "supervisor"],
)
def test_each_role_is_offered_what_it_most_often_comes_to_do(at_desk, viewer, action):
    page = at_desk(viewer).get("/mi-dia/")

    assert page.context["first_action"].href == action


def test_a_supervisor_is_told_of_the_region_and_has_no_drafts(file, at_desk, now):
    a_late_report(now)

    tiles = at_desk(SUPERVISOR).get("/mi-dia/").context["tiles"]

    assert [tile.label for tile in tiles] == [
        "vencidos",
        "vencen hoy",
        "vencen en 7 días",
        "sin plazo fijado",
    ]
    assert tiles[0].value > 0


def test_a_day_takes_few_statements_however_much_there_is(file, at_desk, statements, now):
    for _ in range(3):
        a_late_report(now)

    asked = statements(at_desk(POLICE), "/mi-dia/")

    assert len(asked) <= 7, asked


def test_what_is_overdue_comes_latest_first_and_its_tile_tells_of_the_oldest(file, at_desk, now):
    for days in (9, 5, 7):
        a_late_report(now, days=days)

    page = at_desk(POLICE).get("/mi-dia/")

    overdue = page.context["sections"][0]
    dues = [line.row.due_at for line in overdue.lines]
    assert dues == sorted(dues, reverse=True)
    assert overdue.lines[0].row.risk == "severo"
    assert page.context["tiles"][0].hint == "el más antiguo, hace 8 días"
    assert overdue.all == f"Ver los {overdue.bucket.count}"


@pytest.mark.parametrize(
    ("language", "all_of_them"),
    [("es-pe", "Ver todos (más de 2)"), ("en", "See all (more than 2)")],
)
def test_a_long_count_says_that_there_are_more(
    file, at_desk, now, monkeypatch, language, all_of_them
):
    monkeypatch.setattr(day_queries, "COUNTED", 2)
    for _ in range(3):
        a_late_report(now)
    client = at_desk(POLICE)
    client.cookies["idioma"] = language

    page = client.get("/mi-dia/")

    assert page.context["tiles"][0].value == "2+"
    assert f">{all_of_them}<span" in page.content.decode()


def test_who_is_not_signed_in_is_sent_to_sign_in(client, db):
    response = client.get("/mi-dia/")

    assert (response.status_code, response.url) == (302, "/entrar/?next=%2Fmi-dia%2F")


def test_the_title_of_the_tab_names_nobody(file, at_desk, now):
    a_late_report(now)

    assert "<title>Mi día · Ruta</title>" in at_desk(POLICE).get("/mi-dia/").content.decode()


def test_who_takes_no_report_is_told_of_no_unfinished_one(at_desk):
    assert len(at_desk(COURT).get("/mi-dia/").context["tiles"]) == 5
    assert len(at_desk(POLICE).get("/mi-dia/").context["tiles"]) == 6


@pytest.fixture
def taken_back(file, now):
    """A health centre had her permission, and she took it back."""
    file.opened(complaint(now - DAY), act("cem-notified", now - DAY, to="T-CEM-1"), now=now)
    given = act(
        "consent-given", now - DAY, "T-IPRESS-1", consent_compartments=["risk"],
        consent_purpose="care", consent_how="voice",
        consent_until=(consenting.lima_day(now) + 5 * DAY).isoformat(),
    )  # fmt: skip
    file.recorded(given, now=now - DAY)
    consenting.revoke(case_id=file.case_id, office_id="T-IPRESS-1", by=POLICE, now=now - DAY / 2)
    return file


def test_a_permission_she_took_back_is_told_and_leads_nowhere(taken_back, at_desk):
    client = at_desk(HEALTH)

    page = client.get("/mi-dia/").content.decode()

    assert "Ella retiró su permiso" in page
    assert f"/casos/{taken_back.case_id}" not in page
    assert client.get(f"/casos/{taken_back.case_id}/").status_code == 404


def test_once_noticed_it_is_gone_from_the_day(taken_back, at_desk):
    client = at_desk(HEALTH)

    answer = client.post("/mi-dia/enterado/", {"caso": str(taken_back.case_id)})

    assert (answer.status_code, answer.url) == (302, "/mi-dia/#avisos")
    assert "Ella retiró su permiso" not in client.get("/mi-dia/").content.decode()


def test_to_take_notice_answers_the_same_whatever_case_it_is_of(taken_back, at_desk):
    client = at_desk(COURT)

    answers = [
        client.post("/mi-dia/enterado/", {"caso": case})
        for case in (str(taken_back.case_id), str(uuid4()))
    ]

    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].content == answers[1].content
    assert client.post("/mi-dia/enterado/", {"caso": "x"}).status_code == 404


def test_a_permission_about_to_end_is_told_to_who_renews_it_with_her(file, at_desk, now):
    file.opened(complaint(now - DAY), act("cem-notified", now - DAY, to="T-CEM-1"), now=now)
    until = consenting.lima_day(now) + 5 * DAY
    given = act(
        "consent-given", now, "T-IPRESS-1", consent_compartments=["risk"],
        consent_purpose="care", consent_how="voice", consent_until=until.isoformat(),
    )  # fmt: skip
    file.recorded(given, now=now)
    client = at_desk(CEM)

    page = client.get("/mi-dia/").content.decode()

    permits = f"/casos/{file.case_id}/permisos/"
    assert "Permisos que terminan pronto" in page
    assert f'href="{permits}"' in page
    renew = f'href="{permits}nuevo/?oficina=T-IPRESS-1">Renovar con ella'
    assert renew in client.get(permits).content.decode()
