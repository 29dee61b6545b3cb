"""A counted question as a table, every number leading to what is behind it, and as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from ruta.cases.figures.asked import Question, Span
from ruta.cases.figures.attributes import Attribute
from ruta.cases.figures.counting import Counted
from ruta.web.components.lists import Cell, Column, Table
from ruta.web.desk import exports

from . import words
from .access import BEHIND

MOST_COLUMNS, MOST_ROWS = 12, 60
THE_REST = "*"


def behind(unit: str, values: Mapping[str, str], span: Span | None = None) -> str:
    """The address of what is behind a number."""
    months = {"desde": span.first, "hasta": span.last} if span else {}
    return f"{BEHIND}?{urlencode({'tema': unit, **values, **months})}"


def files(address: str, query: str) -> list[tuple[str, str]]:
    """The kinds of file there are of a page, and where each is."""
    return [(f.upper(), f"{address}exportar/?{query}&formato={f}") for f in exports.TYPES]


@dataclass(frozen=True)
class Answer:
    """A question, what it counted, and the names of the offices in it."""

    question: Question
    counted: Counted
    offices: Mapping[str, str]

    @property
    def title(self) -> str:
        """What is counted, in words: "Plazos por qué se debe y cómo está"."""
        unit = words.UNITS[self.question.unit.code]
        names = [_inside(self.question.rows)]
        if self.question.columns:
            names.append(_inside(self.question.columns))
        by = _(" y ").join(names)
        return _("%(unit)s por %(by)s") % {"unit": unit, "by": by}

    @property
    def table(self) -> Table:
        """The table of a page; what does not fit is summed in a last row or column."""
        rows, columns = self._rows, self._columns
        head = (
            Column(words.attribute(self.question.rows.code)),
            *(Column(self._named(self.question.columns, each), numeric=True) for each in columns),
            Column(_("Total"), numeric=True),
        )
        lines = [self._line(row, columns) for row in rows]
        if columns or len(rows) > 1:
            lines.append(self._line("", columns))
        return Table(self.title, head, tuple(lines))

    def sheet(self) -> exports.Sheet:
        """The same as a file: one line for each number that is not nothing."""
        by = self.question.columns
        head = [words.attribute(self.question.rows.code)]
        head += [words.attribute(by.code)] if by else []
        lines: list[list[str | int | datetime | None]] = []
        for (row, column), many in sorted(self.counted.cells.items()):
            second = [self._named(by, column)] if by else []
            lines.append([self._named(self.question.rows, row), *second, many])
        return exports.Sheet(_("pregunta"), [*head, _("cuántos")], lines)

    @property
    def _rows(self) -> tuple[str, ...]:
        return _fitting(self._values(self.question.rows, self.counted.rows), MOST_ROWS)

    @property
    def _columns(self) -> tuple[str, ...]:
        if self.question.columns is None:
            return ()
        return _fitting(self._values(self.question.columns, self.counted.columns), MOST_COLUMNS)

    def _values(self, of: Attribute, found: tuple[str, ...]) -> tuple[str, ...]:
        """Of months every one of the span, also those in which there is nothing."""
        return self.question.span.months if of.code == "mes" and found else found

    def _line(self, row: str, columns: tuple[str, ...]) -> tuple[Cell, ...]:
        named = self._named(self.question.rows, row) if row else _("Total")
        cells = [self._cell(row, column) for column in columns]
        return (Cell(named), *cells, self._cell(row, ""))

    def _cell(self, row: str, column: str) -> Cell:
        """A number; an empty value stands for all, and leads to all."""
        many = sum(
            n
            for (its_row, its_column), n in self.counted.cells.items()
            if self._within(row, its_row, self._rows)
            and self._within(column, its_column, self._columns)
        )
        if not many or THE_REST in (row, column):
            return Cell(f"{many:,}")
        values = {self.question.rows.code: row} if row else {}
        if column and self.question.columns:
            values[self.question.columns.code] = column
        unit = self.question.unit.code
        return Cell(f"{many:,}", behind(unit, values, self.question.span))

    @staticmethod
    def _within(wanted: str, value: str, shown: tuple[str, ...]) -> bool:
        if wanted == THE_REST:
            return value not in shown
        return not wanted or wanted == value

    def _named(self, of: Attribute | None, value: str) -> str:
        if value == THE_REST or of is None:
            return _("Los demás")
        return words.value(of, value, self.offices)


def _fitting(values: tuple[str, ...], most: int) -> tuple[str, ...]:
    """As many values as fit, and one for the rest."""
    if len(values) <= most:
        return values
    months = values[0][4:5] == "-" and values[0][:2] == "20"
    kept = values[1 - most :] if months else values[: most - 1]
    return (*kept, THE_REST)


def _inside(of: Attribute) -> str:
    name = words.attribute(of.code)
    return name[:1].lower() + name[1:]
