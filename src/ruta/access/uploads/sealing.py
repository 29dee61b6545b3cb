"""
Files sealed in chunks: what was uploaded, as it came, for whoever must show that it is unaltered.

A sealed file is a sequence of chunks, each of 1 MiB of padded content but the last. Every chunk is
bound to its file, its place and whether it is the last: cut, swapped, repeated or moved to another
file, the whole does not open.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ruta.access.keys import envelope
from ruta.access.keys.envelope import Place, SealBroken

__all__ = ["CHUNK_BYTES", "SealBroken", "SealedFile", "open_file", "seal_file"]

CHUNK_BYTES = 1024 * 1024
CONTENT_BYTES = CHUNK_BYTES - envelope.LENGTH_BYTES


@dataclass(frozen=True)
class SealedFile:
    """The chunks of a file in order, and the SHA-256 (hex) and size of what they hold."""

    chunks: tuple[bytes, ...]
    sha256: str
    size: int


def seal_file(key: bytes, content: bytes, place: Place) -> SealedFile:
    """
    Seal a file as it came.

    :param key: 32 bytes, the data key of the case's compartment
    :param place: the case, the compartment, and as field the identifier of the file
    """
    starts = range(0, max(len(content), 1), CONTENT_BYTES)
    parts = [content[start : start + CONTENT_BYTES] for start in starts]
    last = len(parts) - 1
    chunks = tuple(
        envelope.encrypt(key, envelope.pad(part), _bound(place, index, last=index == last))
        for index, part in enumerate(parts)
    )
    return SealedFile(chunks, hashlib.sha256(content).hexdigest(), len(content))


def open_file(key: bytes, chunks: Iterable[bytes], place: Place) -> bytes:
    """
    The content of a sealed file, whole or not at all.

    :raises SealBroken: when a chunk was altered, lacks, was added, or stands elsewhere
    """
    return b"".join(_opened(key, list(chunks), place))


def _opened(key: bytes, chunks: list[bytes], place: Place) -> Iterator[bytes]:
    if not chunks:
        raise SealBroken("no chunk")
    for index, chunk in enumerate(chunks):
        bound = _bound(place, index, last=index == len(chunks) - 1)
        yield envelope.unpad(envelope.decrypt(key, chunk, bound))


def _bound(place: Place, index: int, *, last: bool) -> bytes:
    return place.bound(envelope.VERSION) + f"|chunk|{index}|{'last' if last else 'more'}".encode()
