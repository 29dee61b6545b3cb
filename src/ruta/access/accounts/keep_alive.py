"""Staying signed in by a press, when the page says that the session is about to end."""

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_POST

from ruta.access import sessions, sign_in
from ruta.access.accounts.gate import before_the_gate
from ruta.access.policy import Policy, declares
from ruta.access.request import Request


def seconds_left(request: Request) -> int | None:
    """How long the session goes on if nothing more happens; None for nobody's."""
    until = sessions.ends_at(request.session)
    return None if until is None else max(0, int((until - request.now).total_seconds()))


@declares(Policy.SIGNED_IN)
@before_the_gate
@require_POST
def stay(request: Request) -> HttpResponse:
    """`/sesion/`: asking is enough; the answer says how many seconds are left now."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"left": seconds_left(request)})
    return HttpResponseRedirect(sign_in.next_address(request))
