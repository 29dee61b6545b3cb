"""The small language of `given`: a fact, a comparison, a value."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_FORM = re.compile(r"^\s*([a-z][a-z0-9_]*)\s*(==|!=|<=|>=|<|>|in\b)\s*(.+?)\s*$")

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "in": lambda a, b: a in b,
}


class BadCondition(ValueError):
    """A text that is not a condition of the form `fact == "value"`."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`risk == "severo"`: the fact's name, the comparison, the literal."""

    fact: str
    compare: str
    value: Any

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether it holds of the facts; a missing fact satisfies no condition, not even `!=`."""
        known = facts.get(self.fact)
        if known is None:
            return False
        try:
            return _COMPARE[self.compare](known, self.value)
        except TypeError:
            return False

    def __str__(self) -> str:
        return f"{self.fact} {self.compare} {self.value!r}"


def parse(text: str) -> Condition:
    """
    Read a condition; its literal is written as in TOML.

    :raises BadCondition: with the text and what was expected
    """
    form = _FORM.match(text)
    if form is None:
        raise BadCondition(f'{text!r} is not a condition such as risk == "severo"')
    fact, compare, literal = form.groups()
    try:
        value = tomllib.loads(f"v = {literal}")["v"]
    except tomllib.TOMLDecodeError as error:
        raise BadCondition(f"{text!r}: {literal!r} is not a value") from error
    if (compare == "in") != isinstance(value, list):
        raise BadCondition(f"{text!r}: `in` goes with a list, the others with one value")
    return Condition(fact, compare, tuple(value) if isinstance(value, list) else value)
