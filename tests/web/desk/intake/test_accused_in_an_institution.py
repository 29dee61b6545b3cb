"""An accused who works where the report is taken: registered, closed there, told elsewhere."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
OFFICER = {"names": "Vantare (inventado)", "security_forces": "pnp"}


def test_before_registering_it_says_to_whom_the_case_closes(taking):
    report = taking().until("revisa", denunciado=OFFICER)

    assert "El caso se cierra a: Policía" in report.see("revisa").content.decode()


def test_the_station_that_took_it_finds_it_no_more_and_reads_why(taking):
    report = taking().until("revisa", denunciado=OFFICER)

    answer = report.send("revisa")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/mi-dia/"
    day = report.client.get("/mi-dia/").content.decode()
    assert "El caso se cerró a tu institución" in day
    assert str(report.case_id) not in day
    assert report.client.get(f"/casos/{report.case_id}/").status_code == 404


def test_the_womens_centre_has_it(taking):
    report = taking().until("revisa", denunciado=OFFICER)
    report.send("revisa")

    other = Client()
    other.post("/demo/psicologa.puno/")

    assert other.get(f"/casos/{report.case_id}/").status_code == 200


def test_an_accused_of_another_institution_closes_it_there_alone(taking):
    report = taking()

    case = report.registered(denunciado={"names": "Vantare (inventado)", "workplace": "PJ"})

    people = report.client.get(f"/casos/{case.case_id}/personas/").content.decode()
    assert "Poder Judicial" in people
