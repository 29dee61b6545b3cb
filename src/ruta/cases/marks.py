"""
What of a case narrows who sees it, kept in clear because row security asks before anything opens.

That it is of trafficking follows from what an act states or is; until when somebody in it is a
minor, from her birth or age, rounded up to the end of that year so that it tells no birthday. A
mark once set stays: taking it off would open a case that she was told is closed.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from . import party_fields

OF_AGE = 18
PROTECTED = frozenset({"survivor", "child"})
TRAFFICKING_KINDS = frozenset({"trafficking-victim-rescued"})
YOUNGEST = {"<14": 0, "<18": 14}  # an age told as a range: the years that protect longest
TRAFFICKING = "trata"
STATED_IN = ("modality", "violence_types", "related_matters")
STORE = """
    insert into access_casemark as m (case_id, trafficking, minor_until) values (%s, %s, %s)
    on conflict (case_id) do update
    set trafficking = m.trafficking or excluded.trafficking,
        minor_until = greatest(m.minor_until, excluded.minor_until)
    where (excluded.trafficking and not m.trafficking)
        or excluded.minor_until > coalesce(m.minor_until, '-infinity')
"""


class Marks(NamedTuple):
    """The marks of a case; `minor_until` is the last day of the year in which she comes of age."""

    trafficking: bool = False
    minor_until: date | None = None

    def __bool__(self) -> bool:
        return self.trafficking or self.minor_until is not None


def of_acts(acts: Iterable[tuple[str, Mapping[str, Any]]]) -> Marks:
    """What acts mark, each its kind and all its facts, the ones to be sealed included."""
    return Marks(trafficking=any(_is_trafficking(kind, facts) for kind, facts in acts))


def of_people(people: Iterable[tuple[str, Mapping[str, Any]]], *, now: datetime) -> Marks:
    """What people mark, each their role and facts."""
    ends = [
        end
        for role, facts in people
        if role in PROTECTED and (end := _of_age(facts, now)) and end >= now.date()
    ]
    return Marks(minor_until=max(ends, default=None))


def store(case_id: UUID, marks: Marks) -> None:
    """Keep what marks a case; nothing is written where nothing does."""
    if marks:
        with connection.cursor() as cursor:
            cursor.execute(STORE, [case_id, marks.trafficking, marks.minor_until])


def _is_trafficking(kind: str, facts: Mapping[str, Any]) -> bool:
    if kind in TRAFFICKING_KINDS:
        return True
    stated = (facts.get(name) for name in STATED_IN)
    codes = (
        code
        for value in stated
        for code in (value if isinstance(value, list | tuple | set | frozenset) else [value])
    )
    return any(str(code).startswith(TRAFFICKING) for code in codes if code)


def _of_age(facts: Mapping[str, Any], now: datetime) -> date | None:
    """
    The end of the year in which somebody comes of age, by birth or by age; unknown, none.

    A birth that is no day, as an older record may have, is no reason to forget the age.
    """
    born, age = str(facts.get("birth_date") or ""), str(facts.get("age") or "")
    if party_fields.is_birth(born):
        return date(date.fromisoformat(born).year + OF_AGE, 12, 31)
    youngest = YOUNGEST.get(age, int(age) if age.isascii() and age.isdigit() else OF_AGE)
    return date(now.year + OF_AGE - youngest, 12, 31) if youngest < OF_AGE else None
