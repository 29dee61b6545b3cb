"""What is odd about a log: counted by sort, with the rows of the first few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

SHOWN = 10
MOST_VALUES = 10_000
MANY_ACTS = 10_000
"""From so many acts on, what is written as one case is perhaps not one."""

SORTS: Mapping[str, str] = MappingProxyType(
    {
        "bad-row": "lines that do not have the columns of the first: not read",
        "no-case": "rows that say no case: not read",
        "no-kind": "rows that say no kind of act: not read",
        "no-instant": "rows that say no instant: not read",
        "unreadable-instant": "instants that cannot be read: those rows are not read",
        "unknown-zone": "instants in a zone that nobody knows: those rows are not read",
        "out-of-range": "instants before 1900 or after 2200: those rows are not read",
        "day-of-1970": "instants of 1 January 1970 (UTC), which machines write for no date: read",
        "before-1980": "instants before 1980: read, but look at them",
        "in-the-future": "instants later than now: kept, and not known as of now",
        "mixed-zones": "instants written in more than one way; see how they are written",
        "duplicate": "rows repeated (case, kind, instant, office and act): read once",
        "perhaps-duplicate": (
            "rows repeated (case, kind, instant and office) in a log without a column of acts: read"
        ),
        "same-act": "acts whose identifier another act of the case has: read",
        "unknown-kind": "acts of a kind that neither the rulebook nor the vocabulary knows: read",
        "unknown-value": "facts with a value that the rulebook does not know: read as written",
        "bad-arrival": "orders of arrival that are no whole number: the order in the file is taken",
        "bad-annulled": "marks of annulment that are neither yes nor no: read as no",
        "corrects-nothing": "corrections of an act that its case does not have: of no effect",
        "annuls-nothing": "annulments of an act that its case does not have: of no effect",
        "long-case": f"cases of {MANY_ACTS:,} acts or more: read, but look at them",
        # What follows is said and stops nothing.
        "no-offset": "instants without an offset: read in the zone",
        "no-hour": "instants without an hour: read as midnight in the zone",
        "after-as-of": "acts later than the instant of reading: not known then",
    }
)  # fmt: skip
NOTES = frozenset({"no-offset", "no-hour", "after-as-of"})


@dataclass
class Problem:
    """One sort of oddity: how many, the first rows, and how many of each value."""

    count: int = 0
    rows: list[int] = field(default_factory=list)
    values: Counter[str] = field(default_factory=Counter)


class Problems:
    """All oddities of one log, as they are found."""

    def __init__(self) -> None:
        self._found: dict[str, Problem] = {}

    def add(
        self,
        sort: str,
        count: int,
        *,
        rows: Iterable[int] = (),
        values: Iterable[str] | Mapping[str, int] = (),
    ) -> None:
        """
        Count some.

        :param rows: their rows, counted from 1 below the titles; the first few are kept
        :param values: what was written, if that helps
        """
        if count:
            problem = self._found.setdefault(sort, Problem())
            problem.count += int(count)
            room = SHOWN - len(problem.rows)
            problem.rows += [int(row) for row, _ in zip(rows, range(room), strict=False)]
            if len(problem.values) < MOST_VALUES:
                problem.values.update(values)

    def count(self, sort: str) -> int:
        """How many of a sort there are."""
        return self._found[sort].count if sort in self._found else 0

    @property
    def stops(self) -> bool:
        """Whether there is anything that a strict reading does not pass over."""
        return any(sort not in NOTES for sort in self._found)

    def report(self) -> list[dict[str, Any]]:
        """Each sort that was found, in the order of `SORTS`."""
        return [
            {
                "sort": sort,
                "note": sort in NOTES,
                "count": self._found[sort].count,
                "says": says,
                "rows": self._found[sort].rows,
                "values": dict(self._found[sort].values.most_common(SHOWN)),
            }
            for sort, says in SORTS.items()
            if sort in self._found
        ]

    def lines(self) -> Iterator[str]:
        """The same for a person: one line each, values below."""
        for one in self.report():
            yield f"{one['count']:>12,}  {one['says']}"
            if one["rows"] and not one["note"]:
                more = " …" if one["count"] > len(one["rows"]) else ""
                yield f"{'':>14}rows {', '.join(map(str, one['rows']))}{more}"
            if one["values"]:
                yield f"{'':>14}" + ", ".join(f"{v} ({n:,})" for v, n in one["values"].items())
