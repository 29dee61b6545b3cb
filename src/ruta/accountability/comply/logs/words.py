"""Texts of a log as codes: kinds of act, offices, values of facts, in the order first met."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ruta.acts.columns import NONE
from ruta.law.clock import Clock

WHOLE, NUMBER = re.compile(r"[+-]?\d{1,18}"), re.compile(r"[+-]?\d+\.\d+")
FEW = 1 << 22
SHIFT = 32
YES = frozenset("true t yes y 1 sí si verdadero".split())
NO = frozenset("false f no n 0 falso".split())


class Words:
    """
    Values by their codes; what is absent is `NONE`.

    :param read: what a value as written stands for
    """

    def __init__(self, read: Callable[[Any], Any] = lambda value: value) -> None:
        self._read = read
        self._codes: dict[tuple[type, Any], int] = {}
        self._written: dict[Any, int] = {}
        self.counts = np.zeros(0, np.int64)

    def of(self, column: pa.Array) -> NDArray[np.int32]:
        """The code of each value of a column."""
        encoded = column.dictionary_encode()
        met = self.codes(encoded.dictionary.to_pylist())
        table = np.array([*met, NONE], np.int32)
        places = encoded.indices.fill_null(len(met)).to_numpy(zero_copy_only=False)
        codes: NDArray[np.int32] = table[places]
        return codes

    def codes(self, values: Sequence[Any]) -> list[int]:
        """The code of each of some values of one type."""
        found = list(map(self._written.get, values))
        return [
            self._new(value) if code is None else code
            for code, value in zip(found, values, strict=True)
        ]

    def _new(self, value: Any) -> int:
        read = self._read(value)
        code = NONE if read is None else self._codes.setdefault((type(read), read), len(self))
        self._written[value] = code
        return code

    def __len__(self) -> int:
        return len(self._codes)

    @property
    def values(self) -> tuple[Any, ...]:
        """The values, each at the place of its code."""
        return tuple(value for _, value in self._codes)

    def count(self, codes: NDArray[np.int32]) -> None:
        """Count how often each is met."""
        seen = np.bincount(codes[codes != NONE], minlength=len(self)).astype(np.int64)
        seen[: len(self.counts)] += self.counts
        self.counts = seen

    def others(self, known: Iterable[Any]) -> Mapping[str, int]:
        """How often values that are not among some were met."""
        there = {(type(value), value) for value in known}
        return {
            str(key[1]): int(count)
            for key, count in zip(self._codes, self.counts, strict=False)
            if count and key not in there
        }


def pairs(first: NDArray[np.int32], second: NDArray[np.int32] | None, words: Words) -> Any:
    """Codes of pairs of codes, where there is a first; `words` holds them as `pair` takes apart."""
    if second is None:
        second = np.full(len(first), NONE, np.int32)
    if not len(first):
        return first
    seconds = int(second.max()) + 2
    together = first.astype(np.int64) * seconds + (second + 1)
    together[first == NONE] = -1
    met, places = _distinct(together)
    keys = (met // seconds << SHIFT) | met % seconds
    known = [None if key < 0 else key for key in keys.tolist()]
    return np.array(words.codes(known), np.int32)[places]


def pair(key: int) -> tuple[int, int]:
    """The two codes of a pair; the second is perhaps `NONE`."""
    return key >> SHIFT, (key & (1 << SHIFT) - 1) - 1


def _distinct(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The distinct values, from -1 on, and the place of each; without sorting if they are low."""
    size = int(values.max()) + 2
    if size > FEW:
        met, places = np.unique(values, return_inverse=True)
        return met, places
    there = np.zeros(size, bool)
    there[values + 1] = True
    table = np.cumsum(there) - 1
    return np.flatnonzero(there) - 1, table[values + 1]


def reader_of(fact: str, clock: Clock) -> Callable[[Any], Any]:
    """How the values of a fact are read, by what the rules compare it with."""
    types = {type(value) for value in _compared(fact, clock)}
    if bool in types:
        return lambda value: as_boolean(value) if isinstance(value, str) else value
    if types & {int, float}:
        return _as_number
    return lambda value: None if value == "" else value


def _compared(fact: str, clock: Clock) -> Iterable[Any]:
    """What the rules compare a fact with."""
    rules = clock.rulebook
    conditions = [c for w in rules.wordings.values() for c in (*w.given, *w.starts_if)]
    for also in clock.counted.values():
        conditions += [c for ways in also.values() for way in ways for c in way]
    for condition in conditions:
        if condition.fact == fact:
            yield from condition.value if condition.compare == "in" else (condition.value,)
    yield from rules.fact_values.get(fact, ())


def as_boolean(value: str) -> Any:
    """Yes or no where a text says so; else the text."""
    low = value.strip().lower()
    return True if low in YES else False if low in NO else value


def _as_number(value: Any) -> Any:
    if isinstance(value, str):
        said = value.strip()
        if WHOLE.fullmatch(said):
            return int(said)
        if NUMBER.fullmatch(said):
            return float(said)
    return value
