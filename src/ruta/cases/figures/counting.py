"""Counts by one attribute or by two, exact, in one statement."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from .asked import Question
from .attributes import Attribute
from .scope import Scope

COUNT = """
    select {rows}, {columns}, count(*) from {tables}
    where {instant} >= %(since)s and {instant} < %(until)s
    group by 1, 2
"""


@dataclass(frozen=True)
class Counted:
    """
    How many there are by pair of values; the second is empty where one attribute was asked for.

    `rows` and `columns` are values, most counted first; months in their order.
    """

    cells: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.cells.values())

    @property
    def rows(self) -> tuple[str, ...]:
        """The values of the first attribute."""
        return _ordered(self.of_rows)

    @property
    def columns(self) -> tuple[str, ...]:
        """The values of the second attribute."""
        return _ordered(self.of_columns)

    @property
    def of_rows(self) -> Counter[str]:
        """How many each value of the first attribute has."""
        return self._sums(0)

    @property
    def of_columns(self) -> Counter[str]:
        """How many each value of the second attribute has."""
        return self._sums(1)

    def _sums(self, place: int) -> Counter[str]:
        sums: Counter[str] = Counter()
        for pair, many in self.cells.items():
            sums[pair[place]] += many
        return sums


def count(scope: Scope, question: Question) -> Counted:
    """What a question counts in a scope."""
    by = question.columns
    sql = COUNT.format(
        rows=question.rows.sql,
        columns=by.sql if by else "''",
        tables=question.unit.tables,
        instant=question.unit.instant,
    )
    cells: Counter[tuple[str, str]] = Counter()
    for row, column, many in scope.fetch(sql, **question.span.parameters):
        cells[_folded(question.rows, row), _folded(by, column)] += many
    return Counted(dict(cells))


def _folded(attribute: Attribute | None, value: str) -> str:
    return attribute.fold(value) if attribute else value


def _ordered(sums: Counter[str]) -> tuple[str, ...]:
    if all(value[:2] == "20" and value[4:5] == "-" for value in sums):
        return tuple(sorted(sums))
    return tuple(sorted(sums, key=lambda value: (-sums[value], value)))
