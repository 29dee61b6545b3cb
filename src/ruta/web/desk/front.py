"""`/`: to my day, or to where one comes in."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from ruta.access.policy import Policy, declares
from ruta.access.request import Request


@declares(Policy.PUBLIC)
@require_safe
def front(request: Request) -> HttpResponse:
    """Send whoever comes to their day, or to the door."""
    if request.viewer is not None:
        return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)
    return HttpResponseRedirect("/demo/" if settings.RUTA_DEMO else settings.LOGIN_URL)
