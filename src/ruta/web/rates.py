"""
How many requests each person, and each address of nobody in particular, makes within a minute.

Every process counts in its memory; once a second it adds what is new to an unlogged table and
learns the sum of all processes, in one statement. So a request has no statement of its own, and a
limit may be overrun by no more than arrives in a second. What is rare and delicate is told at once,
and its limit is exact. Who asks is kept as a keyed hash.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b

from django.conf import settings
from django.db import Error, connection

logger = logging.getLogger("ruta.limits")

SECONDS = 60
SHARED_EVERY_S = 1.0
SHARE = """
    insert into web_requestcount as held (who, minute, requests)
    select who, %(minute)s, requests
    from unnest(%(who)s::bytea[], %(requests)s::int[]) as told(who, requests) order by who
    on conflict (who, minute) do update set requests = held.requests + excluded.requests
    returning who, requests
"""
FORGET = """
    delete from web_requestcount where (who, minute) in (
        select who, minute from web_requestcount where minute < %(minute)s
        order by who, minute for update skip locked)
"""


@dataclass
class Counts:
    """The requests of the present minute, by who makes them; `clock` gives seconds."""

    clock: Callable[[], float] = time.time
    _minute: int = 0
    _new: Counter[bytes] = field(default_factory=Counter)
    _told: Counter[bytes] = field(default_factory=Counter)
    _shared_at: float = 0
    _forgotten: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _sharing: threading.Lock = field(default_factory=threading.Lock)

    def add(self, who: str) -> int:
        """Count one request; how many they made this minute, as far as this process knows."""
        key = _hidden(who)
        with self._lock:
            self._turn()
            self._new[key] += 1
            return self._new[key] + self._told[key]

    def add_at_once(self, who: str) -> int:
        """Count one request and tell the others at once; how many all processes let them make."""
        with self._sharing:
            self.add(who)
            self.share()
        key = _hidden(who)
        with self._lock:
            return self._new[key] + self._told[key]

    def seconds_left(self) -> int:
        """Until the minute is over: 1 to 60."""
        return max(1, SECONDS - int(self.clock() % SECONDS))

    def share_when_due(self) -> None:
        """Tell the other processes, and learn from them, if a second has passed since."""
        if self.clock() - self._shared_at < SHARED_EVERY_S:
            return
        if self._sharing.acquire(blocking=False):
            try:
                self.share()
            finally:
                self._sharing.release()

    def share(self) -> None:
        """The same at once; where the database refuses, this process goes on by itself."""
        with self._lock:
            self._shared_at = self.clock()
            self._turn()
            minute, news = self._minute, Counter(self._new)
            forget, self._forgotten = minute != self._forgotten, minute
        try:
            sums = _share(minute, news, forget=forget)
        except Error:
            logger.warning("counts not shared")
            return
        with self._lock:
            if minute == self._minute:
                self._told.update(sums - self._told)
                self._new -= news

    def _turn(self) -> None:
        """Begin the minute that it is, if it is another."""
        minute = int(self.clock() // SECONDS)
        if minute != self._minute:
            self._minute, self._new, self._told = minute, Counter(), Counter()


def _share(minute: int, news: Counter[bytes], *, forget: bool) -> Counter[bytes]:
    """Add to the table; the sums of all processes for the same keys."""
    with connection.cursor() as cursor:
        if forget:
            cursor.execute(FORGET, {"minute": minute})
        # In one order for all processes, by the statement, so that none waits for another's rows.
        cursor.execute(
            SHARE, {"minute": minute, "who": list(news), "requests": list(news.values())}
        )
        return Counter({bytes(who): requests for who, requests in cursor.fetchall()})


def _hidden(who: str) -> bytes:
    """16 bytes that say nothing of whom they stand for, the same in every process."""
    key = settings.SECRET_KEY.encode()[:64]
    return blake2b(who.encode(), key=key, digest_size=16, person=b"ruta-rates").digest()
