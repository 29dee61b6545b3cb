"""Telling of a decision: one press, one act, its clocks at once; pressed again, nothing more."""

import re

import pytest
from tests.cases.stage import CEM, COURT, FAR_COURT, annulment

from ruta.access.backend import database_now
from ruta.cases import facts
from ruta.cases.models import Act

pytestmark = pytest.mark.django_db
STATION, PROSECUTOR = "T-PNP-1", "T-MP-1"


@pytest.fixture
def client(received, at_desk, answers):
    """The clerk's browser, once measures are decided."""
    browser = at_desk(COURT)
    browser.post(f"/casos/{received.case_id}/decision/", answers())
    return browser


@pytest.fixture
def address(received):
    return f"/casos/{received.case_id}/decision/avisos/"


@pytest.fixture
def press(client, address):
    """`press("ella", channel="phone")`: send a notice with the id its form carries on the page."""

    def send(code, **other):
        page = client.get(address).content.decode()
        form = re.search(rf'action="[^"]*avisos/{code}/".*?</form>', page, re.DOTALL)
        act_id = re.search(r'name="act_id" value="([^"]+)"', form[0])[1] if form else ""
        return client.post(f"{address}{code}/", {"act_id": act_id, **other})

    return send


def sent(file, kind):
    return list(Act.objects.filter(case_id=file.case_id, kind=kind).order_by("arrival"))


def test_the_page_says_whom_to_tell_and_what_starts(client, address):
    page = client.get(address).content.decode()

    assert page.count('class="notice"') == 5
    assert "Faltan 5 avisos" in page
    assert "Informar al juzgado sobre la ejecución" in page
    assert "Cómo ubicarla sin riesgo está cerrado para tu oficina" in page
    assert "9 a 12" not in page


def test_telling_the_executor_starts_the_clocks_of_the_police(press, received, obligations):
    before = set(obligations())

    press("ejecutora", to=STATION)

    [told] = sent(received, "executor-notified")
    assert told.to_office_id == STATION
    started = {w: row for w, row in obligations().items() if row.start_act == told.act_id}
    assert "executor-report-5d" not in before
    assert started["executor-report-5d"].status == "pending"
    assert started["executor-report-5d"].holder_id == STATION
    assert obligations()["court-communicate-same-day"].status == "met"


def test_her_notice_opens_her_window_to_appeal(press, received, obligations):
    press("ella", channel="phone")

    [told] = sent(received, "resolution-notified")
    opened = facts.read(COURT, received.case_id, acts=[told.act_id], purpose="test")
    assert opened[told.act_id] == {"notified": "victim", "channel": "phone"}
    assert obligations()["party-appeal-3d"].start_act == told.act_id


def test_the_accused_is_told_apart_from_her(press, received, client, address):
    press("denunciado", channel="in-person")

    page = client.get(address).content.decode()
    assert "avisos/ella/" in page
    assert "avisos/denunciado/" not in page


def test_the_prosecutor_gets_copy_and_file(press, received, obligations):
    press("copia", to=PROSECUTOR)
    press("expediente", to=PROSECUTOR)

    assert obligations()["court-copy-resolution-to-prosecutor"].status == "met"
    assert obligations()["court-file-to-prosecutor-24h"].status == "met"
    assert sent(received, "file-sent-prosecutor")[0].to_office_id == PROSECUTOR


def test_pressed_twice_a_notice_is_sent_once(client, address, received):
    page = client.get(address).content.decode()
    form = {"act_id": re.search(r'name="act_id" value="([^"]+)"', page)[1], "to": STATION}

    first = client.post(f"{address}ejecutora/", form)
    second = client.post(f"{address}ejecutora/", form)

    assert first.url == second.url == f"{address}#ejecutora"
    assert len(sent(received, "executor-notified")) == 1


def test_two_pages_open_at_once_send_one_notice(client, address, press, received, monkeypatch):
    form = {"act_id": re.search(r'act_id" value="([^"]+)', client.get(address).content.decode())[1]}
    client.post(f"{address}ejecutora/", {**form, "to": STATION})
    monkeypatch.setattr("ruta.web.desk.court.told.Told.sent", lambda self, notice: None)

    again = client.post(f"{address}ejecutora/", {**form, "to": "T-PNP-2"})

    assert again.status_code == 302
    assert [one.to_office_id for one in sent(received, "executor-notified")] == [STATION]


def test_an_annulled_notice_may_be_sent_again(press, received):
    press("ejecutora", to=STATION)
    [first] = sent(received, "executor-notified")
    received.recorded(annulment(first, at=database_now()), by=COURT, now=database_now())

    press("ejecutora", to="T-PNP-2")

    assert [one.to_office_id for one in sent(received, "executor-notified")] == [STATION, "T-PNP-2"]


def test_an_office_that_is_not_in_the_list_is_refused_at_its_field(press, received):
    page = press("ejecutora", to="T-CEM-1")

    assert page.status_code == 422
    assert "error-summary" in page.content.decode()
    assert sent(received, "executor-notified") == []


def test_a_notice_nobody_needs_is_not_found(press):
    assert press("armas", to=STATION).status_code == 404


@pytest.mark.parametrize("who", [FAR_COURT, CEM])
def test_nobody_else_sends_it(client, address, at_desk, received, who):
    assert at_desk(who).post(f"{address}ella/", {"channel": "phone"}).status_code == 404
    assert sent(received, "resolution-notified") == []


def test_the_competent_station_comes_first(client, address):
    page = client.get(address).content.decode()

    select = re.search(r'<select name="to".*?</select>', page, re.DOTALL)[0]
    assert re.search(r'optgroup label="La que corresponde">\s*<option value="T-PNP-', select)
    assert "dónde vive ella está cerrado para tu oficina." in page


def test_a_denial_is_told_to_both_and_to_the_prosecutor(received, at_desk, answers, address):
    client = at_desk(COURT)
    form = answers(outcome="denied", measures=[], denial_reasons="Razones inventadas")
    client.post(f"/casos/{received.case_id}/decision/", form)

    page = client.get(address).content.decode()

    assert "No se dictan medidas de protección" in page
    assert page.count('class="notice"') == 4
    assert "avisos/ejecutora/" not in page


def test_before_the_decision_there_is_nobody_to_tell(received, at_desk, address):
    page = at_desk(COURT).get(address)

    assert page.url == f"/casos/{received.case_id}/decision/"
