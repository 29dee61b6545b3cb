"""
The public pages served alone, without a database: `python -m tests.web.public.figures.site PORT`.

The releases shown are those of RUTA_RELEASES.
"""

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

from ruta.settings import *  # noqa: F403

SECRET_KEY = "figures-only-" + "x" * 40
RUTA_DEMO = False
DATABASES = {}
ROOT_URLCONF = "ruta.web.public.urls"
MIDDLEWARE = [
    "ruta.web.headers.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ruta.access.middleware.LanguageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES[0]["OPTIONS"]["context_processors"] = [  # noqa: F405
    "django.template.context_processors.request",
    "django.template.context_processors.i18n",
]


class Quiet(WSGIRequestHandler):
    """Serves without printing a line for each request."""

    def log_message(self, *_):
        """Say nothing."""


def serve(port: int) -> None:
    """Serve until the process is ended."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.public.figures.site"
    from django.core.wsgi import get_wsgi_application

    with make_server("127.0.0.1", port, get_wsgi_application(), handler_class=Quiet) as server:
        server.serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
