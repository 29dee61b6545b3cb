"""
Which version of the form each row was taken with.

Each version but one fills a column that no other fills; the one left over is that of a row that
fills none of them. Where a file lacks those columns, a row is of the version of its month.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .dictionary import Dictionary, FormVersion

Places = NDArray[np.int8]


def of_rows(table: pa.Table, dictionary: Dictionary) -> Places:
    """The place, in the order of `dictionary.forms`, of each row's version by what it fills."""
    forms = list(dictionary.forms.values())
    otherwise = next(i for i, form in enumerate(forms) if not form.filled)
    found = np.full(table.num_rows, otherwise, dtype=np.int8)
    for place, form in enumerate(forms):
        if form.filled and form.filled in table.column_names:
            filled = table[form.filled].is_valid().to_numpy(zero_copy_only=False)
            found[filled] = place
    return found


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
