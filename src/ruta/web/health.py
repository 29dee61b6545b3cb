"""
Whether Ruta is alive, and whether it is ready to serve: for the machine that watches it.

Anybody may ask, as often as they like, so what it costs to find out is spent once in a while.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import Error, connection, transaction
from django.http import HttpRequest, JsonResponse

from ruta.access.keys import vault
from ruta.access.keys.client import Client
from ruta.access.keys.keyfile import KeyFileRefused
from ruta.access.policy import Policy, declares

WHOLE = "todo"
REMEMBERED_S = 2.0


@dataclass
class Remembered:
    """What was found out a moment ago; `clock` gives seconds. One thread asks, others go by it."""

    ask: Callable[[], bool]
    clock: Callable[[], float] = time.monotonic
    _found: bool | None = None
    _at: float = 0
    _asking: threading.Lock = field(default_factory=threading.Lock)

    def answer(self) -> bool:
        """Whether it was so within the last `REMEMBERED_S` seconds."""
        # Who comes while another asks takes what was known before: a keeper that hangs holds one.
        if self._is_old() and self._asking.acquire(blocking=self._found is None):
            try:
                if self._is_old():
                    self._found, self._at = self.ask(), self.clock()
            finally:
                self._asking.release()
        return bool(self._found)

    def forget(self) -> None:
        """Ask anew at the next question."""
        self._found = None

    def _is_old(self) -> bool:
        return self._found is None or self.clock() - self._at >= REMEMBERED_S


@declares(Policy.PUBLIC, database=False)
@transaction.non_atomic_requests
def salud(request: HttpRequest) -> JsonResponse:
    """
    `/salud`: 200 while the process lives. `/salud?listo`: 200 when the database answers, else 503.

    `llaves` says whether the keeper of keys answers too. Without it complaints are still taken,
    sealed, so the pages stay in service; `/salud?listo=todo` answers 503 then, to wake somebody.
    Both may be `REMEMBERED_S` old.
    The answer says nothing about cases, versions or addresses.
    """
    if "listo" not in request.GET:
        return JsonResponse({"vivo": True})
    ready, keeper = DATABASE.answer(), KEEPER.answer()
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


DATABASE = Remembered(_database_answers)
KEEPER = Remembered(_keeper_answers)
