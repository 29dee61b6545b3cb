"""
Who has a place in a case, on which basis and until when, as its acts say; nothing else grants one.

An office has a place by duty while it owes something, and for thirty days after its last act; what
it does while her consent alone lets it in gives it none. By order while the table `orders.toml`
says so; by consent for what she agreed to and until she said, at most ninety days, or until she
takes it back.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from ruta.access import agencies
from ruta.law import model as law

NO_ACT = UUID(int=0)  # of a basis that follows from the whole case
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
AFTER_LAST_ACT = timedelta(days=30)
LONGEST_CONSENT = timedelta(days=90)
TRANSFER, GIVEN, REVOKED = "case-transferred", "consent-given", "consent-revoked"
# What she decides gives an office what she said and nothing else: to be told is no place by duty.
HERS = frozenset({GIVEN, REVOKED, "consent-refused"})
LETTERS = MappingProxyType(
    {
        "identity": "I", "coordination": "C", "risk": "R", "account": "N", "health": "H",
        "contact": "L", "shelter": "S",
    }
)  # fmt: skip
Key = tuple[str, str, UUID]


class GrantValues(NamedTuple):
    """The columns of `access_grant` after its key (office, basis, act)."""

    compartments: str
    purpose: str
    since: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Orders:
    """When an agency holds the basis `order`; see `orders.toml`."""

    from_acts: Sequence[str] = ()
    until_acts: Sequence[str] = ()
    severe_duty: Sequence[str] = ()
    addressed: bool = False
    addressed_by: Sequence[str] = ()
    own_acts: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Folded:
    """What of a computed case decides who has a place in it: standing acts, in order."""

    acts: Sequence[law.Act]
    owing: frozenset[str]
    severe: bool
    started: frozenset[str]
    offices: Mapping[str, str] = field(default_factory=dict)


@cache
def orders() -> Mapping[str, Orders]:
    """The table of orders, by agency."""
    text = Path(__file__).with_name("orders.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: Orders(**row) for name, row in tomllib.loads(text).items()})


def grants(case: Folded) -> dict[Key, GrantValues]:
    """Every grant of a case; offices without an agency get none."""
    found: dict[Key, GrantValues] = {}
    agreed = dict(consents(case.acts))
    for office, type_ in case.offices.items():
        agency = agencies.agency_of(type_)
        hers = [given for (to, _, _), given in agreed.items() if to == office]
        touches = _touches(case, office, hers)
        if not agency or not (touches or office in case.owing):
            continue
        since = min((_known(act) for act in touches), default=_known(case.acts[0]))
        until = _until(case, office, touches)
        found[office, "duty", NO_ACT] = GrantValues("", "", since, until)
        if _ordered(case, office, agency):
            found[office, "order", NO_ACT] = GrantValues("", "", since, until)
    return found | agreed


def consents(acts: Iterable[law.Act]) -> Iterable[tuple[Key, GrantValues]]:
    """Her consents, each until its day, ninety days, or the act by which she takes it back."""
    standing = list(acts)
    for act in standing:
        if act.kind != GIVEN or act.to is None:
            continue
        letters = "".join(
            sorted(LETTERS[part] for part in act.facts.get("consent_compartments", ()))
        )
        ends = [_known(other) for other in standing if _takes_back(other, act)]
        until = min(_last_instant(act), *ends) if ends else _last_instant(act)
        key = (act.to.id, "consent", UUID(act.id))
        yield key, GrantValues(letters, act.facts.get("consent_purpose", ""), act.at, until)


def _takes_back(other: law.Act, given: law.Act) -> bool:
    same = other.to is None or other.to == given.to
    return other.kind == REVOKED and same and other.arrival > given.arrival


def _last_instant(given: law.Act) -> datetime:
    """The end in Lima (UTC-5) of the last day she said; never beyond ninety days."""
    longest = given.at + LONGEST_CONSENT
    said: Any = given.facts.get("consent_until")
    if not said:
        return longest
    day = date.fromisoformat(str(said)) + timedelta(days=1)
    return min(longest, datetime(day.year, day.month, day.day, 5, tzinfo=UTC))


def _touches(case: Folded, office: str, hers: Sequence[GrantValues]) -> list[law.Act]:
    """
    The acts that give an office its place by duty: those addressed to it, and its own.

    What it does while only her consent lets it in gives it none, so that taking that consent back
    ends what it sees, whatever it did meanwhile.
    """
    found: list[law.Act] = []
    for act in case.acts:
        told = act.to is not None and act.to.id == office and act.kind not in HERS
        own = act.office is not None and act.office.id == office
        if told or (own and (found or office in case.owing or not _let_in(act, hers))):
            found.append(act)
    return found


def _let_in(act: law.Act, hers: Sequence[GrantValues]) -> bool:
    """Whether one of her consents was in force when an act was recorded; at its very end, yes."""
    return any(given.since <= _known(act) <= given.until for given in hers)


def _until(case: Folded, office: str, touches: Sequence[law.Act]) -> datetime:
    """Until when an office keeps its place: while it owes; else some days; a transfer ends it."""
    if office in case.owing:
        return NEVER
    last = touches[-1]
    if _hands_over(last, office):
        return _known(last)
    return max(_known(act) for act in touches) + AFTER_LAST_ACT


def _hands_over(act: law.Act, office: str) -> bool:
    """Whether the office handed the case to another; a transfer to nobody hands over nothing."""
    if act.kind != TRANSFER or act.office is None or act.to is None:
        return False
    return act.office.id == office != act.to.id


def _ordered(case: Folded, office: str, agency: str) -> bool:
    table = orders().get(agency)
    if table is None:
        return False
    return (
        _in_force(case.acts, table)
        or (case.severe and not case.started.isdisjoint(table.severe_duty))
        or any(
            act.to is not None and act.to.id == office and _addresses(act, table)
            for act in case.acts
        )
        or any(
            act.kind in table.own_acts and act.office is not None and act.office.id == office
            for act in case.acts
        )
    )


def _addresses(act: law.Act, table: Orders) -> bool:
    if act.kind in HERS:
        return False
    if table.addressed:
        return True
    return act.office is not None and agencies.agency_of(act.office.type) in table.addressed_by


def _in_force(acts: Sequence[law.Act], table: Orders) -> bool:
    """Whether the last of the acts that begin or end it begins it."""
    last = None
    for act in acts:
        if act.kind in table.from_acts or act.kind in table.until_acts:
            last = act.kind
    return last in table.from_acts


def _known(act: law.Act) -> datetime:
    """When the case file learnt of an act: a place cannot begin or end before that."""
    return act.recorded_at or act.at
