"""
An installation that is no demonstration: from a code on paper to a passkey, and one's own account.

Chromium's virtual authenticator stands for the device; the site is reached at `localhost`, the one
host where a passkey may travel without TLS.
"""

import re
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.access.accounts.conftest import code_for
from tests.journeys.conftest import ROOT, WIDTHS, Site, _free_port

from ruta.access.keys import wire
from ruta.cli.process.children import Children
from ruta.postgres import roles

pytestmark = pytest.mark.journey
PASSWORD = "una frase larga inventada"
OFFICE = "PNP-1133"


@pytest.fixture(scope="module")
def real(site: Site, server, worker_id_or_main, tmp_path_factory) -> Iterator[str]:
    """The address of a web over the same database and keeper, where nothing opens by a click."""
    folder = tmp_path_factory.mktemp("accounts")
    environment = {
        name: value
        for name, value in site.environment.items()
        if name not in {"RUTA_DEMO", "RUTA_DATABASE_URL"}
    }
    name = f"ruta_journeys_{worker_id_or_main}"
    environment |= {
        "RUTA_ROLE": "web",
        "RUTA_WEB_DATABASE_URL": server.url(dbname=name, user=roles.WEB),
        "RUTA_KEYD_SOCKET": str(wire.socket_in(Path(environment["RUTA_VAR"]))),
    }
    port = _free_port()
    children = Children(folder / "logs")
    try:
        children.start("web", "--port", str(port), environment=environment)
        children.await_ready(f"http://127.0.0.1:{port}/salud?listo")
        yield f"http://localhost:{port}"
    finally:
        children.stop()


