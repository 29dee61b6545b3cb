"""Acts written as literals: in the worked examples of norms, and in files for the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from .model import NO_FACTS, Act, Office

KEYS = frozenset("id kind at arrival recorded_at facts office to corrects annuls".split())

FIRST_YEAR, LAST_YEAR = 1900, 2200


class BadAct(ValueError):
    """A literal that is not an act, an instant or an office."""


def act_from(table: Mapping[str, Any], number: int) -> Act:
    """
    An act from a literal table: kind and at; the rest by default (arrival: the order written).

    :raises BadAct: when a value is missing, of another form, or an instant has no zone
    """
    unknown = sorted(set(table) - KEYS)
    if unknown:
        raise BadAct(f"act {number}: unknown key {unknown[0]!r}")
    try:
        at = instant(table["at"])
        return Act(
            id=str(table.get("id", f"a{number}")),
            kind=str(table["kind"]),
            at=at,
            arrival=int(table.get("arrival", number)),
            recorded_at=instant(table["recorded_at"]) if "recorded_at" in table else at,
            facts=dict(table["facts"]) if "facts" in table else NO_FACTS,
            office=_office(table.get("office")),
            to=_office(table.get("to")),
            corrects=table.get("corrects"),
            annuls=table.get("annuls"),
        )
    except KeyError as error:
        raise BadAct(f"act {number} has no {error.args[0]}") from error
    except (TypeError, ValueError) as error:
        raise BadAct(f"act {number}: {error}") from error


def instant(value: object) -> datetime:
    """
    An instant in UTC, from a datetime or ISO 8601 text with its zone.

    :raises BadAct: when it is neither, states no zone, or is of no year that a term is counted in
    """
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        read = None
    if not isinstance(read, datetime) or read.tzinfo is None:
        raise BadAct(f"{value!r} is not an instant with its zone")
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise BadAct(f"{value!r} is not of the years {FIRST_YEAR} to {LAST_YEAR}")
    return read.astimezone(UTC)


def _office(value: object) -> Office | None:
    if value is None:
        return None
    if isinstance(value, Mapping):
        return Office(str(value["id"]), str(value["type"]))
    raise BadAct(f"{value!r} is not an office such as {{ id = …, type = … }}")
