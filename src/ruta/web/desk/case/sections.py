"""Which sections of a case are open to the reader: a page says so before one is asked for."""

from enum import StrEnum

from ruta.access.decision import Answer
from ruta.cases import evidence as files

from .reading import Reading


class Section(StrEnum):
    """How a compartment stands to the reader's office."""

    OPEN = "open"
    """All of it."""
    OWN = "own"
    """Only what their own office wrote down."""
    CLOSED = "closed"
    """It is there, and closed to them."""
    HIDDEN = "hidden"
    """For them there is no such section."""


def section(seen: Reading, letter: str) -> Section:
    """How a compartment stands to whoever reads the case."""
    standing = seen.file.standing
    if standing.allows("read", letter):
        return Section.OPEN
    answer = standing.may("read", letter, own=True).answer
    if answer is Answer.ALLOW:
        return Section.OWN
    return Section.CLOSED if answer is Answer.DENY else Section.HIDDEN


def is_closed(seen: Reading, letter: str) -> bool:
    """Whether nothing of a compartment is open to them."""
    return section(seen, letter) in (Section.CLOSED, Section.HIDDEN)


def evidence(seen: Reading) -> int:
    """How many pieces of evidence stand; that they are there is no secret, what they are is."""
    return sum(act.stands and act.kind == files.KIND for act in seen.file.acts)


def permits_href(seen: Reading) -> str:
    """Where she and her caseworker set who sees what."""
    return f"{seen.href}permisos/"
