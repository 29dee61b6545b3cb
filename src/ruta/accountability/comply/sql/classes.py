"""What the law tells apart in the facts of a case: values that no condition tells apart are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from ruta.accountability.comply.rules import Test, Way
from ruta.acts.columns import NONE

MOST = 20_000
"""Circumstances that a rule table may list; more than any law read so far has by a hundredfold."""


class TooManyCircumstances(ValueError):
    """The conditions of a rulebook tell apart more circumstances than tables can list."""


class Circumstances:
    """
    The circumstances that some conditions tell apart, numbered from 0.

    Each value of a fact falls in a class, that of the values of which the same conditions hold;
    0 is the class of what is not stated. A circumstance is one class of each fact: the sum of
    their `weighed` numbers.
    """

    def __init__(self, facts: Sequence[str], values: Mapping[str, int], tests: Iterable[Test]):
        """
        :param values: for each fact, how many codes it has
        :raises TooManyCircumstances: when they are more than `MOST`
        """
        listed = list(tests)
        self.facts = tuple(facts)
        self._classes = [_classes(values.get(f, 0), f, listed) for f in self.facts]
        sizes = [int(classes.max()) + 1 for classes in self._classes]
        self.count = prod(sizes)
        if self.count > MOST:
            raise TooManyCircumstances(f"{self.count} circumstances of {', '.join(facts)}")
        self._weights = [prod(sizes[:n]) for n in range(len(sizes))]
        self._codes = [_one_of_each(classes) for classes in self._classes]

    def weighed(self, fact: str) -> NDArray[np.int64]:
        """For each code of a fact, and last for `NONE`, what it adds to the circumstance."""
        n = self.facts.index(fact)
        weighed: NDArray[np.int64] = self._classes[n] * self._weights[n]
        return weighed

    def each(self) -> Iterator[tuple[int, Mapping[str, int]]]:
        """Every circumstance by number, with a code of each fact that belongs to it."""
        ranges = [range(len(codes)) for codes in reversed(self._codes)]
        for number, chosen in enumerate(product(*ranges)):
            codes = zip(self.facts, self._codes, reversed(chosen), strict=True)
            yield number, {fact: of[one] for fact, of, one in codes}


def holds(tests: Iterable[Test], codes: Mapping[str, int]) -> bool:
    """Whether all tests hold of some codes."""
    return all(bool(held[codes[fact]]) for fact, held in tests)


def some_way(ways: Iterable[Way] | None, codes: Mapping[str, int]) -> bool:
    """Whether some way is open in some codes; `None` is a way without conditions."""
    return ways is None or any(holds(way, codes) for way in ways)


def _classes(codes: int, fact: str, tests: list[Test]) -> NDArray[np.int64]:
    """The class of each code, and last of `NONE`, by which tests hold of it."""
    mine = [held for of, held in tests if of == fact]
    if not mine:
        return np.zeros(codes + 1, np.int64)
    answers = [tuple(row) for row in np.stack(mine, axis=1).tolist()]
    met: dict[tuple[bool, ...], int] = {answers[NONE]: 0}
    return np.array([met.setdefault(answer, len(met)) for answer in answers], np.int64)


def _one_of_each(classes: NDArray[np.int64]) -> list[int]:
    """For each class one code of it; `NONE` for its own."""
    codes = {int(of): code for code, of in reversed(list(enumerate(classes[:-1])))}
    codes[0] = NONE
    return [codes[of] for of in range(len(codes))]
