"""
Whom a court tells of a decision: each notice is one act, and starts its own clocks.

The id of a notice derives from the decision, whom it tells and how many of the same were annulled:
pressed twice, in one page or in two, it is sent once.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from ruta.acts import vocabulary
from ruta.cases.intake import NewAct
from ruta.law import rulebook
from ruta.law.model import Wording
from ruta.law.status import TERM_KINDS

SHARED_FILE = "shared-file"
UNDETERMINED = "indeterminado"  # how the law reads a case not yet assessed


@dataclass(frozen=True)
class Notice:
    """
    A notice: the kind of act it is, the types of office it goes to or the party it is for.

    `first_in_case` prefers the office that is in the case already to the one that serves her home.
    """

    code: str
    kind: str
    types: tuple[str, ...] = ()
    party: str = ""
    first_in_case: bool = False

    @property
    def to_office(self) -> bool:
        """Whether it goes to an office, and not to a person."""
        return bool(self.types)


EXECUTOR = Notice("ejecutora", "executor-notified", types=("pnp",))
FIREARMS = Notice("armas", "sucamec-notified", types=("sucamec",))
VICTIM = Notice("ella", "resolution-notified", party="victim")
ACCUSED = Notice("denunciado", "resolution-notified", party="accused")
COPY = Notice("copia", "resolution-copy-sent-prosecutor", ("fiscalia-penal",), first_in_case=True)
FILE = Notice("expediente", "file-sent-prosecutor", ("fiscalia-penal",), first_in_case=True)


def needed(*, granted: bool, weapons: bool) -> tuple[Notice, ...]:
    """The notices of a decision, in the order in which they protect."""
    if not granted:
        return (VICTIM, ACCUSED, COPY, FILE)
    executors = (EXECUTOR, FIREARMS) if weapons else (EXECUTOR,)
    return (*executors, VICTIM, ACCUSED, COPY, FILE)


def id_of(notice: Notice, decision_id: UUID, *, annulled: int) -> UUID:
    """The id of a notice of a decision, after so many of the same were annulled."""
    return uuid5(decision_id, f"{notice.code} {annulled}")


def act_of(
    notice: Notice, *, act_id: UUID, at: datetime, to: str = "", channel: str = ""
) -> NewAct:
    """
    A notice as an act.

    :param to: the office it goes to; empty for a person
    :param channel: by what means a person was told; an office is told by the shared file
    """
    stated = {"notified": notice.party, "channel": channel or SHARED_FILE}
    known = vocabulary.kinds()[notice.kind].facts
    facts = {name: value for name, value in stated.items() if value and name in known}
    return NewAct(act_id=act_id, kind=notice.kind, at=at, to=to or None, facts=facts)


def starts(notice: Notice, *, risk: str, on: date) -> tuple[Wording, ...]:
    """The terms that a notice starts on a day in a case of a risk level; the shortest first."""
    kinds = set(vocabulary.expand(notice.kind, {}))
    found = [
        wording for wording in rulebook.default().on(on).values()
        if wording.starts in kinds and wording.kind in TERM_KINDS | {"right-window"}
        and wording.within
        and all(condition.holds({"risk": risk}) for condition in wording.given)
    ]  # fmt: skip
    return tuple(sorted(found, key=_length))


def _length(wording: Wording) -> tuple[int, int, int]:
    within = wording.within
    assert within is not None
    return within.months, within.days, within.hours
