"""What was found in a registry file: a plain report, told on a terminal and kept with the data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

FIRST_ROWS = 3
MOST_VALUES = 200  # of one variable; beyond these, unknown values are counted together


@dataclass(frozen=True)
class Odd:
    """A value that the dictionary does not know; rows count from 1, the header not counted."""

    variable: str
    form: str
    value: str
    count: int
    first_rows: tuple[int, ...]


@dataclass(frozen=True)
class Relabelled:
    """A code to which the file itself gives another meaning than the dictionary, or a new one."""

    variable: str
    code: str
    in_file: str
    in_dictionary: str


@dataclass(frozen=True)
class Report:
    """
    Everything found. `by_form` counts rows by version of the form; `odd_beyond` counts, by
    variable, values past the first `MOST_VALUES`; `blank` counts, by variable, rows of a form that
    requires it and have none; `outside` counts values in rows of a form without that variable.
    """

    rows: int
    by_form: Mapping[str, int]
    odd: Sequence[Odd] = ()
    odd_beyond: Mapping[str, int] = field(default_factory=dict)
    withheld: int = 0
    """Cells left out of what is stored, being no code and longer than one."""
    relabelled: Sequence[Relabelled] = ()
    missing_columns: Sequence[str] = ()
    unknown_columns: Sequence[str] = ()
    undocumented_columns: Sequence[str] = ()
    blank: Mapping[str, int] = field(default_factory=dict)
    outside: Mapping[str, int] = field(default_factory=dict)
    impossible_dates: Sequence[Odd] = ()
    impossible_beyond: int = 0
    out_of_form: int = 0
    """Rows whose day is not of the months of the form that their columns say."""
    date_order: str = ""
    date_order_sure: bool = True
    first_day: str = ""
    last_day: str = ""
    duplicates: int = 0
    first_duplicates: Sequence[int] = ()
    skipped_lines: int = 0
    first_skipped: Sequence[int] = ()

    @property
    def problems(self) -> int:
        """How many things a strict import refuses; repeated rows are none: 2,012 are published."""
        return (
            sum(each.count for each in (*self.odd, *self.impossible_dates))
            + sum(self.odd_beyond.values())
            + sum(self.blank.values())
            + sum(self.outside.values())
            + len(self.relabelled)
            + len(self.missing_columns)
            + len(self.unknown_columns)
            + self.impossible_beyond
            + self.skipped_lines
        )
