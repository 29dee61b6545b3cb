"""`ruta web`: the pages, on loopback; a proxy with a certificate stands before it."""

import argparse
import gc
import os
import sys
from typing import TYPE_CHECKING

from ruta.cli.process import framework
from ruta.cli.process.children import LOOPBACK, follow_parent

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

NAME = "web"
HELP = "serve the pages on 127.0.0.1 (as ruta_web: RUTA_WEB_DATABASE_URL)"
NEW_OBJECTS = 20_000  # made between two looks for garbage: about what two pages make
TO_REFUSE = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Port and number of processes."""
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000)")
    parser.add_argument("--workers", type=int, default=1, help="processes (1)")


def run(args: argparse.Namespace) -> int:
    """Become the server: this process is replaced by it."""
    follow_parent()
    framework.compile_languages()
    os.environ.setdefault("RUTA_ROLE", "web")
    os.environ.setdefault("RUTA_SHARED_COUNTS", "1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "ruta.settings"
    from ruta import settings

    print(told(settings.ALLOWED_HOSTS, https=settings.RUTA_HTTPS), file=sys.stderr, flush=True)
    threads = settings.RUTA_REQUESTS_AT_ONCE + settings.RUTA_REQUESTS_WAITING + TO_REFUSE
    options = {
        "--interface": "wsgi",
        "--host": LOOPBACK,
        "--port": str(args.port),
        "--workers": str(args.workers),
        # A place for each request in hand or waiting, and a few to turn others away at once.
        "--blocking-threads": str(threads),
        "--backpressure": "64",
        "--log-level": "warning",
        "--workers-kill-timeout": "10s",
    }
    words = [word for pair in options.items() for word in pair]
    target = "ruta.cli.web:application"
    os.execv(
        sys.executable,
        [sys.executable, "-m", "granian", "--factory", "--no-access-log", *words, target],
    )


def told(hosts: list[str], *, https: bool) -> str:
    """The line a start begins with: under which names, and whether a certificate is expected."""
    names = ", ".join(hosts)
    if https:
        return f"ruta web: for {names}, over HTTPS only: put a proxy with a certificate before it"
    return f"ruta web: for {names}, over plain HTTP: RUTA_HOSTS is empty or RUTA_HTTPS is off"


def application() -> "WSGIHandler":
    """The pages, ready to answer, in a process of the server."""
    from django.core.wsgi import get_wsgi_application

    ready = get_wsgi_application()
    settle()
    return ready


def settle() -> None:
    """
    Look for garbage among what requests make, and more seldom.

    The law, the templates and the code stay as long as the process: looking through them again and
    again for something to free would cost a page now and then.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
