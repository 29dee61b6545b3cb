"""
Heads: where the chain ended at an instant, signed, as witnesses keep them.

A head travels and is kept as one line of JSON. Its signature covers `statement`, and nothing is
secret in it: how many entries there were, the hash of the last, and when.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from ruta.access.keys import signing
from ruta.postgres.refusal import Refusal

PUBLIC_KEY = "ruta-audit.pub"
LINES = "heads-*.jsonl"


class BadHead(Refusal):
    """A file of heads that holds none."""


class Signer(Protocol):
    """Whoever holds the signing key: the keeper of keys."""

    def sign_head(self, head: bytes) -> bytes:
        """The signature of a head, 64 bytes."""

    def signing_public(self) -> bytes:
        """The public key, 32 bytes."""


class End(NamedTuple):
    """Where the chain ends: the number and hash of its last entry, and the instant of asking."""

    seq: int
    hash: bytes
    at: datetime

    def statement(self) -> bytes:
        """What is signed."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return f"{self.seq}|{self.hash.hex()}|{at}".encode()


@dataclass(frozen=True)
class Head:
    """An end that was signed."""

    end: End
    signature: bytes

    def line(self) -> str:
        """The head as one line of JSON."""
        at = self.end.at.astimezone(UTC).isoformat(timespec="microseconds")
        kept = {
            "seq": self.end.seq, "hash": self.end.hash.hex(), "at": at,
            "signature": self.signature.hex(),
        }  # fmt: skip
        return json.dumps(kept)

    def is_signed_by(self, key: bytes) -> bool:
        """Whether the holder of this public key signed it."""
        return signing.is_signed(self.end.statement(), self.signature, key)


def sign(end: End, signer: Signer) -> Head:
    """The head of an end."""
    return Head(end, signer.sign_head(end.statement()))


def parsed(line: str) -> Head:
    """
    The head of a line.

    :raises ValueError: when it is none
    """
    try:
        kept = json.loads(line)
        at = datetime.fromisoformat(kept["at"])
        end = End(int(kept["seq"]), bytes.fromhex(kept["hash"]), at)
        return Head(end, bytes.fromhex(kept["signature"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a head") from error


def kept_in(place: Path) -> tuple[list[Head], int]:
    """
    The heads of a witness, of one file or of a folder's files; and how many lines are none.

    :raises BadHead: when there is no head at all
    :raises OSError: when it cannot be read
    """
    found, unread = [], 0
    for line in _lines(sorted(place.glob(LINES)) if place.is_dir() else [place]):
        try:
            found.append(parsed(line))
        except ValueError:
            unread += 1
    if not found:
        raise BadHead(f"{place}: holds no signed head")
    return found, unread


def _lines(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        text = file.read_text(encoding="utf-8", errors="replace")
        yield from (line for line in text.splitlines() if line.strip())


def public_key_in(place: Path) -> bytes | None:
    """The public key kept beside the heads of a witness, if there is one."""
    file = (place if place.is_dir() else place.parent) / PUBLIC_KEY
    return bytes.fromhex(file.read_text(encoding="ascii").strip()) if file.is_file() else None
