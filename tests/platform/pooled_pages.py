"""Pages of the test's own that read every row they are shown, and end in every way a page may."""

from collections.abc import Callable

from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from ruta.access.policy import Policy, declares
from ruta.postgres.refusal import Refusal

# Every table of cases that the web may read: those where the database chooses the rows.
TABLES = """
    select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and c.relrowsecurity and a.attname = 'case_id'
        and has_table_privilege(c.oid, 'select') order by 1
"""
tables: list[str] = []


def seen() -> dict[str, object]:
    """The cases of the rows this connection shows now, and which connection it is."""
    with connection.cursor() as cursor:
        if not tables:
            cursor.execute(TABLES)
            tables[:] = [name for (name,) in cursor.fetchall()]
        cursor.execute(" union ".join(f"select case_id from {name}" for name in tables))
        cases = sorted(str(case) for (case,) in cursor.fetchall())
        cursor.execute("select pg_backend_pid()")
        return {"cases": cases, "connection": cursor.fetchone()[0]}


def _plain() -> None:
    """A page that ends well."""


def _fails() -> None:
    raise ZeroDivisionError


def _refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select 1 / 0")


def _absent() -> None:
    raise Http404


def _interrupted() -> None:
    raise Refusal("stop")


def _undone_within() -> None:
    """Half of the page is undone; the rest of it goes on and still knows who asks."""
    try:
        with transaction.atomic():
            _refused()
    except DatabaseError:
        seen()


def _cut() -> None:
    """The connection is lost in the middle."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(pg_backend_pid())")


ENDS: dict[str, Callable[[], None]] = {
    "plain": _plain,
    "fails": _fails,
    "refused": _refused,
    "absent": _absent,
    "interrupted": _interrupted,
    "undone-within": _undone_within,
    "cut": _cut,
}


@declares(Policy.SIGNED_IN)
def mine(request: HttpRequest, end: str) -> HttpResponse:
    """What whoever is signed in is shown; written down before the page ends as asked."""
    found = seen()
    request.META["found"](found)
    ENDS[end]()
    return JsonResponse(found)


@declares(Policy.PUBLIC)
def anybodys(request: HttpRequest) -> HttpResponse:
    """A page that never says who asks, whoever is signed in."""
    request.META["found"](found := seen())
    return JsonResponse(found)


@declares(Policy.SIGNED_IN)
@transaction.non_atomic_requests
def outside(request: HttpRequest) -> HttpResponse:
    """A page without a transaction: there is nobody in it either."""
    request.META["found"](found := seen())
    return JsonResponse(found)


urlpatterns = [
    path("mine/<str:end>/", mine),
    path("anybodys/", anybodys),
    path("outside/", outside),
]

handler500 = "ruta.web.failing.failed"
