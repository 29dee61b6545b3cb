"""What every registry file gives, whatever its format: its columns, its rows as text, its hash."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from ruta.postgres.refusal import Refusal

PIECE = 1 << 20


class UnreadableFile(Refusal):
    """The file is no registry that can be read: what is wrong with it, and where."""


class Source(Protocol):
    """A file: its columns as named in it, and every cell as text (null where blank)."""

    skipped: "Skipped"

    @property
    def columns(self) -> Sequence[str]:
        """The names of its columns, as the dictionary writes names."""

    @property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """Labels that the file itself gives to codes, by column; none in text."""

    @property
    def told(self) -> Mapping[str, str]:
        """How it was read: format, encoding, delimiter."""

    def chunks(self) -> Iterator[pa.Table]:
        """The rows, in order, some thousands at a time."""


@dataclass
class Skipped:
    """Lines that are no rows, having more or fewer cells than there are columns."""

    count: int = 0
    first: list[int] = field(default_factory=list)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
