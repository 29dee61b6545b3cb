"""Rows written as a registry file, and what is left in them to be typed."""

import csv
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import answers, dates, dictionary, values
from .dictionary import Variable

OWN = 0o600
"""A row is a case: nobody else on the machine reads the file."""
STAYS, NOT_KEPT, NOT_SAID = "stays", "not-kept", "not-said"


@dataclass(frozen=True)
class Lacking:
    """
    A question without an answer in some rows, and why: `STAYS` where she lives, which never leaves
    as a file; `NOT_KEPT` by Ruta; `NOT_SAID` in those cases.
    """

    variable: Variable
    rows: int
    why: str


@dataclass(frozen=True)
class Left:
    """A cell that was not written, being nothing the dictionary knows; rows count from 1."""

    row: int
    variable: str
    shown: str


def columns(form: str) -> tuple[Variable, ...]:
    """
    The columns of a version of the form: the documented ones that it has, then its own.

    :raises KeyError: if there is no such version
    """
    book = dictionary.load()
    version = book.forms[form]
    own = (each for each in book.of_form(form) if each.item is None and each.forms)
    return (*(each for each in book.documented if each.in_form(version.id)), *own)


def lacking(rows: Sequence[Mapping[str, str]], form: str) -> list[Lacking]:
    """What is blank though the form asks for it, and no other answer rules the question out."""
    found = []
    for variable in columns(form):
        blank = sum(not row.get(variable.name) and _asked(variable, row) for row in rows)
        if blank:
            found.append(Lacking(variable, blank, _why(variable)))
    return found


def write(
    path: Path, rows: Iterable[Mapping[str, str]], *, form: str
) -> tuple[int, list[Left], Counter[str]]:
    """
    Write a registry file: UTF-8, commas, every column of the form.

    What the dictionary does not know is left blank, so that nothing in the file is a formula, a
    name or a free text.

    :returns: how many rows, which cells were left blank, and how often a column has no place
    """
    wanted = columns(form)
    names = {each.name for each in wanted}
    left: list[Left] = []
    elsewhere: Counter[str] = Counter()
    number = 0
    with open(path, "w", encoding="utf-8", newline="", opener=_own) as file:
        writer = csv.writer(file)
        writer.writerow(each.name for each in wanted)
        for number, row in enumerate(rows, start=1):
            elsewhere.update(name for name, text in row.items() if text and name not in names)
            writer.writerow(_cells(wanted, row, form, number, left))
    return number, left, elsewhere


def _own(path: str, flags: int) -> int:
    return os.open(path, flags, OWN)


def _cells(
    wanted: Sequence[Variable], row: Mapping[str, str], form: str, number: int, left: list[Left]
) -> list[str]:
    cells = []
    for variable in wanted:
        text = row.get(variable.name, "")
        text = dates.tidy(text) if variable.type == "date" else values.tidy(variable, text)
        if text and not _known(variable, text, form):
            left.append(Left(number, variable.name, values.shown(text)))
            text = ""
        cells.append(text)
    return cells


def _known(variable: Variable, text: str, form: str) -> bool:
    if variable.type == "date":
        return dates.parse(text, dates.MONTH_FIRST) is not None
    return values.is_known(variable, text, form)


def _asked(variable: Variable, row: Mapping[str, str]) -> bool:
    if variable.asked_when is None:
        return True
    told = row.get(variable.asked_when[0], "")
    return not told or told == variable.asked_when[1]


def _why(variable: Variable) -> str:
    if variable.name in answers.HOME:
        return STAYS
    return NOT_SAID if variable.name in answers.FILLED else NOT_KEPT
