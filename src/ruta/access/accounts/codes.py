"""Codes that are good once: to enrol the first factor of an account, and to keep for a bad day.

Only an Argon2id hash is kept. A code begins with two characters that say which row it is, so that
one hash is computed for an attempt, whatever was written.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from django.db import models

from ruta.access.people import User

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without what the eye confuses: 0 and o, 1, i and l."""
BACKUP, ENROL = "backup", "enrol"
BACKUP_CODES = 8
GROUP, GROUPS = 5, 2
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""Argon2id at the cost usual for passwords; these codes are chosen at random, of 49 bits."""
ENROL_GOOD_FOR = timedelta(hours=24)


class OneTimeCode(models.Model):
    """One code of a person; `made_by` gave it to them, when it was not they who made it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10)
    selector = models.CharField(max_length=2)
    hashed = models.CharField(max_length=128)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    until = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)


def _secret() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP * GROUPS))


def _plain(code: str) -> str:
    """What was written, without the hyphens, the spaces and the capitals that help to copy it."""
    return "".join(code.split()).replace("-", "").lower()


def _shown(selector: str, secret: str) -> str:
    """The code in groups, as a person copies it."""
    groups = [secret[at : at + GROUP] for at in range(0, len(secret), GROUP)]
    return "-".join([selector, *groups])


def make_backup(person: User, *, now: datetime) -> list[str]:
    """Eight new codes, to be shown once; the old ones stop working."""
    _of(person, BACKUP).delete()
    selectors: set[str] = set()
    while len(selectors) < BACKUP_CODES:
        selectors.add(secrets.choice(ALPHABET) + secrets.choice(ALPHABET))
    return [_make(person, BACKUP, selector, now=now) for selector in sorted(selectors)]


def make_enrolment(person: User, *, by: UUID | None, now: datetime) -> str:
    """One code with which the person sets their factors within a day; older ones stop working."""
    _of(person, ENROL).filter(used_at=None).delete()
    selector = secrets.choice(ALPHABET) + secrets.choice(ALPHABET)
    return _make(person, ENROL, selector, now=now, by=by, until=now + ENROL_GOOD_FOR)


def _make(
    person: User, purpose: str, selector: str, *,
    now: datetime, by: UUID | None = None, until: datetime | None = None,
) -> str:  # fmt: skip
    secret = _secret()
    OneTimeCode.objects.create(
        person=person,
        purpose=purpose,
        selector=selector,
        hashed=HASHER.hash(secret),
        made_at=now,
        made_by=by,
        until=until,
    )
    return _shown(selector, secret)


def _of(person: User, purpose: str) -> models.QuerySet[OneTimeCode]:
    return OneTimeCode.objects.filter(person=person, purpose=purpose)


def left(person: User) -> int:
    """How many backup codes are unused."""
    return _of(person, BACKUP).filter(used_at=None).count()


def find(person: User | None, purpose: str, code: str, *, now: datetime) -> OneTimeCode | None:
    """
    The unused code that was written, if it is this person's and still good.

    Takes as long for a person who does not exist and for a code nobody has.
    """
    plain = _plain(code)
    row = None
    if person is not None:
        known = _of(person, purpose).filter(selector=plain[:2], used_at=None)
        row = known.exclude(until__lte=now).first()
    if row is None:
        HASHER.hash(plain)
        return None
    return row if _matches(row.hashed, plain[2:]) else None


def _matches(hashed: str, secret: str) -> bool:
    try:
        return HASHER.verify(hashed, secret)
    except VerificationError:
        return False


def use(code: OneTimeCode, *, now: datetime) -> bool:
    """Spend a code; False when it was spent meanwhile."""
    return bool(OneTimeCode.objects.filter(pk=code.pk, used_at=None).update(used_at=now))


def remove(person: User) -> None:
    """Take every code of a person away."""
    OneTimeCode.objects.filter(person=person).delete()
