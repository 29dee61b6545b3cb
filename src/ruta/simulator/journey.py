"""
One invented case while it is being made: its person, its offices, its acts so far.

Instants inside are whole seconds since 1970 in UTC; they become datetimes when the act is kept.
Acts that would happen or be recorded after `until` are not kept: nobody knows of them yet.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from ruta.simulator.draw import HOUR, Draw
from ruta.simulator.offices import Competence
from ruta.simulator.stream import SimAct

DAY = 24 * HOUR
LIMA = -5 * HOUR
MONDAY_OFFSET = 3  # 1 January 1970 was a Thursday
OPENS, CLOSES = 8 * HOUR, 16 * HOUR + 45 * 60

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """What is invented of the woman or family member of the case, and of the accused."""

    department: str
    ubigeo: str
    risk: str
    violence: str
    sex: str
    age: int
    bond: str
    bond_detail: str
    language: str
    accused_sex: str
    repeat_accused: int | None


class Kept(NamedTuple):
    """An act that was kept and may be corrected, annulled or pointed at."""

    act_id: UUID
    kind: str
    by: str
    to: str | None
    at: int
    recorded_at: int
    facts: Facts


class Journey:
    """A case in the making. `door` is where she reported; empty until she does."""

    __slots__ = ("_competence", "_offices", "door", "draw", "kept", "opened", "person", "until")

    def __init__(
        self, *, draw: Draw, competence: Competence, person: Person, opened: int, until: int
    ) -> None:
        self.draw, self.person, self.opened, self.until = draw, person, opened, until
        self.kept: list[tuple[Kept, SimAct]] = []
        self.door = ""
        self._competence = competence
        self._offices: dict[str, str | None] = {}

    @property
    def severe(self) -> bool:
        return self.person.risk == "severo"

    def office(self, office_type: str) -> str | None:
        """The office of a type that knows this case: always the same one; None if none is given."""
        if office_type not in self._offices:
            near = self._competence.near(office_type, self.person.ubigeo)
            self._offices[office_type] = near[self.draw.below(len(near))] if near else None
        return self._offices[office_type]

    def act(
        self,
        kind: str,
        by: str,
        at: int,
        *,
        to: str | None = None,
        corrects: UUID | None = None,
        annuls: UUID | None = None,
        recorded_at: int | None = None,
        **facts: Any,
    ) -> Kept | None:
        """
        Keep an act of the office of type `by`, addressed to the office of type `to`.

        Returns None, keeping nothing, where it lies after `until` or no such office was given.
        """
        if at > self.until or (office := self.office(by)) is None:
            return None
        known = self._recorded(at) if recorded_at is None else recorded_at
        if known > self.until:
            return None
        kept = Kept(self.draw.uuid(), kind, by, to, at, known, facts)
        receiver = self.office(to) if to else None
        act = SimAct(
            act_id=kept.act_id,
            kind=kind,
            at=datetime.fromtimestamp(at, UTC),
            recorded_at=datetime.fromtimestamp(known, UTC),
            office=office,
            to=receiver,
            facts=facts,
            corrects=corrects,
            annuls=annuls,
        )
        self.kept.append((kept, act))
        return kept

    def keep(self, act: SimAct) -> None:
        """Keep an act whose offices are known already; nothing may point at it later."""
        at, known = int(act.at.timestamp()), int(act.recorded_at.timestamp())
        made = Kept(act.act_id, act.kind, act.office, act.to, at, known, act.facts)
        self.kept.append((made, act))

    def last(self, kind: str) -> str:
        """The identifier of the last act of a kind that was kept, as a fact; empty if none."""
        found = (str(kept.act_id) for kept, _ in reversed(self.kept) if kept.kind == kind)
        return next(found, "")

    def hand_over(self, by: str, at: int, **facts: Any) -> None:
        """Transfer the case to another office of the department, which acts from then on."""
        old = self.office(by)
        others = [o for o in self._competence.near(by, self.person.ubigeo[:2]) if o != old]
        if not others or (kept := self.act("case-transferred", by, at, to=by, **facts)) is None:
            return
        new = others[self.draw.below(len(others))]
        moment = datetime.fromtimestamp(at, UTC)
        for place, (made, act) in enumerate(self.kept):
            if made is kept:
                self.kept[place] = (made, replace(act, to=new))
            elif act.at > moment:
                office, to = (new if o == old else o for o in (act.office, act.to))
                self.kept[place] = (made, replace(act, office=office or act.office, to=to))

    def _recorded(self, at: int) -> int:
        if self.kept and self.draw.chance("recorded-late"):  # the first act opens the case
            return at + self.draw.seconds("late-recording")
        return at

    def after(self, at: int, delay: str) -> int:
        """The instant a named delay later, at any hour."""
        return at + self.draw.seconds(delay)

    def at_desk(self, at: int, delay: str) -> int:
        """The instant a named delay later, moved on to the next office hour."""
        return self._next_desk_hour(at + self.draw.seconds(delay))

    def _next_desk_hour(self, at: int) -> int:
        day, clock = divmod(at + LIMA, DAY)
        weekday = (day + MONDAY_OFFSET) % 7
        if weekday < 5 and OPENS <= clock < CLOSES:
            return at
        if weekday >= 5:
            day += 7 - weekday
        elif clock >= CLOSES:
            day += 3 if weekday == 4 else 1
        return day * DAY - LIMA + OPENS + self.draw.below(2 * HOUR)

    def code(self, mix: str) -> str:
        return self.draw.code(mix)

    def chance(self, share: str) -> bool:
        return self.draw.chance(share)

    def in_order(self) -> list[SimAct]:
        """The acts in order of recording, ties in order of happening, then of making."""
        acts = [act for _, act in self.kept]
        acts.sort(key=lambda act: (act.recorded_at, act.at))
        return acts


def as_fact(at: int) -> str:
    """An instant as a fact: ISO 8601 in UTC."""
    return datetime.fromtimestamp(at, UTC).isoformat()
