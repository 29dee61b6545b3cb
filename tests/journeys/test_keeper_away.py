"""The keeper of keys hangs while somebody is telling: the complaint is taken, and goes on later."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Site

from ruta.access.keys import wire
from ruta.access.keys.client import Client

TOLD = "Anoche no me dejó salir de la casa (relato inventado)."


@pytest.fixture
def keeper(site: Site) -> Iterator[Callable[[int], None]]:
    """`keeper(SIGSTOP)`: the keeper hangs; it goes on at the end whatever happened."""
    pid = int(Client(wire.socket_in(Path(site.environment["RUTA_VAR"]))).ask("ping")["pid"])
    yield lambda number: os.kill(pid, number)
    os.kill(pid, signal.SIGCONT)


def test_a_complaint_is_taken_while_the_keys_are_out_of_reach(
    page: Page, sign_in, keeper, looks_right
) -> None:
    sign_in(page, "policia.puno")
    page.goto("/casos/")
    address = page.locator('a[href^="/casos/"][href$="/"]:not([href="/casos/"])').first
    case = address.get_attribute("href")
    assert case is not None
    keeper(signal.SIGSTOP)

    answer = page.goto(case)
    assert answer is not None
    assert answer.status == 503
    looks_right(page, "keys-away", dark=True)
    page.get_by_role("link", name="Tomar una denuncia en resguardo").click()
    looks_right(page, "safekeeping")
    page.get_by_role("group", name="¿Corre peligro ahora mismo?").get_by_label("Sí").check()
    page.get_by_label("Cuénteme con sus palabras").fill(TOLD)
    page.get_by_role("button", name="Sellar y guardar").click()
    expect(page.get_by_text("Número de recibo")).to_be_visible()
    assert TOLD not in page.content()
    looks_right(page, "safekept")

    keeper(signal.SIGCONT)
    page.wait_for_timeout(1500)
    page.goto("/mi-dia/")
    expect(page.get_by_text("1 denuncia tomada en resguardo")).to_be_visible()
    looks_right(page, "my-day-safekept")
    page.get_by_role("button", name="Abrirla y seguir").click()
    expect(page.get_by_text("Corría peligro en ese momento.")).to_be_visible()
    looks_right(page, "safekept-opened")
    page.goto("/mi-dia/")
    expect(page.get_by_text("tomada en resguardo")).to_have_count(0)
