"""
What is due to be erased: compartments of closed cases, keys of old pseudonyms, ties decided on.

The figures are data (`retention.toml`). Of cases this only lists; erasing is `erasure.erase`, one
case at a time, by whoever answers for it.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from ruta.access.keyd.readers import Connection

# By the owner: the keeper itself reads no table of cases. A case that is not open has been closed
# by its last act.
DUE = """
    select k.case_id, k.compartment, c.last_act_at from access_casekey k
    join cases_case c on c.case_id = k.case_id
    where not c.open and k.compartment = any(%s)
        and not exists (select from access_hold h
            where h.case_id = k.case_id and h.compartment = k.compartment
                and (h.until is null or h.until > %s))
    order by c.last_act_at, k.case_id, k.compartment
"""
MONTHS = "select month from access_pseudonymkey where month < %s order by month"
FORGET = "select access_pseudonyms_forget(%s)"
TIES = """
    select count(*) from (
        select decided_at from access_tieending where outcome <> ''
        union all select decided_at from access_barasked where outcome <> '') decided
    where decided_at < %s
"""
FORGET_TIES = "select access_ties_forget(%s)"
ZONE = ZoneInfo("America/Lima")


class Due(NamedTuple):
    """A compartment of a case whose time is over, and since when."""

    case_id: UUID
    compartment: str
    since: datetime


@cache
def _figures() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def periods() -> Mapping[str, timedelta]:
    """How long after closure each compartment is kept; what is not here is kept."""
    table = _figures()["compartments"]
    return MappingProxyType({name: timedelta(days=row["days"]) for name, row in table.items()})


def due(owner: Connection, *, now: datetime) -> list[Due]:
    """The compartments of closed cases that are kept no longer and under no hold, oldest first."""
    rows = owner.execute(DUE, [list(periods()), now]).fetchall()
    ends = [Due(case, letter, closed + periods()[letter]) for case, letter, closed in rows]
    return sorted((each for each in ends if each.since <= now), key=lambda each: each.since)


def first_pseudonyms_kept(now: datetime) -> date:
    """The first month, by its first day in Lima, whose pseudonyms are still kept."""
    end = now - timedelta(days=_figures()["pseudonyms"]["days"])
    return end.astimezone(ZONE).date().replace(day=1)


def pseudonyms_due(owner: Connection, *, now: datetime) -> list[date]:
    """The months, by their first day, whose keys of pseudonyms are kept no longer."""
    rows = owner.execute(MONTHS, [first_pseudonyms_kept(now)]).fetchall()
    return [month for (month,) in rows]


def forget_pseudonyms(connection: Connection, *, now: datetime) -> int:
    """Destroy the keys of pseudonyms that are kept no longer, which is noted; how many."""
    row = connection.execute(FORGET, [first_pseudonyms_kept(now)]).fetchone()
    return int(row[0]) if row else 0


def ties_due(owner: Connection, *, now: datetime) -> int:
    """How many questions about ties and bars were decided too long ago to be kept."""
    row = owner.execute(TIES, [_ties_kept_since(now)]).fetchone()
    return int(row[0]) if row else 0


def forget_ties(connection: Connection, *, now: datetime) -> int:
    """Destroy what was asked and decided about ties and bars by then, which is noted; how many."""
    row = connection.execute(FORGET_TIES, [_ties_kept_since(now)]).fetchone()
    return int(row[0]) if row else 0


def _ties_kept_since(now: datetime) -> datetime:
    return now - timedelta(days=_figures()["ties"]["days"])
