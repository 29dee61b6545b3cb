"""
What figures need of a case, written apart from it: coarse codes, sealed under the key of a quarter.

Whoever records adds them with what they record; nobody at a desk reads them. They leave the case
file in an extract, and only where she lets herself be counted: see `consents.counted`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from ruta.access.keys import periods, vault
from ruta.access.viewer import Viewer
from ruta.acts import attributes
from ruta.law import rulebook

from . import sealing

SURVIVOR, ACCUSED = "survivor", "accused"
ADD = """
    insert into cases_counted (case_id, place, item_id, period, sealed)
    values (%s, %s, %s, %s, %s)
"""

Parts = Mapping[UUID, attributes.Part]
"""Codes by the person or the act they are of."""


def of_people(people: Iterable[tuple[UUID, str, Mapping[str, Any]]], *, now: datetime) -> Parts:
    """The codes of people, each by id with their role and facts."""
    return _told((id_, _of_person(role, facts, now)) for id_, role, facts in people)


def of_acts(acts: Iterable[tuple[UUID, Mapping[str, Any]]]) -> Parts:
    """The codes of acts, each by id with all its facts, the ones to be sealed included."""
    return _told((id_, attributes.of_act(facts)) for id_, facts in acts)


def store(case_id: UUID, parts: Parts, *, by: Viewer) -> None:
    """Seal codes and add them to those of the case; nothing is asked where there are none."""
    if not parts:
        return
    texts = {periods.field(case_id, id_): sealing.encode(part) for id_, part in parts.items()}
    period, sealed = vault.seal_codes(texts, actor=by, purpose="record")
    rows = [
        (case_id, place, id_, period, sealed[periods.field(case_id, id_)])
        for place, id_ in enumerate(parts)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(ADD, rows)


def _of_person(role: str, facts: Mapping[str, Any], now: datetime) -> attributes.Part:
    if role == SURVIVOR:
        return attributes.of_her(facts, on=now.astimezone(rulebook.default().zone).date())
    return attributes.of_accused(facts) if role == ACCUSED else {}


def _told(parts: Iterable[tuple[UUID, attributes.Part]]) -> Parts:
    return {id_: part for id_, part in parts if part}
