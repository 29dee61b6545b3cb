"""
A running Ruta to walk through: the real server, a small invented caseload, and Chromium.

The site and the browser are started once for this folder and stopped when it is left, because
Playwright's loop would forbid Django's own queries in the tests of other folders. A journey speaks
to Ruta through its pages only; what it must know of the database it asks by `owner_sql`.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from ruta.access.keys import wire
from ruta.cli.process.children import Children
from ruta.postgres import roles

CASES = 60  # all of them in Puno, half of them of the last days
WIDTHS = {"desktop": (1280, 800), "phone": (360, 740)}
ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "var" / "screenshots"


@dataclass(frozen=True)
class Site:
    """A running Ruta: where its pages are, and its database as the owner sees it."""

    address: str
    owner_url: str
    environment: dict[str, str]


@pytest.fixture(scope="package")
def site(server, worker_id_or_main, tmp_path_factory) -> Iterator[Site]:
    """Ruta as a demonstration, on a database of its own with some sixty invented cases."""
    folder = tmp_path_factory.mktemp("journeys")
    name = f"ruta_journeys_{worker_id_or_main}"
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(f"drop database if exists {name} with (force)")
        admin.execute(f"create database {name} template ruta_template owner {roles.OWNER}")
        for servant in roles.SERVANTS:
            admin.execute(f"grant connect on database {name} to {servant}")
    owner_url = server.url(dbname=name, user=roles.OWNER)
    common = _environment(folder)
    owner = {**common, "RUTA_ROLE": "owner", "RUTA_DATABASE_URL": owner_url}
    subprocess.run(
        [sys.executable, "-m", "tests.journeys.stage", str(CASES)], cwd=ROOT, env=owner, check=True
    )
    common["RUTA_KEYD_SOCKET"] = str(wire.socket_in(folder))
    keyd = {**common, "RUTA_KEYD_DATABASE_URL": server.url(dbname=name, user=roles.KEYD)}
    web = {**common, "RUTA_ROLE": "web"}
    web["RUTA_WEB_DATABASE_URL"] = server.url(dbname=name, user=roles.WEB)
    port = _free_port()
    children = Children(folder / "logs")
    try:
        children.start("keyd", environment=keyd)
        children.await_keeper(wire.socket_in(folder))
        children.start("web", "--port", str(port), environment=web)
        address = f"http://127.0.0.1:{port}"
        children.await_ready(f"{address}/salud?listo")
        yield Site(address, owner_url, owner)
    finally:
        children.stop()
        _keep_log(folder / "logs" / "web.log")


def _environment(folder: Path) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if "DATABASE_URL" not in name}
    known.pop("RUTA_HOSTS", None)
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return {
        **known,
        "PYTHONPATH": paths,
        "DJANGO_SETTINGS_MODULE": "ruta.settings",
        "RUTA_DEMO": "1",
        "RUTA_VAR": str(folder),
        "RUTA_KEY_FILE": str(folder / "keys.json"),
        "RUTA_SECRET_KEY": "journeys-only-" + "x" * 50,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _keep_log(log: Path) -> None:
    """Leave the server's log where a failed journey can be understood."""
    if log.exists():
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        shutil.copy(log, SCREENSHOTS.parent / "journeys-web.log")


@pytest.fixture
def owner_sql(site: Site) -> Callable[..., list[tuple[Any, ...]]]:
    """Ask the site's database as its owner: `owner_sql("select … where code = %s", code)`."""

    def ask(statement: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(site.owner_url) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    return ask


@pytest.fixture(scope="package")
def browser(site: Site, request: pytest.FixtureRequest) -> Browser:
    """Chromium; the site is up before it, as its loop would forbid the queries of starting it."""
    chromium: Browser = request.getfixturevalue("chromium")
    return chromium


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, site: Site, browser: Browser) -> Iterator[Page]:
    """
    A page nobody has signed in on, at the width of a desk and at that of a phone.

    Fails at the end if a script failed or the content policy refused something.
    """
    width, height = WIDTHS[request.param]
    context = browser.new_context(
        base_url=site.address,
        viewport={"width": width, "height": height},
        has_touch=request.param == "phone",
        locale="es-PE",
        timezone_id="America/Lima",
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.extend(_refused(message)))
    yield page
    context.close()
    assert not wrong, wrong


def _refused(message: ConsoleMessage) -> list[str]:
    policy = "Content Security Policy" in message.text or "TrustedHTML" in message.text
    return [message.text] if message.type == "error" and policy else []


@pytest.fixture
def sign_in() -> Callable[[Page, str], None]:
    """`sign_in(page, "policia.puno")`: come in as someone of the demonstration, to their day."""

    def come_in(page: Page, username: str) -> None:
        page.goto("/demo/")
        page.locator(f'form[action="/demo/{username}/"] button').click()
        page.wait_for_url("**/mi-dia/")

    return come_in


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: the page has no accessibility violation."""

    def examine(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        told = [
            f"{each['id']}: {node['html'][:200]} {node['failureSummary']}"
            for each in found
            for node in each["nodes"]
        ]
        assert not told, "\n".join(told)

    return examine


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """`fits(page)`: nothing is wider than the window, and every place of the role is inside it."""

    def measure(page: Page) -> None:
        # A page that was just asked for may have no document yet.
        page.wait_for_load_state("domcontentloaded")
        page.wait_for_function("document.scrollingElement !== null")
        inner, outer = page.evaluate(
            "[document.scrollingElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert inner <= outer, f"{inner} px of content in a window of {outer} px"
        for label in page.locator(".nav__label").all():
            box = label.bounding_box()
            assert box is not None
            inside = box["x"] >= 0 and box["x"] + box["width"] <= outer
            assert inside, f"the place {label.inner_text()} is cut"

    return measure


@pytest.fixture
def shot() -> Callable[..., Path]:
    """`shot(page, "my-day")` keeps the whole page as var/screenshots/my-day-1280.png."""

    def take(page: Page, name: str, *, dark: bool = False) -> Path:
        assert page.viewport_size is not None
        mark = "-dark" if dark else ""
        path = SCREENSHOTS / f"{name}-{page.viewport_size['width']}{mark}.png"
        # Without the motion in which colours pass into one another: the picture is of the last.
        page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        page.screenshot(path=path, full_page=True)
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        return path

    return take


@pytest.fixture
def looks_right(axe, fits, shot) -> Callable[..., None]:
    """`looks_right(page, "my-day")`: fits, has no violation; its picture is kept."""

    def look(page: Page, name: str, *, dark: bool = False) -> None:
        fits(page)
        axe(page)
        shot(page, name)
        if dark:
            shot(page, name, dark=True)

    return look
