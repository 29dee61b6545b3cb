"""Whether Ruta is alive, and whether it is ready to serve: for the machine that watches it."""

from django.db import Error, connection, transaction
from django.http import HttpRequest, JsonResponse

from ruta.access.keys import vault
from ruta.access.keys.client import Client
from ruta.access.keys.keyfile import KeyFileRefused
from ruta.access.policy import Policy, declares

WHOLE = "todo"


@declares(Policy.PUBLIC, database=False)
@transaction.non_atomic_requests
def salud(request: HttpRequest) -> JsonResponse:
    """
    `/salud`: 200 while the process lives. `/salud?listo`: 200 when the database answers, else 503.

    `llaves` says whether the keeper of keys answers too. Without it complaints are still taken,
    sealed, so the pages stay in service; `/salud?listo=todo` answers 503 then, to wake somebody.
    The answer says nothing about cases, versions or addresses.
    """
    if "listo" not in request.GET:
        return JsonResponse({"vivo": True})
    ready, keeper = _database_answers(), _keeper_answers()
    serves = ready and (keeper or request.GET["listo"] != WHOLE)
    told = {"vivo": True, "listo": ready, "llaves": keeper}
    return JsonResponse(told, status=200 if serves else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Error:
        connection.close()
        return False
    return True


def _keeper_answers() -> bool:
    try:
        keeper = vault.service()
        if isinstance(keeper, Client):
            keeper.ask("ping")
    except (vault.KeeperAbsent, KeyFileRefused):
        return False
    return True
