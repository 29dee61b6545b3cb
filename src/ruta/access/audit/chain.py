"""
The chain of the audit, computed again outside the database.

An entry is a row of `COLUMNS` and its hash. Its canonical text is a JSON array of its columns, as
PostgreSQL writes one (`access_audit_text` in migration 0004 is the same text), the hash of the
entry before it included; its hash is the SHA-256 of that text. So a changed entry does not fit its
own hash, and an entry that is missing or stands elsewhere does not fit its neighbour's. Whoever
computes the whole chain again after a change is found out by a head that a witness keeps.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from json import JSONEncoder
from typing import Any, NamedTuple

Row = tuple[Any, ...]
"""`COLUMNS`, the hash of the entry before (hex) and its own (hex), in that order."""

COLUMNS = (
    "seq", "at_micros", "actor", "office_id", "agency", "case_id", "event", "compartments",
    "action", "purpose", "basis", "rule", "detail",
)  # fmt: skip
PREVIOUS, HASH = len(COLUMNS), len(COLUMNS) + 1
BEGINNING = bytes(32).hex()
_encode = JSONEncoder(ensure_ascii=False).encode


class Kind(StrEnum):
    """What does not fit."""

    MISSING = "missing"
    EDITED = "edited"
    REORDERED = "reordered"
    REWRITTEN = "rewritten"
    CUT = "cut"


class Fault(NamedTuple):
    """
    The first place where the chain does not fit.

    `after` is the last entry known to be as it was: the one before, or for a chain that was
    computed again (`REWRITTEN`) that of the last witnessed head that still fits.
    """

    seq: int
    kind: Kind
    after: int


@dataclass(frozen=True)
class Verdict:
    """What a verification found: how many entries were read, and the first fault if any."""

    entries: int
    last_seq: int
    last_hash: str
    fault: Fault | None
    witnessed: int
    """How many witnessed heads were found to fit."""


def text(row: Row) -> str:
    """The canonical text of an entry."""
    return _encode(row[:HASH])


def digest(row: Row) -> str:
    """The hash of an entry's canonical text, in hex."""
    return sha256(text(row).encode()).hexdigest()


def verify(
    rows: Iterable[Row],
    *,
    witnessed: Iterable[tuple[int, str]] = (),
    end: tuple[int, str] | None = None,
) -> Verdict:
    """
    Compute a whole chain again, up to its first fault.

    :param rows: every entry, by its number
    :param witnessed: the number and hash (hex) of each head that witnesses keep
    :param end: the number and hash where the chain ended before its entries were read; later
        entries may follow
    """
    walk = _Walk(witnessed, end)
    fault = next((fault for row in rows if (fault := walk.step(row))), None) or walk.stop()
    return Verdict(walk.last, walk.last, walk.link, fault, walk.fitting)


class _Walk:
    """A way along the chain, up to the entry `last`, whose hash is `link`."""

    def __init__(self, witnessed: Iterable[tuple[int, str]], end: tuple[int, str] | None) -> None:
        self.heads: defaultdict[int, set[str]] = defaultdict(set)
        for seq, hash_ in witnessed:
            self.heads[seq].add(hash_)
        self.end = end
        self.last, self.link = 0, BEGINNING
        self.sure, self.fitting = 0, 0

    def step(self, row: Row) -> Fault | None:
        """Go one entry on; what does not fit there, if anything."""
        seq = row[0]
        if seq != self.last + 1:
            kind = Kind.MISSING if seq > self.last else Kind.REORDERED
            return Fault(self.last + 1, kind, self.last)
        if row[PREVIOUS] != self.link:
            return Fault(seq, Kind.REORDERED, self.last)
        made = sha256(_encode(row[:HASH]).encode()).hexdigest()
        if made != row[HASH]:
            return Fault(seq, Kind.EDITED, self.last)
        self.last, self.link = seq, made
        if seq in self.heads:
            if self.heads[seq] != {made}:
                return Fault(seq, Kind.REWRITTEN, self.sure)
            self.sure, self.fitting = seq, self.fitting + 1
        if self.end and self.end[0] == seq and self.end[1] != made:
            return Fault(seq, Kind.CUT, self.last)
        return None

    def stop(self) -> Fault | None:
        """What is lacking where the entries end."""
        if any(seq > self.last for seq in self.heads):
            return Fault(self.last + 1, Kind.MISSING, self.last)
        if self.end and self.end[0] > self.last:
            return Fault(self.last + 1, Kind.CUT, self.last)
        return None
