"""Rows that repeat another in every cell, found by a 64-bit hash of each row."""

import hashlib
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
FIRST = 5
MIX = np.uint64(0x9E3779B97F4A7C15)


class Repeats:
    """Eight bytes for each row; two different rows of a million share them once in 10 million."""

    def __init__(self) -> None:
        self._parts: list[Hashes] = []

    def add(self, hashes: Hashes) -> None:
        """The rows of one more chunk."""
        self._parts.append(hashes)

    def found(self) -> tuple[int, tuple[int, ...]]:
        """How many rows repeat an earlier one, and the numbers, from 1, of the first of them."""
        if not self._parts:
            return 0, ()
        every = np.concatenate(self._parts)
        order = np.argsort(every, kind="stable")
        again = np.flatnonzero(every[order][1:] == every[order][:-1]) + 1
        rows = np.sort(order[again])
        return len(rows), tuple(int(row) + 1 for row in rows[:FIRST])


def of_no_cell(rows: int) -> Hashes:
    """What rows hash to before any of their columns."""
    return np.zeros(rows, dtype=np.uint64)


def with_column(hashes: Hashes, name: str, column: pa.Array) -> Hashes:
    """The hashes with one more column; a blank is a value like any other."""
    coded = column.dictionary_encode()
    texts = coded.dictionary.to_pylist()
    table = np.array([*(_hash(name, text) for text in texts), _hash(name, None)], dtype=np.uint64)
    place = coded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
    # Wraps around on purpose, as hashes do.
    mixed: Hashes = (hashes ^ table[place]) * MIX
    mixed ^= mixed >> np.uint64(29)
    return mixed


@lru_cache(maxsize=65536)
def _hash(name: str, text: str | None) -> int:
    told = f"{name}\x00" if text is None else f"{name}\x01{text}"
    return int.from_bytes(hashlib.blake2b(told.encode(), digest_size=8).digest(), "big")
