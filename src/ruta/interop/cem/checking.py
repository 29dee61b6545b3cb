"""
A registry file checked, chunk by chunk, against the dictionary.

A chunk is looked at by distinct values, not cell by cell: a million rows of 186 columns hold few.
Memory: one chunk, what is reported, and eight bytes a row to find rows that repeat another.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from . import dates, labels_of, repeats, values, versions
from .dictionary import Dictionary, Variable
from .names import printable
from .report import FIRST_ROWS, MOST_VALUES, Odd, Report
from .sources import UnreadableFile

OTHER = ""
# Some 300,000 are possible in eight years; beyond this the columns hold something else.
MOST_CELLS = 1_000_000
Key = tuple[str, str, str]
Cell = tuple[str, str, str, int]
"""Text of a day, department, risk, place of the form."""


class Checker:
    """Takes the chunks of one file in order; afterwards `report` tells what was found."""

    def __init__(self, columns: Sequence[str], dictionary: Dictionary) -> None:
        self._dictionary, self._columns = dictionary, tuple(columns)
        self._variables = [dictionary.variables[c] for c in columns if c in dictionary.variables]
        self._forms = versions.by_id(dictionary)
        self.rows = 0
        self._by_form: Counter[str] = Counter()
        self._odd: dict[Key, tuple[int, list[int]]] = {}
        self._distinct: Counter[str] = Counter()
        self._beyond: Counter[str] = Counter()
        self._blank: Counter[str] = Counter()
        self._outside: Counter[str] = Counter()
        self._days: dict[str, tuple[int, list[int]]] = {}
        self._withheld = 0
        self._repeats = repeats.Repeats()
        self.cells: Counter[Cell] = Counter()

    def take(self, chunk: pa.Table) -> pa.Table:
        """Check a chunk; it comes back tidied, without the columns and texts nobody knows."""
        forms = versions.of_rows(chunk, self._dictionary)
        for place, form in enumerate(self._forms):
            self._by_form[form.id] += int((forms == place).sum())
        hashes = repeats.of_no_cell(chunk.num_rows)
        columns = {}
        for variable in self._variables:
            found = self._column(chunk[variable.name], variable, forms)
            columns[variable.name] = found
            hashes = repeats.with_column(hashes, variable.name, found)
        self._repeats.add(hashes)
        tidied = pa.table(columns)
        self._count(tidied, forms)
        self.rows += chunk.num_rows
        return tidied

    def _column(
        self, column: pa.ChunkedArray, variable: Variable, forms: versions.Places
    ) -> pa.Array:
        coded = column.combine_chunks().dictionary_encode()
        raw = [text or "" for text in coded.dictionary.to_pylist()]
        tidied = [_tidied(variable, text) for text in raw]
        place = coded.indices.fill_null(len(raw)).to_numpy(zero_copy_only=False)
        tidied.append("")
        pairs = place.astype(np.int64) * len(self._forms) + forms
        found, counts = np.unique(pairs, return_counts=True)
        kept: list[str | None] = list(tidied)
        for pair, count in zip(found.tolist(), counts.tolist(), strict=True):
            at, form = divmod(pair, len(self._forms))
            if not self._fits(variable, tidied[at], self._forms[form].id, count):
                self._note(variable, tidied[at], self._forms[form].id, count, pairs, pair)
            if not self._may_stay(variable, tidied[at]):
                self._withheld += count
                kept[at] = None
        stored = pa.array([text or None for text in kept], type=pa.string())
        return stored.take(pa.array(place))

    def _fits(self, variable: Variable, text: str, form: str, count: int) -> bool:
        """Whether there is nothing unknown about a value; what is blank or misplaced is counted."""
        if not text:
            if variable.required and variable.in_form(form):
                self._blank[variable.name] += count
            return True
        if not variable.in_form(form):
            self._outside[variable.name] += count
        # What looks like a day and is none is told once the order of the file's days is known.
        if variable.type == "date":
            return self._may_stay(variable, text)
        return values.is_known(variable, text, form)

    def _may_stay(self, variable: Variable, text: str) -> bool:
        """Whether a value is stored as it is: known, blank, or too short to be a name."""
        if not text or values.kept(variable, text):
            return True
        if variable.type == "date":
            return dates.LOOKS_LIKE_A_DATE.fullmatch(text) is not None
        return any(values.is_known(variable, text, form.id) for form in self._forms)

    def _note(
        self, variable: Variable, text: str, form: str, count: int,
        pairs: NDArray[np.int64], pair: int,
    ) -> None:  # fmt: skip
        key = (variable.name, form, values.shown(text))
        if key not in self._odd:
            if self._distinct[variable.name] >= MOST_VALUES:
                self._beyond[variable.name] += count
                return
            self._distinct[variable.name] += 1
        so_far, rows = self._odd.get(key, (0, []))
        if len(rows) < FIRST_ROWS:
            rows = [*rows, *_first(pairs == pair, self.rows)][:FIRST_ROWS]
        self._odd[key] = (so_far + count, rows)

    def _count(self, tidied: pa.Table, forms: versions.Places) -> None:
        """Count rows by day as written, department, risk and form."""
        names = (values.ENTRY_DATE, values.HOME_DEPARTMENT, values.RISK)
        blank = pa.nulls(tidied.num_rows, pa.string())
        columns = [tidied[n] if n in tidied.column_names else blank for n in names]
        grouped = pa.table([*columns, pa.array(forms)], names=[*"abcd"])
        for row in grouped.group_by([*"abcd"]).aggregate([([], "count_all")]).to_pylist():
            self.cells[row["a"] or "", row["b"] or "", row["c"] or "", row["d"]] += row["count_all"]
        if len(self.cells) > MOST_CELLS:
            raise UnreadableFile("its days, departments and risks are no days or codes")
        if values.ENTRY_DATE in tidied.column_names:
            self._note_days(tidied[values.ENTRY_DATE])

    def _note_days(self, column: pa.ChunkedArray) -> None:
        """Keep where each day is first met; in one sorting, however many days there are."""
        coded = column.combine_chunks().dictionary_encode()
        places = np.asarray(coded.indices.fill_null(-1))
        order = np.argsort(places, kind="stable")
        texts = coded.dictionary.to_pylist()
        starts = np.searchsorted(places[order], np.arange(len(texts) + 1)).tolist()
        for at, text in enumerate(texts):
            if text not in self._days:
                rows = order[starts[at] : min(starts[at + 1], starts[at] + FIRST_ROWS)].tolist()
                self._days[text] = (0, [self.rows + 1 + row for row in rows])

    def report(
        self, *, today: date, labels: Mapping[str, Mapping[str, str]],
        skipped: int = 0, first_skipped: Sequence[int] = (),
    ) -> Report:  # fmt: skip
        """Everything found, once every chunk was taken."""
        by_form = {form.id: self._by_form[form.id] for form in self._forms}
        missing, unknown, undocumented = versions.expected(by_form, self._columns, self._dictionary)
        days = dates.Days.of((cell[0] for cell in self.cells), today=today)
        impossible = list(self._impossible(days))
        possible = [day for day in days.by_text.values() if day]
        repeated, first = self._repeats.found()
        return Report(
            rows=self.rows, by_form=by_form,
            odd=[Odd(*key, count, tuple(rows)) for key, (count, rows) in self._odd.items()],
            odd_beyond=dict(self._beyond), withheld=self._withheld,
            relabelled=list(labels_of.differing(labels, self._dictionary)),
            missing_columns=missing, unknown_columns=tuple(map(printable, unknown)),
            undocumented_columns=undocumented,
            blank=dict(self._blank), outside=dict(self._outside),
            impossible_dates=impossible[:MOST_VALUES],
            impossible_beyond=sum(each.count for each in impossible[MOST_VALUES:]),
            out_of_form=self._out_of_form(days),
            date_order=days.order, date_order_sure=days.sure,
            first_day=str(min(possible, default="")), last_day=str(max(possible, default="")),
            duplicates=repeated, first_duplicates=first,
            skipped_lines=skipped, first_skipped=tuple(first_skipped),
        )  # fmt: skip

    def _impossible(self, days: dates.Days) -> Iterator[Odd]:
        counts: Counter[str] = Counter()
        for (text, *_rest), count in self.cells.items():
            if text and days.by_text[text] is None:
                counts[text] += count
        for text, count in counts.most_common():
            rows = self._days.get(text, (0, []))[1]
            yield Odd(values.ENTRY_DATE, OTHER, dates.shown(text), count, tuple(rows))

    def _out_of_form(self, days: dates.Days) -> int:
        wrong = 0
        for (text, _department, _risk, form), count in self.cells.items():
            day = days.by_text.get(text)
            if day and self._forms[form].id not in versions.of_day(day, self._dictionary):
                wrong += count
        return wrong


def _tidied(variable: Variable, text: str) -> str:
    return dates.tidy(text) if variable.type == "date" else values.tidy(variable, text)


def _first(where: NDArray[np.bool_], before: int) -> list[int]:
    """Numbers, from 1, of the first rows of a chunk that match; `before` rows came earlier."""
    return [before + 1 + int(row) for row in np.flatnonzero(where)[:FIRST_ROWS]]
