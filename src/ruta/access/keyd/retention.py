"""What is due to be erased: how long each compartment is kept after a case is closed.

The figures are data (`retention.toml`). This only lists; erasing is `erasure.erase`, one case at a
time, by whoever answers for it.
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

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


class Due(NamedTuple):
    """A compartment of a case whose time is over, and since when."""

    case_id: UUID
    compartment: str
    since: datetime


@cache
def periods() -> Mapping[str, timedelta]:
    """How long after closure each compartment is kept; what is not here is kept."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return MappingProxyType({name: timedelta(days=row["days"]) for name, row in table.items()})


def due(owner: Connection, *, now: datetime) -> list[Due]:
    """The compartments of closed cases that are kept no longer and under no hold, oldest first."""
    rows = owner.execute(DUE, [list(periods()), now]).fetchall()
    ends = [Due(case, letter, closed + periods()[letter]) for case, letter, closed in rows]
    return sorted((each for each in ends if each.since <= now), key=lambda each: each.since)
