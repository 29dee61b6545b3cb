"""What second factors a person has, of whatever kind."""

from datetime import datetime

from django.db import transaction

from ruta.access.accounts import codes, one_time, passkeys
from ruta.access.people import User


class LastFactor(Exception):
    """This is the only factor left: without it the person could not come in again."""


def has_any(person: User) -> bool:
    """Whether the person can show a passkey or a code of an application."""
    return one_time.has(person) or passkeys.of_person(person).exists()


def check_code(person: User, code: str, *, now: datetime) -> bool:
    """Whether this is a code of their application, or a backup code, which is then spent."""
    if sum(each.isdigit() for each in code) == len(code.replace(" ", "")) == 6:
        return one_time.check(person, code)
    kept = codes.find(person, codes.BACKUP, code, now=now)
    return kept is not None and codes.use(kept, now=now)


@transaction.atomic
def remove_passkey(person: User, key: int) -> bool:
    """
    Take a passkey away; False when it is not theirs.

    :raises LastFactor: when nothing else would be left
    """
    if not one_time.has(person) and passkeys.of_person(person).count() == 1:
        raise LastFactor
    return passkeys.remove(person, key)


@transaction.atomic
def remove_application(person: User) -> None:
    """
    Take the application of codes away.

    :raises LastFactor: when there is no passkey
    """
    if not passkeys.of_person(person).exists():
        raise LastFactor
    one_time.remove(person)


@transaction.atomic
def remove_all(person: User) -> None:
    """Take every factor and every code away, and the password: only a new code lets them in."""
    passkeys.of_person(person).delete()
    one_time.remove(person)
    codes.remove(person)
    person.set_unusable_password()
    person.save(update_fields=["password"])
