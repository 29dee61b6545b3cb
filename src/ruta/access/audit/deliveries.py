"""Signed heads on their way: each is kept for each witness until that witness takes it."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from ruta.access.audit import heads, stored
from ruta.access.audit.heads import End, Head, Signer
from ruta.access.audit.witnesses import NotTaken, Witness, configured

LOG = logging.getLogger("ruta.access")
STALE, CLOSED = timedelta(hours=24), timedelta(hours=72)
AT_ONCE = 200
KEEP = """
    insert into access_witness (witness, at, seq, hash, signature) values (%s, %s, %s, %s, %s)
"""
WAITING = f"""
    select at, seq, hash, signature from access_witness
    where witness = %s and delivered_at is null order by at limit {AT_ONCE}
"""
TAKEN = """
    update access_witness set delivered_at = clock_timestamp() where witness = %s and at = %s
"""
KNOWN = """
    select at, seq, hash, signature from access_witness where delivered_at is not null order by at
"""


def installed() -> tuple[Witness, ...]:
    """
    The witnesses of this installation.

    :raises BadWitness: when `RUTA_WITNESSES` holds something else
    """
    return configured(settings.RUTA_WITNESSES)


def witness_head(signer: Signer, witnesses: Sequence[Witness]) -> int:
    """
    Sign where the chain ends and offer it to every witness, with what they did not take before.

    :returns: how many heads were taken
    """
    if not witnesses:
        return 0
    head = heads.sign(stored.end(), signer)
    keep(head, witnesses)
    return deliver(witnesses, public_key=signer.signing_public())


def keep(head: Head, witnesses: Iterable[Witness]) -> None:
    """Keep a head for each witness, before it is offered."""
    end = head.end
    rows: list[list[Any]] = [
        [each.address, end.at, end.seq, end.hash, head.signature] for each in witnesses
    ]
    with connection.cursor() as cursor:
        cursor.executemany(KEEP, rows)


def deliver(witnesses: Iterable[Witness], *, public_key: bytes) -> int:
    """Offer what each witness has not taken, oldest first; how many heads were taken."""
    return sum(_deliver_to(witness, public_key) for witness in witnesses)


def _deliver_to(witness: Witness, public_key: bytes) -> int:
    """The first refusal ends the round: what comes later waits, so that none is passed over."""
    taken = 0
    for head in _read(WAITING, [witness.address]):
        try:
            witness.give(head, public_key=public_key)
        except NotTaken:
            LOG.warning("a witness did not take a head", extra={"count": taken})
            break
        with connection.cursor() as cursor:
            cursor.execute(TAKEN, [witness.address, head.end.at])
        taken += 1
    return taken


def known() -> list[Head]:
    """The heads that witnesses took, as this database remembers them."""
    return _read(KNOWN, [])


def _read(query: str, params: list[Any]) -> list[Head]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        found = cursor.fetchall()
    return [
        Head(End(seq, bytes(hash_), at), bytes(signature)) for at, seq, hash_, signature in found
    ]


def tell_when_stale() -> bool:
    """
    Raise an alert, once a day, when no witness took a head for a day; whether it was raised now.

    Without a configured witness nothing is promised, and nothing is told.
    """
    if not installed():
        return False
    with connection.cursor() as cursor:
        cursor.execute("select access_alert_unwitnessed()")
        (told,) = cursor.fetchone()
    return bool(told)


@dataclass(frozen=True)
class Status:
    """How the witnesses stand; `witnessed_at` is None while there is nothing to witness."""

    witnesses: tuple[str, ...]
    witnessed_at: datetime | None
    now: datetime

    @property
    def is_witnessed(self) -> bool:
        """Whether any witness is configured; without one nothing is promised of them."""
        return bool(self.witnesses)

    @property
    def is_stale(self) -> bool:
        """Whether no witness took a head for a day: administrators are told."""
        return self._longer_than(STALE)

    @property
    def is_closed(self) -> bool:
        """Whether none did for three days: account, health and shelter are not opened."""
        return self._longer_than(CLOSED)

    def _longer_than(self, length: timedelta) -> bool:
        if not self.witnesses or self.witnessed_at is None:
            return False
        return self.now - self.witnessed_at > length


def status(*, now: datetime) -> Status:
    """How the witnesses of this installation stand."""
    with connection.cursor() as cursor:
        cursor.execute("select access_witnessed_at()")
        (at,) = cursor.fetchone()
    return Status(tuple(witness.name for witness in installed()), at, now)
