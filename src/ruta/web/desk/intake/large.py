"""
A page that takes even a text far too long, so that it can say so and give it back.

Elsewhere a request over the limit of `DATA_UPLOAD_MAX_MEMORY_SIZE` is refused unread, and what was
pasted would be gone. The proof of origin is still checked, after the text is read.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

MOST_BYTES = 64 * 1024 * 1024
FORM = "application/x-www-form-urlencoded"

View = Callable[..., HttpResponse]


def takes_long_texts(view: View) -> View:
    """Let a form of up to 64 MB reach a view; its fields say what is too long."""
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and request.content_type == FORM and _bytes(request):
            request._body = request.read(MOST_BYTES)
        return checked(request, *args, **kwargs)

    answer.takes_bytes = MOST_BYTES  # type: ignore[attr-defined]
    return answer


def _bytes(request: HttpRequest) -> int:
    """How long the body says it is; nothing when longer than we take, and Django refuses it."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
    return length if length <= MOST_BYTES else 0
