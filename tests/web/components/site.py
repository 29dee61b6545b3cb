"""
The style guide served alone: the real pages, files and headers, an invented reader, no database.

Run as `python -m tests.web.components.site PORT`.
"""

import os
import sys
from types import SimpleNamespace
from wsgiref.simple_server import WSGIRequestHandler, make_server

from ruta.settings import *  # noqa: F403

SECRET_KEY = "style-guide-only-" + "x" * 40
RUTA_DEMO = True
DATABASES = {}
ROOT_URLCONF = "ruta.web.components.urls"
MIDDLEWARE = [
    "ruta.web.headers.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ruta.access.middleware.LanguageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tests.web.components.site.reader",
]

READER = SimpleNamespace(
    is_authenticated=True,
    role="police_officer",
    office=SimpleNamespace(name="Comisaría de Familia de Belén"),
)


def reader(get_response):
    """Give every request the same invented reader."""

    def answer(request):
        request.user = READER
        return get_response(request)

    return answer


class Quiet(WSGIRequestHandler):
    """Serves without printing a line for each request."""

    def log_message(self, *_):
        """Say nothing."""


def serve(port: int) -> None:
    """Serve until the process is ended."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.components.site"
    from django.core.wsgi import get_wsgi_application

    with make_server("127.0.0.1", port, get_wsgi_application(), handler_class=Quiet) as server:
        server.serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
