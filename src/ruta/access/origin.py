"""Where a form was sent from, when the browser will not say.

Our pages send no referrer (a reader's address must not travel), and a browser that sends none
writes `Origin: null` even to ourselves, which Django's check for forgery refuses. Browsers since
2020 say it another way, in `Sec-Fetch-Site`, which no page can forge; an older one says nothing,
and there the secret in the form and the SameSite cookies decide, as they always do.
"""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

OURS = {"same-origin", None}


class OriginMiddleware:
    """Stands before Django's check for forgery and gives it our origin where `null` means us."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        unsaid = request.headers.get("Origin") == "null"
        if unsaid and request.headers.get("Sec-Fetch-Site") in OURS and (own := _own(request)):
            request.META["HTTP_ORIGIN"] = own
        return self.get_response(request)


def _own(request: HttpRequest) -> str:
    """Our origin as this request reached it; empty when the host is not ours."""
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""
