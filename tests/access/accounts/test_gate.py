"""Before the first case: the code of conduct, and training that still counts."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ruta.access.accounts import conduct
from ruta.access.people import User

pytestmark = pytest.mark.django_db
DAY = "/mi-dia/"


def test_the_code_of_conduct_comes_before_the_first_page(browser, ana, signed_in):
    User.objects.filter(pk=ana.pk).update(code_of_conduct="")
    signed_in(browser, ana)

    assert browser.get("/casos/?a=1").url == ("/mi-cuenta/compromiso/?next=%2Fcasos%2F%3Fa%3D1")
    accepted = browser.post("/mi-cuenta/compromiso/", {"next": DAY})
    assert accepted.url == DAY
    assert browser.get(DAY).status_code == 200


def test_another_version_is_asked_for_again(browser, ana, signed_in, monkeypatch):
    signed_in(browser, ana)
    assert browser.get(DAY).status_code == 200
    monkeypatch.setattr(conduct, "VERSION", "later")

    assert browser.get(DAY).status_code == 302
    assert browser.post("/casos/exportar/").status_code == 302


@pytest.mark.parametrize(
    ("until", "works"),
    [(None, False), (date(2020, 1, 1), False), (date(2199, 1, 1), True)],
)
def test_training_is_a_condition_where_it_is_set(browser, ana, signed_in, real, until, works):
    User.objects.filter(pk=ana.pk).update(trained_until=until)
    signed_in(browser, ana)
    assert browser.get(DAY).status_code == 200

    real.RUTA_TRAINING_REQUIRED = True

    assert (browser.get(DAY).status_code == 200) is works
    assert browser.get("/mi-cuenta/formacion/").status_code == 200
    assert browser.get("/mi-cuenta/").status_code == 200


def test_the_last_day_of_training_ends_in_lima(ana):
    ana.trained_until = date(2026, 3, 3)
    lima = ZoneInfo("America/Lima")

    assert conduct.is_trained(ana, now=datetime(2026, 3, 3, 23, 59, tzinfo=lima))
    assert not conduct.is_trained(ana, now=datetime(2026, 3, 4, 0, 0, tzinfo=lima))


def test_accounts_of_a_demonstration_promise_nothing(client, officer):
    client.post("/demo/policia.puno/")

    assert client.get(DAY).status_code == 200
