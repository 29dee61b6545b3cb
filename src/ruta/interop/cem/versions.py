"""
Which version of the form each row was taken with.

Each version but one fills a column that no other fills; the one left over is that of a row that
fills none of them, unless its year comes after it: then the row is of the last version, with that
column left blank.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from . import values
from .dictionary import Dictionary, FormVersion

Places = NDArray[np.int8]
YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def of_rows(table: pa.Table, dictionary: Dictionary) -> Places:
    """The place, in the order of `dictionary.forms`, of each row's version by what it fills."""
    forms = list(dictionary.forms.values())
    otherwise = next(i for i, form in enumerate(forms) if not form.filled)
    found = np.full(table.num_rows, otherwise, dtype=np.int8)
    for place, form in enumerate(forms):
        if form.filled and form.filled in table.column_names:
            filled = table[form.filled].is_valid().to_numpy(zero_copy_only=False)
            found[filled] = place
    if values.ENTRY_DATE in table.column_names:
        late = _after(table[values.ENTRY_DATE], int(forms[otherwise].last_month[:4]))
        found[late & (found == otherwise)] = len(forms) - 1
    return found


def _after(column: pa.ChunkedArray, year: int) -> NDArray[np.bool_]:
    """Which days, however they are written, are of a later year."""
    coded = column.combine_chunks().dictionary_encode()
    years = [YEAR.search(text or "") for text in coded.dictionary.to_pylist()]
    later = [found is not None and int(found[0]) > year for found in years]
    place = coded.indices.fill_null(len(years)).to_numpy(zero_copy_only=False)
    chosen: NDArray[np.bool_] = np.array([*later, False], dtype=np.bool_)[place]
    return chosen


def of_columns(columns: Sequence[str], dictionary: Dictionary) -> frozenset[str]:
    """The versions that a file with these columns may hold."""
    forms = list(dictionary.forms.values())
    marked = {form.id for form in forms if form.filled in columns}
    unmarked = {form.id for form in forms if not form.filled}
    return frozenset(marked | unmarked)


def of_day(day: date, dictionary: Dictionary) -> tuple[str, ...]:
    """The versions in use in the month of a day; after the last month known, the last version."""
    month = f"{day:%Y-%m}"
    forms = list(dictionary.forms.values())
    within = tuple(form.id for form in forms if form.first_month <= month <= form.last_month)
    return within or ((forms[-1].id,) if month > forms[-1].last_month else ())


def expected(
    by_form: Mapping[str, int], columns: Sequence[str], dictionary: Dictionary
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Columns that a file of these versions lacks, those nobody knows, and the undocumented."""
    present = [form for form, rows in by_form.items() if rows]
    known = dictionary.variables
    wanted = [each for each in dictionary.documented if any(map(each.in_form, present))]
    missing = tuple(each.name for each in wanted if each.name not in columns)
    unknown = tuple(name for name in columns if name not in known)
    undocumented = tuple(name for name in columns if name in known and known[name].item is None)
    return missing, unknown, undocumented


def by_id(dictionary: Dictionary) -> tuple[FormVersion, ...]:
    """The versions in the order of their places."""
    return tuple(dictionary.forms.values())
