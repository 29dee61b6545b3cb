"""Recording any act: a form made from the vocabulary, in which nothing written is ever lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.stage import CEM, COURT, OTHER_POLICE, POLICE, act

from ruta.acts import vocabulary
from ruta.cases import evidence, facts
from ruta.cases.models import Act
from ruta.web.components import lima
from ruta.web.desk.case.act_form import ActForm

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def new(href):
    """`new("note-added")`: the address of the form of a kind."""
    return lambda kind: f"{href}actos/nuevo/?clase={kind}"


def acts(known, kind):
    return Act.objects.filter(case_id=known.case_id, kind=kind)


def clock(moment):
    return lima.local(moment).strftime("%Y-%m-%dT%H:%M")


def test_an_act_is_recorded_and_seen_in_the_story(known, href, new, at_desk, filled, now):
    client = at_desk(CEM)
    sent = filled(
        client, new("appointment-given"), appointment_at=clock(now + DAY), service="legal"
    )

    answer = client.post(new("appointment-given"), sent)

    assert (answer.status_code, answer.url) == (302, href)
    assert acts(known, "appointment-given").count() == 1
    page = client.get(href).content.decode()
    assert "Registrado: Cita dada." in page
    assert lima.instant(now + DAY) in page


def test_a_time_left_as_shown_is_the_very_instant_of_the_page(known, new, at_desk, filled):
    client = at_desk(CEM)
    sent = filled(client, new("victim-attended"))

    client.post(new("victim-attended"), sent)

    assert acts(known, "victim-attended").get().at.isoformat() == sent["shown_at"]


def test_what_is_recorded_late_keeps_both_instants(known, new, at_desk, filled, now):
    client = at_desk(CEM)
    before = now.replace(second=0, microsecond=0) - 3 * DAY

    client.post(
        new("victim-attended"), filled(client, new("victim-attended"), at=clock(before))
    )  # fmt: skip

    row = acts(known, "victim-attended").get()
    assert row.at == before
    assert row.recorded_at >= now


def test_an_instant_to_come_is_refused_at_its_field_and_nothing_is_lost(
    known, new, at_desk, filled, now
):
    client = at_desk(CEM)
    sent = filled(client, new("note-added"), at=clock(now + DAY), note="Lo escrito")

    answer = client.post(new("note-added"), sent)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["at"]
    assert "Lo escrito" in answer.content.decode()
    assert not acts(known, "note-added").exists()


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("measures-decided", "distance_metres", "trescientos"),
        ("measures-decided", "measures", ["no-such-measure"]),
        ("measures-decided", "measures", []),
        ("measures-decided", "measures_until", "ayer"),
        ("hearing-held", "hearing_mode", "por carta"),
        ("hearing-called", "hearing_at", "mañana a las 9"),
        ("measures-decided", "resolution_number", "x" * 61),
        ("measures-decided", "resolution_number", "dos\nlíneas"),
        ("measures-decided", "act_id", "no es un número"),
    ],
)
def test_a_malformed_fact_is_named_and_the_rest_is_kept(
    known, now, new, at_desk, kind, field, value
):
    known.recorded(act("police-report-sent-court", now - DAY, to="T-COURT-1"), now=now)
    client = at_desk(COURT)
    address = new(kind) if kind != "measures-decided" else new("measures-decided")
    sent = {
        "act_id": str(uuid4()), "at": clock(now), "shown_at": "", "measures": ["no-approach"],
        "note": "Lo escrito", field: value,
    }  # fmt: skip

    answer = client.post(address, sent)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Lo escrito" in answer.content.decode()
    assert not acts(known, kind).exists()


def test_a_text_that_is_too_long_is_told_and_kept(known, new, at_desk, filled):
    client, long = at_desk(CEM), "ñ" * 4001

    answer = client.post(new("note-added"), filled(client, new("note-added"), note=long))

    assert answer.status_code == 422
    assert "Use 4000 caracteres como máximo" in answer.context["form"].errors["note"][0]
    assert long in answer.content.decode()


def test_the_same_form_sent_twice_is_stored_once(known, href, new, at_desk, filled):
    client = at_desk(CEM)
    sent = filled(client, new("note-added"), note="Una vez")

    first, again = (client.post(new("note-added"), sent) for _ in range(2))

    assert (first.status_code, again.status_code) == (302, 302)
    assert acts(known, "note-added").count() == 1


def test_the_same_form_with_other_words_is_told_and_kept(known, new, at_desk, filled):
    client = at_desk(CEM)
    sent = filled(client, new("note-added"), note="Una vez")
    client.post(new("note-added"), sent)

    answer = client.post(new("note-added"), {**sent, "note": "Otra cosa"})

    assert answer.status_code == 422
    assert "Otra cosa" in answer.content.decode()
    assert acts(known, "note-added").count() == 1


@pytest.mark.parametrize(
    "kind", ["measures-decided", "no-such-kind", "annulment", "risk-assessed-severe"]
)
def test_a_kind_that_is_not_for_this_office_is_not_found(href, new, at_desk, kind):
    assert at_desk(CEM).get(new(kind)).status_code == 404
    assert at_desk(CEM).post(new(kind), {"act_id": str(uuid4())}).status_code == 404


def test_na_and_none_are_words_like_any_other(known, new, at_desk, filled):
    client = at_desk(CEM)
    sent = filled(client, new("appointment-given"), appointment_with="NA", note="None")

    client.post(new("appointment-given"), {**sent, "appointment_at": "2026-12-01T09:00"})

    row = acts(known, "appointment-given").get()
    opened = facts.read(CEM, known.case_id, "test", acts=[row.act_id])[row.act_id]
    assert (opened["appointment_with"], opened["note"]) == ("NA", "None")


def test_who_is_missed_by_the_service_is_recorded_as_such(known, href, new, at_desk, filled, now):
    known.recorded(
        act("appointment-given", now - DAY, appointment_at=now - DAY / 2), by=CEM, now=now
    )
    client = at_desk(CEM)
    offered = [action.kind for action in client.get(href).context["next_acts"]]
    assert offered[:3] == [
        "appointment-kept", "appointment-missed-by-service", "appointment-missed-by-her",
    ]  # fmt: skip

    address = new("appointment-missed-by-service")
    client.post(address, filled(client, address, impediment="no-staff"))

    assert acts(known, "appointment-missed-by-service").get().facts == {"impediment": "no-staff"}
    after = [action.kind for action in client.get(href).context["next_acts"]]
    assert "appointment-kept" not in after


def test_an_office_to_address_is_proposed_and_may_be_changed(known, new, at_desk, filled):
    client = at_desk(POLICE)
    sent = filled(client, new("police-report-sent-court"))
    assert sent["to"] == "T-COURT-1"

    client.post(new("police-report-sent-court"), sent)

    assert acts(known, "police-report-sent-court").get().to_office_id == "T-COURT-1"


def test_what_an_act_sets_running_is_told(known, href, new, at_desk, filled):
    client = at_desk(POLICE)

    client.post(new("police-report-sent-court"), filled(client, new("police-report-sent-court")))

    assert "plazos." in client.get(href).content.decode().split("Registrado:")[1][:90]


def test_a_lower_risk_needs_another_institution(known, new, at_desk, filled):
    client = at_desk(POLICE)
    sent = filled(client, new("risk-level-lowered"), risk="leve", risk_reasons="Se fue lejos")

    answer = client.post(new("risk-level-lowered"), sent)

    assert answer.status_code == 422
    assert "otra institución" in answer.content.decode()
    assert "Se fue lejos" in answer.content.decode()


def test_acts_are_found_by_a_word_without_its_accents(href, at_desk):
    found = at_desk(CEM).get(f"{href}actos/nuevo/?buscar=RELATO").context["families"]

    names = [action.kind for family in found for action in family.acts]
    assert "account-told" in names
    assert "appointment-given" not in names
    nothing = at_desk(CEM).get(f"{href}actos/nuevo/?buscar=zzz")
    assert "Ningún acto se llama así" in nothing.content.decode()


def test_every_act_an_office_may_record_has_a_form(now):
    for kind in vocabulary.kinds().values():
        form = ActForm(kind=kind, now=now)

        # The fingerprint of a file is nobody's to write: the page that takes the file computes it.
        assert set(kind.required) - {evidence.PRINT} <= set(form.fields), kind.id
        assert form.as_div(), kind.id


def test_a_case_of_someone_else_takes_no_act(known, new, at_desk):
    answer = at_desk(OTHER_POLICE).post(new("note-added"), {"note": "x"})

    assert answer.status_code == 404
    assert not acts(known, "note-added").exists()
