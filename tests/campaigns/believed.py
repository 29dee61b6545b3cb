"""What should hold of cases while they change hands: a model of its own, in plain dictionaries.

It knows the table of access as `tests.spec.naive_access` reads it, and of the duties only whom the
database says they are owed by. Instants are hours of the walk, not of any clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from tests.spec import naive_access

DAY = 24.0
AFTER_LAST_ACT, CONSENT, GLASS = 30 * DAY, 90 * DAY, 4.0
NEVER = float("inf")
LETTERS = {"identity": "I", "account": "N", "coordination": "C", "risk": "R", "contact": "L"}
AGENCY = {"pnp": "PNP", "cem": "CEM", "ipress": "SALUD", "supervision": "CEM"}
BY_NAME = "T-IPRESS-1"
"""The office that assigns its cases by name; its coordinator sees what a supervisor sees."""


@dataclass
class Person:
    """Somebody with an account, who may change office."""

    name: str
    user_id: UUID
    office: str
    type: str
    coordinates: bool = False
    region: bool = False
    active: bool = True

    @property
    def agency(self) -> str:
        return AGENCY[self.type]


@dataclass
class Agreed:
    """A consent to an office."""

    office: str
    letters: frozenset[str]
    since: float
    ends: float

    @classmethod
    def with_parts(cls, office: str, parts: tuple[str, ...], now: float) -> "Agreed":
        return cls(office, frozenset(LETTERS[part] for part in parts), now, now + CONSENT)


@dataclass
class Believed:
    """One case: whose it is, to whom it is closed, who is named, what she agreed to."""

    case_id: UUID
    author: str
    touched: dict[str, tuple[float, bool]] = field(default_factory=dict)
    duty: dict[str, float] = field(default_factory=dict)
    agreed: list[Agreed] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)
    implicated: set[str] = field(default_factory=set)
    conflict: set[UUID] = field(default_factory=set)
    named: set[UUID] = field(default_factory=set)
    glass: dict[UUID, float] = field(default_factory=dict)
    trafficking: bool = False

    def touch(self, office: str, now: float, *, hands_over: bool = False) -> None:
        """An act of an office, or one that is addressed to it."""
        self.touched[office] = (now, hands_over)

    def acted(self, office: str, now: float) -> None:
        """An act of an office: no place by duty for one that her consent alone lets in."""
        there = office in self.touched or self.duty.get(office) == NEVER
        let_in = any(a.office == office and a.since <= now <= a.ends for a in self.agreed)
        if there or not let_in:
            self.touch(office, now)

    def derive(self, owing: frozenset[str], now: float) -> None:
        """Whose it is by duty after an act: while they owe, or thirty days, or handed over."""
        for office in owing | self.touched.keys():
            last, handed = self.touched.get(office, (now, False))
            held = last if handed else last + AFTER_LAST_ACT
            self.duty[office] = NEVER if office in owing else held

    def bases(self, person: Person, letter: str, now: float) -> Iterator[str]:
        """The bases that somebody's office holds and that reach a compartment."""
        if self.duty.get(person.office, 0) > now:
            yield "duty"
        for one in self._consents(person.office, now):
            if letter == "E" or letter in one.letters:
                yield "consent"

    def _consents(self, office: str, now: float) -> list[Agreed]:
        return [one for one in self.agreed if one.office == office and one.ends > now]

    def _relation(self, person: Person, now: float) -> str:
        held = self.duty.get(person.office, 0) > now or self._consents(person.office, now)
        by_name = person.office == BY_NAME
        if held and (not by_name or person.user_id in self.named):
            return "assigned"
        if (held and by_name and person.coordinates) or person.region:
            return "supervisor"
        return "none"

    def may(self, person: Person, letter: str, now: float) -> bool:
        """Whether this person may read a compartment, of which the case's author wrote all."""
        relation = self._relation(person, now)
        found = [(basis, relation) for basis in self.bases(person, letter, now)]
        if self.glass.get(person.user_id, 0) > now:
            found.append(("breakglass", relation))
        return any(
            self._answer(person, letter, basis, relation) == "allow"
            for basis, relation in found or [("none", relation)]
        )

    def _answer(self, person: Person, letter: str, basis: str, relation: str) -> str:
        shut = {person.office, str(person.user_id)}
        return naive_access.answer(
            person.agency, relation, basis, letter, "read", person.active,
            person.user_id in self.conflict, bool(shut & self.blocked),
            person.agency in self.implicated, self.trafficking, False, False,
            person.office == self.author, relation != "none" or basis == "breakglass",
        )  # fmt: skip
