"""How often sign-in may be tried: ten failures for a name or an address, then a wait.

An attempt is counted before the password is looked at and given back when it was right, so that
many attempts at once count as many. Names and addresses are kept as blind indexes.
"""

from datetime import datetime, timedelta

from django.db import connection, models

from ruta.access.keys import vault

FAILURES_ALLOWED = 10
WAIT = timedelta(minutes=15)


class FailedSignIn(models.Model):
    """The attempts counted against one name or one address; forgotten after the wait."""

    key = models.BinaryField(primary_key=True)
    failures = models.IntegerField()
    last_at = models.DateTimeField()


class TooManyAttempts(Exception):
    """Sign-in must wait until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many attempts")
        self.until = until


def _keys(username: str, address: str) -> tuple[bytes, bytes]:
    return (
        vault.blind_index("sign-in-name", username),
        vault.blind_index("sign-in-address", address),
    )


def count(*, username: str, address: str, now: datetime) -> None:
    """
    Count an attempt against the name and the address; a blocked attempt prolongs nothing.

    :raises TooManyAttempts: when either has used up its attempts
    """
    waits = [until for key in _keys(username, address) if (until := _count(key, now))]
    if waits:
        raise TooManyAttempts(max(waits))


def _count(key: bytes, now: datetime) -> datetime | None:
    """Count one attempt; the end of the wait when there is one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into access_failedsignin as kept (key, failures, last_at)"
            " values (%(key)s, 1, %(now)s) on conflict (key) do update set"
            " failures = case when kept.last_at <= %(forgotten)s then 1"
            "  else least(kept.failures, %(allowed)s) + 1 end,"
            " last_at = case when kept.last_at > %(forgotten)s and kept.failures >= %(allowed)s"
            "  then kept.last_at else %(now)s end"
            " returning failures, last_at",
            {"key": key, "now": now, "forgotten": now - WAIT, "allowed": FAILURES_ALLOWED},
        )
        failures, last_at = cursor.fetchone()
    return last_at + WAIT if failures > FAILURES_ALLOWED else None


def forgive(*, username: str, address: str) -> None:
    """A right password: forget the name's failures and give the address this attempt back."""
    name_key, address_key = _keys(username, address)
    FailedSignIn.objects.filter(key=name_key).delete()
    FailedSignIn.objects.filter(key=address_key, failures__gt=0).update(
        failures=models.F("failures") - 1
    )


def forget(*, now: datetime) -> int:
    """Remove the counts whose wait is over; a job runs it."""
    return FailedSignIn.objects.filter(last_at__lte=now - WAIT).delete()[0]
