"""What looks people up, and what opens a door, has smaller limits, exact over all processes."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.conf import LazySettings, settings
from django.test import Client
from django.urls import resolve, reverse
from tests.cases.stage import OTHER_POLICE, POLICE, Stage

from ruta.access.viewer import Viewer
from ruta.postgres import roles
from ruta.postgres.server import Server
from ruta.web import limits
from ruta.web.rates import Counts

Desk = Callable[[Viewer], Client]
OURS = {"Sec-Fetch-Site": "same-origin"}


def test_a_lookup_has_a_smaller_limit_and_its_form_comes_back(
    file: Stage, at_desk: Desk, settings: LazySettings
) -> None:
    settings.RUTA_MEASURE_CHECKS_MINUTE = 2
    browser, asked = at_desk(POLICE), {"asked": "99999999"}

    answers = [
        browser.post("/medidas/consultar/", asked, headers=OURS).status_code for _ in range(2)
    ]
    last = browser.post("/medidas/consultar/", asked, headers=OURS)

    assert (answers, last.status_code) == ([200, 200], 429)
    assert 1 <= int(last.headers["Retry-After"]) <= 60
    assert "Demasiadas consultas en un minuto" in last.content.decode()
    assert 'name="asked" value="99999999"' in last.content.decode()
    assert browser.get("/medidas/consultar/").status_code == 200
    assert at_desk(OTHER_POLICE).post("/medidas/consultar/", asked).status_code == 200


WITHIN = {
    "person-": {"person_id": uuid4()},
    "case-person-": {"case_id": uuid4(), "party_id": uuid4()},
    "case-evidence-new": {"case_id": uuid4()},
    "case-evidence-": {"case_id": uuid4(), "evidence_id": uuid4()},
    "": {},
}


@pytest.mark.parametrize("route", limits.LOOKUPS)
def test_every_page_with_a_smaller_limit_is_there(route: str) -> None:
    extra = next(kwargs for start, kwargs in WITHIN.items() if route.startswith(start))

    assert resolve(reverse(route, kwargs=extra)).view_name == route
    assert isinstance(getattr(settings, limits.LOOKUPS[route]), int)


LET_IN = """
import django
django.setup()
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from ruta.web.limits import Limits
limits = Limits(lambda request: HttpResponse())
limits.counts.clock = lambda: 90.0
request = RequestFactory().post("/entrar/")
request.user, request.resolver_match = AnonymousUser(), resolve("/entrar/")
view = request.resolver_match.func
print(sum(limits.process_view(request, view, (), {}) is None for _ in range(20)))
"""


def test_a_smaller_limit_is_exact_over_several_processes(
    transactional_db: None, server: Server, database_name: str
) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("RUTA_")},
        "PYTHONPATH": "src",
        "DJANGO_SETTINGS_MODULE": "ruta.settings",
        "RUTA_WEB_DATABASE_URL": server.url(dbname=database_name, user=roles.WEB),
        "RUTA_SECRET_KEY": "several-processes-" + "x" * 40,
        "RUTA_SHARED_COUNTS": "1",
        "RUTA_SIGN_INS_MINUTE": "25",
    }

    several = [
        subprocess.Popen(
            [sys.executable, "-c", LET_IN], env=environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]

    let_in = [int(one.communicate(timeout=60)[0]) for one in several]
    assert sum(let_in) == 25


def test_threads_that_tell_at_once_tell_nothing_twice(transactional_db: None) -> None:
    from django.db import connection

    counts = Counts(clock=lambda: 90.0)

    def tell(_: int) -> int:
        try:
            return counts.add_at_once("one")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(tell, range(20)))

    assert (max(told), counts.add("one")) == (20, 21)
