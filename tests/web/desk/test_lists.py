"""The lists of cases and terms: filters in the address, search by code, page after page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.stage import CEM, COURT, POLICE, SUPERVISOR, Stage, act, complaint

from ruta.cases.models import Case

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def a_case(now, *, risk="severo", days=5):
    """A case whose police report is late when it is some days old."""
    one = Stage(case_id=uuid4())
    at = now - days * DAY
    one.opened(complaint(at), act("risk-form-completed", at, risk=risk), now=now)
    return one


def code_of(one):
    return Case.objects.get(pk=one.case_id).code


def listed(page):
    return {line.row.case_id for line in page.context["lines"]}


def test_a_filter_in_the_address_narrows_the_list_and_can_be_taken_away(file, at_desk, now):
    severe, mild = a_case(now), a_case(now, risk="leve")

    page = at_desk(POLICE).get("/casos/?riesgo=severo")

    assert listed(page) == {severe.case_id}
    assert mild.case_id not in listed(page)
    assert "Riesgo: Severo" in page.content.decode()


def test_filters_hold_together(file, at_desk, now):
    late, recent = a_case(now), a_case(now, days=0)

    page = at_desk(POLICE).get("/casos/?riesgo=severo&mostrar=vencidos&orden=ultimo")

    assert listed(page) == {late.case_id}
    assert recent.case_id not in listed(page)


def test_a_filter_that_means_nothing_filters_nothing(file, at_desk, now):
    one = a_case(now)

    page = at_desk(POLICE).get("/casos/?riesgo=enorme&etapa=x&desde=ayer&mostrar=%00")

    assert page.status_code == 200
    assert listed(page) == {one.case_id}


def test_cases_opened_since_a_day_of_lima(file, at_desk, now):
    old, new = a_case(now, days=40), a_case(now, days=2)
    since = f"{now - 10 * DAY:%Y-%m-%d}"

    page = at_desk(POLICE).get(f"/casos/?desde={since}")

    assert listed(page) == {new.case_id}
    assert old.case_id not in listed(page)


def test_a_whole_code_leads_to_its_case_however_it_is_typed(file, at_desk, now):
    one = a_case(now)
    typed = code_of(one).lower().replace("-", " ")

    page = at_desk(POLICE).get("/casos/", {"codigo": typed})

    assert (page.status_code, page.url) == (302, f"/casos/{one.case_id}/")


def test_the_beginning_of_a_code_lists_the_cases_that_have_it(file, at_desk, now):
    one = a_case(now)

    page = at_desk(POLICE).get("/casos/", {"codigo": code_of(one)[:6]})

    assert one.case_id in listed(page)


def test_a_code_of_another_office_is_answered_as_one_that_is_nobodys(file, at_desk, now):
    theirs = code_of(a_case(now))
    court = at_desk(COURT)

    denied = court.get("/casos/", {"codigo": theirs}).content.decode()
    absent = court.get("/casos/", {"codigo": "PUN-ZZZZ-ZZ"}).content.decode()

    assert "Ningún caso de tu oficina tiene ese código" in denied
    assert without_tokens(denied).replace(theirs, "?") == without_tokens(absent).replace(
        "PUN-ZZZZ-ZZ", "?"
    )


def without_tokens(page):
    return "\n".join(
        line for line in page.splitlines() if "csrf" not in line and "next" not in line
    )


def test_the_next_page_keeps_the_filters_and_repeats_nobody(file, at_desk, now):
    for _ in range(21):
        a_case(now)
    client = at_desk(POLICE)

    first = client.get("/casos/?riesgo=severo&orden=apertura")
    second = client.get("/casos/", first_cursor(first) | {"riesgo": "severo", "orden": "apertura"})

    assert len(listed(first)) == 20
    assert len(listed(second)) == 1
    assert listed(first).isdisjoint(listed(second))
    assert "?riesgo=severo&amp;orden=apertura&amp;despues=" in first.content.decode()
    assert "Volver a los primeros" in second.content.decode()


def first_cursor(page):
    return {"despues": page.context["after"]}


@pytest.mark.parametrize("address", ["/casos/", "/plazos/"])
def test_a_mark_that_nobody_gave_leads_to_the_first_page(at_desk, address):
    page = at_desk(POLICE).get(f"{address}?despues=x&antes=y")

    assert (page.status_code, page.url) == (302, f"{address}?")


@pytest.mark.parametrize("address", ["/casos/", "/plazos/", "/casos/?riesgo=severo&mostrar=nuevos"])
@pytest.mark.parametrize("viewer", [POLICE, SUPERVISOR], ids=["police", "supervisor"])
def test_a_list_takes_four_statements_at_most(file, at_desk, statements, now, address, viewer):
    for _ in range(3):
        a_case(now)

    asked = statements(at_desk(viewer), address)

    assert len(asked) <= 4, asked


def test_each_case_says_who_owes_what_comes_first(file, at_desk, now):
    one = a_case(now)

    page = at_desk(POLICE).get("/casos/")

    (line,) = page.context["lines"]
    assert line.row.case_id == one.case_id
    assert line.next.holder_name == "Oficina inventada T-PNP-1"
    assert line.overdue


@pytest.mark.parametrize(
    ("state", "found"), [("vencido", True), ("sin-plazo", False), ("cumplido", False)]
)
def test_terms_are_listed_by_how_they_stand(file, at_desk, now, state, found):
    a_case(now)

    page = at_desk(POLICE).get(f"/plazos/?estado={state}")

    statuses = {line.row.status for line in page.context["lines"]}
    assert ("overdue" in statuses) is found


def test_terms_are_listed_by_duty(file, at_desk, now):
    a_case(now)
    client = at_desk(POLICE)
    duty = client.get("/plazos/").context["lines"][0].row.wording

    page = client.get("/plazos/", {"deber": duty})

    assert {line.row.wording for line in page.context["lines"]} == {duty}


def test_only_a_supervisor_chooses_an_office(file, at_desk, now):
    a_case(now)

    theirs = at_desk(SUPERVISOR).get("/plazos/?oficina=T-PNP-1")
    mine = at_desk(CEM).get("/plazos/?oficina=T-PNP-1")

    assert theirs.context["lines"]
    assert "oficina" not in mine.context["form"].fields
    assert mine.context["lines"] == ()


@pytest.fixture
def executing(file, now):
    """The police execute measures since 220 days ago, and have updated no map since."""
    at = now - 220 * DAY
    sent = act("police-report-sent-court", at, to="T-COURT-1")
    file.opened(complaint(at), act("risk-form-completed", at, risk="leve"), sent, now=now)
    file.recorded(act("executor-notified", at, to="T-PNP-1"), by=COURT, now=now)
    return file


@pytest.mark.parametrize(
    ("language", "told"), [("es-pe", "7 periodos sin cumplir"), ("en", "7 periods unmet")]
)
def test_one_line_tells_of_all_the_unmet_periods_of_a_duty(executing, at_desk, language, told):
    client = at_desk(POLICE)
    client.cookies["idioma"] = language

    page = client.get("/plazos/", {"deber": "pnp-geomap-monthly"})

    (line,) = page.context["lines"]
    assert line.row.status == "overdue"
    assert told in page.content.decode()


@pytest.mark.parametrize(
    ("language", "told"), [("es-pe", "impedimento anotado"), ("en", "impediment recorded")]
)
def test_a_line_says_that_an_impediment_was_recorded(executing, at_desk, now, language, told):
    client = at_desk(POLICE)
    client.cookies["idioma"] = language
    address = "/plazos/?deber=pnp-geomap-monthly"
    (line,) = client.get(address).context["lines"]
    before = client.get(address).content.decode()

    facts = {"duty": line.row.wording, "start_act": str(line.row.start_act)}
    executing.recorded(act("impediment-recorded", now, impediment="no-signal", **facts), now=now)

    assert told not in before
    assert told in client.get(address).content.decode()


def test_what_was_met_comes_latest_first_and_the_page_says_so(executing, at_desk, now):
    executing.recorded(act("map-updated", now), now=now)
    client = at_desk(POLICE)

    page = client.get("/plazos/?estado=cumplido")

    met = [line.row.met_at for line in page.context["lines"]]
    assert met == sorted(met, reverse=True)
    assert "Lo cumplido más recientemente, primero." in page.content.decode()


def test_an_empty_list_says_how_it_fills(at_desk):
    client = at_desk(COURT)

    assert "Todavía no hay casos" in client.get("/casos/").content.decode()
    assert "Ningún caso cumple" in client.get("/casos/?riesgo=leve").content.decode()
    assert "Tu oficina no debe nada" in client.get("/plazos/").content.decode()


def test_closed_cases_are_shown_when_asked_for_or_looked_for_by_code():
    from django.http import QueryDict

    from ruta.web.desk.filters import CasesForm

    assert CasesForm(QueryDict("")).asked().open is True
    assert CasesForm(QueryDict("mostrar=todos")).asked().open is None
    assert CasesForm(QueryDict("mostrar=cerrados")).asked().open is False
    assert CasesForm(QueryDict("codigo=PUN-1234")).asked().open is None
