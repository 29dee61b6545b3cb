"""Pages of the tests' own, one for each policy, to see who gets an answer."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from ruta.access.policy import Policy, declares


@declares(Policy.PUBLIC)
def public(request: HttpRequest) -> HttpResponse:
    """Says who asks."""
    return HttpResponse(f"{request.viewer} {request.now:%Y}")


@declares(Policy.PUBLIC, database=False)
def without_database(request: HttpRequest) -> HttpResponse:
    """Answers while the database is down."""
    return HttpResponse(str(hasattr(request, "now")))


@declares(Policy.SIGNED_IN)
def signed_in(request: HttpRequest) -> HttpResponse:
    """Says who asks, and repeats what was sent."""
    return HttpResponse(f"{request.viewer.role} {request.POST.get('text', '')}")


@declares(Policy.CASE)
def case(request: HttpRequest) -> HttpResponse:
    """A page of a case."""
    return HttpResponse("case")


@declares(Policy.DEMO)
def demo(request: HttpRequest) -> HttpResponse:
    """A page of the demonstration."""
    return HttpResponse("demo")


def undeclared(request: HttpRequest) -> HttpResponse:
    """Declares nothing."""
    return HttpResponse("secret")


urlpatterns = [
    path("", include("ruta.access.urls")),
    path("public/", public),
    path("without-database/", without_database),
    path("signed-in/", signed_in),
    path("case/", case),
    path("only-demo/", demo),
    path("undeclared/", undeclared),
]
