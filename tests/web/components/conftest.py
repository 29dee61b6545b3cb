"""The style guide in Chromium: a server of its own process, and a browser for this folder."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 30


@pytest.fixture(scope="package")
def live_url() -> Iterator[str]:
    """Where the style guide is being served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.web.components.site", str(port)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths},
    )
    try:
        _await(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _await(port: int, server: subprocess.Popen) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the style guide did not start")


@pytest.fixture
def open_page(live_url: str, chromium: Browser) -> Iterator:
    """`open_page("/componentes/", width=360, scheme="dark")`: a page, with its own context."""
    contexts = []

    def open_one(
        path: str, *, width: int = 1280, scheme: str = "light", status: int = 200, **more
    ) -> Page:
        options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme} | more
        context = chromium.new_context(base_url=live_url, locale="es-PE", **options)
        context.set_default_timeout(5000)
        contexts.append(context)
        page = context.new_page()
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status
        return page

    yield open_one
    for context in contexts:
        context.close()
