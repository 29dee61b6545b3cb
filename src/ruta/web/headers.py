"""The headers that every answer carries: nothing from elsewhere, nothing inline, nothing kept."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

SOURCES = ("script-src", "style-src", "img-src", "font-src", "connect-src", "form-action")
POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{directive} 'self'" for directive in SOURCES),
        "manifest-src 'self'",
        "worker-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
    ]
)


class SafeHeaders:
    """
    Adds the content policy, and forbids keeping what a view did not declare cacheable.

    A view may say of its answer that it is `sandboxed`; none may loosen anything.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sandbox = "; sandbox" if getattr(response, "sandboxed", False) else ""
        response.headers["Content-Security-Policy"] = POLICY + sandbox
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"
        )
        return response
