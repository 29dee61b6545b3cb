"""Answers that take the same time whatever they found, so that a clock tells nothing."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

LEAST_S = 0.25
View = Callable[..., HttpResponse]


def even(view: View, least_s: float = LEAST_S) -> View:
    """A view whose answers to what is sent take at least so many seconds."""

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        began = time.monotonic()
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(max(0.0, least_s - (time.monotonic() - began)))
        return response

    return answer
