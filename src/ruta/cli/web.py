"""`ruta web`: the pages, on loopback; a proxy with a certificate stands before it."""

import argparse
import os
import sys

from ruta.cli.process import framework
from ruta.cli.process.children import LOOPBACK, follow_parent

NAME = "web"
HELP = "serve the pages on 127.0.0.1 (as ruta_web: RUTA_WEB_DATABASE_URL)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Port and number of processes."""
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000)")
    parser.add_argument("--workers", type=int, default=1, help="processes (1)")


def run(args: argparse.Namespace) -> int:
    """Become the server: this process is replaced by it."""
    follow_parent()
    framework.compile_languages()
    os.environ.setdefault("RUTA_ROLE", "web")
    os.environ["DJANGO_SETTINGS_MODULE"] = "ruta.settings"
    options = {
        "--interface": "wsgi",
        "--host": LOOPBACK,
        "--port": str(args.port),
        "--workers": str(args.workers),
        "--blocking-threads": "4",
        "--backpressure": "64",
        "--log-level": "warning",
        "--workers-kill-timeout": "10s",
    }
    words = [word for pair in options.items() for word in pair]
    target = "django.core.wsgi:get_wsgi_application"
    os.execv(
        sys.executable,
        [sys.executable, "-m", "granian", "--factory", "--no-access-log", *words, target],
    )
