"""When a person last proved with a second factor that it is they; kept in their session."""

from datetime import timedelta

from django.conf import settings

from ruta.access.request import Request

PROVED = "factor_at"
WITHIN = timedelta(minutes=5)


def asked() -> bool:
    """Whether this installation asks for a second factor; a demonstration never does."""
    return settings.RUTA_SECOND_FACTOR == "required" and not settings.RUTA_DEMO


def proved(request: Request) -> None:
    """Note that a second factor was shown, now."""
    request.session[PROVED] = request.now.isoformat()


def fresh(request: Request, within: timedelta = WITHIN) -> bool:
    """
    Whether a second factor was shown in this session a short while ago.

    Where none is asked for this is always so. A page that needs it sends whoever has none to
    `/mi-cuenta/confirmar/?next=…`.
    """
    if not asked():
        return True
    at = request.session.get(PROVED)
    return bool(at) and request.now - type(request.now).fromisoformat(str(at)) < within
