"""
What the page of a case opens in one go: its people, how to reach her, what acts coordinate.

What she told, how she was hurt, why a level was chosen and private notes stay sealed: they are
opened one by one and on purpose, see `accounts` and `facts`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from ruta.access.audit import notes
from ruta.access.keys import vault
from ruta.access.viewer import Viewer

from . import guardians, parties, sealing
from .rows import CaseFile

COMPARTMENTS = ("C", "I", "L")
Facts = Mapping[UUID, Mapping[str, Any]]


@dataclass(frozen=True)
class Opened:
    """
    The people of a case, the survivor first, and the opened facts of its acts by act.

    `unread` are the compartments that no key opens, where who asks takes the others alone.
    """

    people: tuple[parties.Person, ...] = field(default=(), repr=False)
    facts: Facts = field(default_factory=dict, repr=False)
    unread: frozenset[str] = frozenset()

    @property
    def survivor(self) -> parties.Person | None:
        """Whom the case is about, when she is written down."""
        return next((person for person in self.people if person.role == parties.ROLES[0]), None)


def open_page(viewer: Viewer, file: CaseFile, purpose: str, *, in_parts: bool = False) -> Opened:
    """
    Open what the page of a case shows and the decision lets this viewer read; perhaps nothing.

    :param file: the case as `queries.case_file` let this viewer see it
    :param purpose: a word for the audit: why this is opened; one that begins with `export` opens
        only what may leave as a file
    :param in_parts: whether to go on without what no key opens; else that raises
    :raises Unreadable: if a part cannot be opened
    """
    standing = file.standing
    action = "export" if purpose.startswith("export") else "read"
    wanted = standing.readable(own=True, action=action) & frozenset(COMPARTMENTS)
    if not wanted:
        # The keeper notes what it opens; that the case was seen is noted here.
        notes.note_afterwards(
            "seen", by=viewer, case_id=file.case.case_id, compartments="E", action="read",
            purpose=purpose,
        )  # fmt: skip
        return Opened()

    def open_some(letters: Collection[str]) -> Facts:
        return sealing.open_items(
            case_id=file.case.case_id, items=None, compartments=letters, by=viewer,
            purpose=purpose, standing=standing,
        )  # fmt: skip

    opened, unread = _open_parts(open_some, wanted) if in_parts else (open_some(wanted), set())
    people = [
        parties.as_person(row.party_id, row.person_id, opened.get(row.party_id, {}))
        for row in file.parties
        if "I" not in unread
    ]
    acts = {act.act_id for act in file.acts}
    return Opened(
        tuple(sorted(_reached_by_nobody_accused(people), key=_place)),
        {act_id: facts for act_id, facts in opened.items() if act_id in acts},
        frozenset(unread),
    )


def _open_parts(
    open_some: Callable[[Collection[str]], Facts], wanted: Collection[str]
) -> tuple[Facts, set[str]]:
    """What opens of the compartments wanted, and those of which no key opens some text."""
    try:
        return open_some(wanted), set()
    except vault.Unreadable:
        found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    unread: set[str] = set()
    for letter in sorted(wanted):
        try:
            part = open_some([letter])
        except vault.Unreadable:
            unread.add(letter)
            continue
        for item_id, facts in part.items():
            found[item_id].update(facts)
    return found, unread


def _place(person: parties.Person) -> int:
    return parties.ROLES.index(person.role)


def _reached_by_nobody_accused(people: Sequence[parties.Person]) -> list[parties.Person]:
    """The people, without who may answer for them where that may be somebody accused."""
    accused = [person.facts for person in people if person.role == "accused"]
    return [
        replace(person, facts=guardians.without_accused(person.facts, accused)) for person in people
    ]
