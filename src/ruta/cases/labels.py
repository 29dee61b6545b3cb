"""
What a person accused may be called, as the acts stand: denounced until sentenced, never guilty
before a court says so.
"""

from collections.abc import Iterable

SENTENCED_BY = frozenset({"sentence-final"})
DENOUNCED, SENTENCED = "denounced", "sentenced"


def accused_are(kinds: Iterable[str]) -> str:
    """`denounced` or `sentenced`, from the kinds of the standing acts of a case."""
    return SENTENCED if SENTENCED_BY.intersection(kinds) else DENOUNCED
