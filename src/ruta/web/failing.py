"""What a page answers when something broke: come back soon, when the database is away."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error

AWAY = (OperationalError, InterfaceError)
COME_BACK_S = 5


def failed(request: HttpRequest) -> HttpResponse:
    """The answer to an error no page expected: 503 while the database is away, else 500."""
    if not isinstance(sys.exc_info()[1], AWAY):
        return server_error(request)
    context = {"held": None, "seconds": COME_BACK_S, "most_mb": settings.RUTA_UPLOAD_MB}
    response = render(request, "503.html", context, status=503)
    response.headers["Retry-After"] = str(COME_BACK_S)
    return response
