"""
Somebody writes for a long while, and their proof of identity grows old meanwhile: nothing is lost.

The page asks for the passkey again in place of the answer, and then offers what was written.
"""

import subprocess
import sys

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import ROOT, Site
from tests.journeys.test_accounts import (  # noqa: F401
    activate,
    enrolled,
    make_passkey,
    promise,
    real,
    there,
)

pytestmark = pytest.mark.journey
REASON = "Está herida y dice que él la espera afuera (motivo inventado)."
SET_BACK = """
import sys
from datetime import timedelta
import django
django.setup()
from ruta.access.accounts import proof
from ruta.access.backend import database_now
from ruta.access.session_store import SessionStore
from ruta.access.sessions import Session
coder = SessionStore()
for row in Session.objects.filter(account__username=sys.argv[1]):
    data = coder.decode(row.data)
    data[proof.PROVED] = (database_now() - timedelta(minutes=16)).isoformat()
    assert Session.objects.filter(pk=row.pk).update(data=coder.encode(data)) == 1
"""


def grow_old(site: Site, username: str) -> None:
    """Let sixteen minutes pass since this person last proved that it is they."""
    words = [sys.executable, "-c", SET_BACK, username]
    subprocess.run(words, cwd=ROOT, env=site.environment, check=True)


def test_a_form_outlives_a_proof(site, there, enrolled, looks_right) -> None:  # noqa: F811
    username, code = enrolled()
    activate(there, username, code)
    make_passkey(there)
    promise(there)
    there.goto("/emergencia/")
    there.locator("#id_code").fill("PUN-2222-22")
    there.get_by_label("Qué pasa").select_option(index=1)
    there.get_by_label("Por qué necesitas verlo ahora").fill(REASON)
    grow_old(site, username)

    there.locator("main form button[type=submit]").last.click()
    expect(there.get_by_text("está guardado en esta página")).to_be_visible()
    assert REASON not in there.content()
    looks_right(there, "proof-kept", dark=True)

    there.get_by_role("button", name="Usar mi llave de acceso").click()
    expect(there.get_by_role("heading", level=1)).to_have_text("Continúa donde estabas")
    looks_right(there, "proof-offered")
    there.get_by_role("button", name="Enviar ahora").click()
    expect(there.get_by_role("heading", level=1)).to_have_text("No se abrió ningún caso")
