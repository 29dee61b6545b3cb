"""
How somebody stands in one case: what gives them a right there, and what closes it to them.

The facts come from the database, in one value (`access_standing`, see the migration of the walls);
the answers come from `decision`. The pages and the keeper of keys read the same value, each through
a connection of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ruta.access import decision
from ruta.access.decision import Answer, Asked, Decision

SQL = "access_standing({case}, %(viewer_user)s, %(viewer_office)s, %(viewer_agency)s, {department})"


class Held(NamedTuple):
    """A basis held in time; `compartments` limits a consent to what she agreed to."""

    basis: str
    compartments: str = ""


NO_BASIS = Held("none")


@dataclass(frozen=True)
class Standing:
    """What holds of one viewer in one case, now."""

    agency: str
    relation: str = "none"
    held: Sequence[Held] = ()
    named: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    trafficking: bool = False
    minor: bool = False
    breakglass: bool = False
    known: bool = False
    session_ok: bool = True

    @classmethod
    def of(cls, agency: str, value: Mapping[str, Any]) -> "Standing":
        """From what `access_standing` answers."""
        held = tuple(Held(each["basis"], each["compartments"]) for each in value["bases"])
        return cls(
            agency=agency,
            relation=value["relation"],
            held=held,
            named=frozenset(value["named"]),
            closed=frozenset(value["closed"]),
            trafficking=value["trafficking"],
            minor=value["minor"],
            breakglass=value["breakglass"],
            known=value["known"],
        )

    def may(self, action: str, compartment: str, *, own: bool = False) -> Decision:
        """The best decision over the bases held; when none allows, that of the first."""
        asked = [self._asked(held, action, compartment, own) for held in self._bases(compartment)]
        decisions = [decision.decide(each) for each in asked]
        return min(decisions, key=lambda each: PREFERENCE[each.answer])

    def allows(self, action: str, compartment: str, *, own: bool = False) -> bool:
        """Whether the decision is to allow."""
        return self.may(action, compartment, own=own).answer is Answer.ALLOW

    @property
    def sees(self) -> bool:
        """Whether the case is there at all for this viewer."""
        return self.allows("read", "E")

    @property
    def records(self) -> bool:
        """Whether they may add to the case: it is in their charge, not open by an emergency."""
        return self.relation == "assigned"

    def readable(self, *, own: bool, action: str = "read") -> frozenset[str]:
        """
        The sealed compartments whose items are open: anybody's, or with `own` also ours.

        :param action: `read`, or `export` for what leaves as a file
        """
        return frozenset(
            letter for letter in decision.COMPARTMENTS[1:] if self.allows(action, letter, own=own)
        )

    def may_deposit(self, compartment: str) -> bool:
        """
        Whether an act of ours may carry facts of this compartment.

        What the law has an office record it may seal, even where it could not read it again: to
        deposit discloses nothing. Shelter and private notes follow their own rules.
        """
        if compartment in "SK":
            return self.allows("write", compartment, own=True)
        return self.relation == "assigned" and self.sees

    def _bases(self, compartment: str) -> list[Held]:
        held = [each for each in self.held if _covers(each, compartment)]
        return [
            *held,
            *([Held("breakglass")] if self.breakglass else ()),
            *([] if held else [NO_BASIS]),
        ]

    def _asked(self, held: Held, action: str, compartment: str, own: bool) -> Asked:
        relation, in_time = self.relation, self.relation != "former"
        if held.basis == "breakglass":
            in_time = True
        return Asked(
            agency=self.agency,
            relation=relation,
            basis=held.basis,
            compartment=compartment,
            action=action,
            session_ok=self.session_ok,
            coi="conflict" in self.closed,
            blocked="blocked" in self.closed,
            implicated="implicated" in self.closed,
            trafficking=self.trafficking,
            minor=self.minor,
            named=self._is_named(compartment),
            own=own,
            in_time=in_time,
        )

    def _is_named(self, compartment: str) -> bool:
        """Whether named for what decides: shelter, implicated agency, supervision, trafficking."""
        if compartment == "S":
            return "shelter" in self.named
        if "implicated" in self.closed:
            return "implicated" in self.named
        if self.relation == "supervisor" and compartment in "NH":
            return "supervision" in self.named
        return self.trafficking and "trafficking" in self.named


PREFERENCE = {Answer.ALLOW: 0, Answer.DENY: 1, Answer.HIDE: 2, Answer.LOGIN: 3}


def _covers(held: Held, compartment: str) -> bool:
    """Consent covers what she agreed to; E comes with any of it."""
    return held.basis != "consent" or compartment == "E" or compartment in held.compartments
