"""
What a browser is shown at an address that only a button leads to: a page, where there was a blank.

It is reached by reloading the answer to a form, by another language chosen there, or by typing.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NOT_ALLOWED = 405


class ByButton:
    """Fills the empty answer to a method that a page does not take, for whoever reads pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        reads_pages = "text/html" in request.headers.get("Accept", "")
        if response.status_code == NOT_ALLOWED and reads_pages and not response.content:
            response.content = render(request, "405.html").content
            response.headers["Content-Length"] = str(len(response.content))
        return response
