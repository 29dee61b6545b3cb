"""Whether Ruta is alive, and whether it is ready to serve: for the machine that watches it."""

from django.db import Error, connection, transaction
from django.http import HttpRequest, JsonResponse

from ruta.access.policy import Policy, declares


@declares(Policy.PUBLIC, database=False)
@transaction.non_atomic_requests
def salud(request: HttpRequest) -> JsonResponse:
    """
    `/salud`: 200 while the process lives. `/salud?listo`: 200 when the database answers, else 503.

    The answer says nothing about cases, versions or addresses.
    """
    if "listo" not in request.GET:
        return JsonResponse({"vivo": True})
    ready = _database_answers()
    return JsonResponse({"vivo": True, "listo": ready}, status=200 if ready else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Error:
        connection.close()
        return False
    return True