@pytest.fixture
def enrolled(
    site: Site, request: pytest.FixtureRequest, tmp_path: Path
) -> Callable[..., tuple[str, str]]:
    """`enrolled("--coordinates")`: add a person by the command; their user name and code."""

    environment = {**site.environment, "RUTA_VAR": str(tmp_path / "var")}

    def add(*more: str) -> tuple[str, str]:
        mark = zlib.crc32(request.node.nodeid.encode())
        words = ["people", "add", f"prueba.{mark}", "--name", "Persona inventada"]
        words += ["--office", OFFICE, "--role", "police_officer", *more]
        done = subprocess.run(
            [sys.executable, "-m", "ruta", *words],
            cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return f"prueba.{mark}", done.stdout.strip().rpartition(" ")[2]

    return add


@pytest.fixture(params=WIDTHS)
def there(request: pytest.FixtureRequest, real: str, browser: Browser) -> Iterator[Page]:
    """A page of the installation, on a device that verifies its person."""
    width, height = WIDTHS[request.param]
    context = browser.new_context(
        base_url=real, viewport={"width": width, "height": height}, locale="es-PE"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    device(page)
    yield page
    context.close()
    assert not wrong, wrong


def device(page: Page, *, verified: bool = True) -> None:
    """Give the page a device with room for passkeys."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    talk.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def activate(page: Page, username: str, code: str) -> None:
    page.goto("/entrar/")
    page.get_by_role("link", name="Tengo un código de activación").click()
    page.get_by_label("Usuario").fill(username)
    page.get_by_label("Código de activación").fill(code)
    page.get_by_role("button", name="Continuar").click()
    page.wait_for_url("**/activar/proteger/")


def make_passkey(page: Page) -> None:
    page.get_by_role("button", name="Crear mi llave").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Guarda tus códigos de respaldo")


def promise(page: Page) -> None:
    page.get_by_role("link", name="Ya los guardé").click()
    page.get_by_role("button", name="Lo prometo").click()
    page.wait_for_url("**/mi-dia/")


def test_from_a_code_on_paper_to_a_passkey(there, enrolled, looks_right, real):
    username, code = enrolled()
    there.goto("/entrar/")
    looks_right(there, "account-sign-in")
    activate(there, username, code)
    looks_right(there, "account-protect", dark=True)
    make_passkey(there)
    looks_right(there, "account-backup-codes")
    there.get_by_role("link", name="Ya los guardé").click()
    expect(there.get_by_role("heading", level=1)).to_have_text("Antes de abrir un caso")
    looks_right(there, "account-conduct")
    there.get_by_role("button", name="Lo prometo").click()
    there.wait_for_url("**/mi-dia/")

    there.context.clear_cookies()
    there.goto("/entrar/?next=/mi-cuenta/")
    there.get_by_role("button", name="Entrar con una llave de acceso").click()
    there.wait_for_url("**/mi-cuenta/")
    expect(there.get_by_text("Mi primera llave", exact=True).first).to_be_visible()
    looks_right(there, "account-mine", dark=True)
    there.goto("/mi-cuenta/llaves/")
    looks_right(there, "account-add-passkey")
    there.goto("/mi-cuenta/aplicacion/")
    looks_right(there, "account-application", dark=True)
    there.goto("/mi-cuenta/confirmar/")
    looks_right(there, "account-confirm")


def test_a_device_that_does_not_know_its_person_is_of_no_use(real, browser, enrolled):
    username, code = enrolled()
    context = browser.new_context(base_url=real)
    page = context.new_page()
    device(page, verified=False)
    activate(page, username, code)
    page.get_by_role("button", name="Crear mi llave").click()

    expect(page.get_by_text("El dispositivo no mostró la llave")).to_be_visible()
    assert page.url.endswith("/activar/proteger/")
    context.close()


def test_what_a_device_answered_is_of_no_use_twice(there, enrolled):
    username, code = enrolled()
    activate(there, username, code)
    make_passkey(there)
    promise(there)
    there.context.clear_cookies()
    there.goto("/entrar/")
    with there.expect_request(re.compile("/entrar/llave/$")) as sent:
        there.get_by_role("button", name="Entrar con una llave de acceso").click()
    there.wait_for_url("**/mi-dia/")
    seen = sent.value.post_data_json
    there.context.clear_cookies()
    there.goto("/entrar/")
    secret = there.locator("form[data-passkey] [name=csrfmiddlewaretoken]").input_value()

    again = there.request.post(
        "/entrar/llave/",
        form={**seen, "csrfmiddlewaretoken": secret},
        headers={"Origin": there.url.rpartition("/entrar/")[0]},
    )

    assert again.status == 422


def test_without_scripts_a_password_and_codes_are_enough(real, browser, enrolled, looks_right):
    username, code = enrolled()
    context = browser.new_context(base_url=real, java_script_enabled=False)
    page = context.new_page()
    activate(page, username, code)
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("Contraseña nueva", exact=True).fill(PASSWORD)
    page.get_by_label("Otra vez la contraseña nueva").fill(PASSWORD)
    page.get_by_label("Los 6 números").fill(code_for(secret))
    page.get_by_role("button", name="Usar contraseña y códigos").click()
    kept = page.locator(".codes li").first.inner_text()
    promise(page)

    context.clear_cookies()
    page.goto("/entrar/")
    page.get_by_label("Usuario").fill(username)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirma que eres tú")
    page.get_by_label("Código").fill(kept)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_url("**/mi-dia/")
    context.close()


def test_a_coordinator_looks_after_the_people_of_the_office(there, enrolled, looks_right):
    username, code = enrolled("--coordinates")
    activate(there, username, code)
    make_passkey(there)
    promise(there)
    there.goto("/personas/")
    looks_right(there, "people", dark=True)
    there.get_by_role("link", name="Agregar a una persona").click()
    looks_right(there, "people-add")
    there.get_by_label("Nombre y apellidos").fill("Otra persona inventada")
    there.get_by_label("Usuario").fill(f"otra.{username[7:]}")
    there.get_by_label("Qué hace").select_option("police_officer")
    there.get_by_role("button", name="Agregar y ver el código").click()
    expect(there.locator(".secret--large")).to_be_visible()
    looks_right(there, "people-code")
    there.get_by_role("link", name="Ya lo entregué").click()
    looks_right(there, "people-person")
    there.get_by_role("link", name="Empezar la recuperación").click()
    looks_right(there, "people-recovery")
    there.get_by_label("La tengo delante").check()
    there.get_by_role("button", name="Ver la referencia").click()
    looks_right(there, "people-reference")
    for address in ("/personas/oficina/", "/personas/recuperar/"):
        there.goto(address)
        looks_right(there, f"people{address.replace('/', '-')}")


def test_the_page_says_that_the_session_is_about_to_end(page, sign_in, looks_right):
    page.clock.install()
    sign_in(page, "policia.puno")
    warning = page.get_by_role("alertdialog")
    page.clock.fast_forward(12 * 60 * 1000)
    expect(warning).to_be_hidden()

    page.clock.fast_forward(70 * 1000)
    expect(warning).to_be_visible()
    looks_right(page, "session-warning", dark=True)
    warning.get_by_role("button", name="Seguir aquí").click()

    expect(warning).to_be_hidden()
