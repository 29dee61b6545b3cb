"""SEC-25: walking through Ruta, the browser asks nobody but Ruta for anything."""

from collections import Counter
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request

pytestmark = [pytest.mark.journey, pytest.mark.check("SEC-25")]
OUTSIDE = ("/entrar/", "/ley/", "/ley/cambios/", "/no-existe/", "/componentes/")
INSIDE = (
    "/mi-dia/", "/casos/", "/plazos/", "/denuncias/nueva/", "/denuncias/resguardo/",
    "/emergencia/", "/medidas/consultar/", "/vincular/", "/mi-cuenta/", "/mi-cuenta/familia/",
    "/vigilancia/", "/supervision/", "/personas/",
)  # fmt: skip


def hosts_and_kinds(requests: list[Request]) -> tuple[set[str], Counter[str]]:
    """Whom the browser asked, and for what; what it made up by itself asks nobody."""
    asked = [each for each in requests if urlsplit(each.url).scheme not in {"data", "blob"}]
    hosts = {urlsplit(each.url).netloc for each in asked}
    return hosts, Counter(each.resource_type for each in asked)


@pytest.mark.parametrize("who", ["policia.puno", "juzgado.puno"])
def test_the_browser_asks_nobody_else(page: Page, sign_in, site, who: str) -> None:
    requests: list[Request] = []
    page.context.on("request", lambda one: requests.append(one))

    for address in OUTSIDE:
        page.goto(address)
    sign_in(page, who)
    for address in INSIDE:
        page.goto(address)
        page.wait_for_load_state("networkidle")
    page.goto("/casos/")
    page.locator('main a[href^="/casos/"][href$="/"]').first.click()
    page.wait_for_load_state("networkidle")

    hosts, kinds = hosts_and_kinds(requests)
    assert hosts == {urlsplit(site.address).netloc}
    assert kinds["document"] > len(OUTSIDE) + len(INSIDE)
    assert {"stylesheet", "script"} <= kinds.keys()


def test_the_browser_that_asked_somebody_else_would_be_seen(page: Page, site) -> None:
    requests: list[Request] = []
    page.context.on("request", lambda one: requests.append(one))
    page.context.route("http://elsewhere.example/**", lambda route: route.abort())
    page.goto("/entrar/")

    page.evaluate("window.open('http://elsewhere.example/')")
    page.wait_for_timeout(300)

    assert "elsewhere.example" in hosts_and_kinds(requests)[0]
