"""
A registry file expanded from the published counts, to try the import on: invented rows, real sums.

Year, department and risk follow the published counts cell by cell; sex, type of violence, bond,
age group and month follow their published totals one by one, without how they go together. Every
other answer is drawn evenly from its codes: it has the right form and no meaning. The 24 cases that
the source suppressed are not made up. No row stands for a person.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv

from ruta.directory import territory
from ruta.simulator import population

from . import dictionary as dictionaries
from . import published, values
from .dictionary import Dictionary, FormVersion, Variable

Texts = NDArray[np.str_]
CODES = {name: code for code, name in published.RISKS.items()}
WOMAN, LAST_FORM = "0", "2023-10"


def sizes(rows: int | None) -> dict[published.Group, int]:
    """
    How many rows of each published group: all of them, or `rows` in their proportions.

    A sample gives each group its share rounded down, then one more to the largest remainders.
    """
    every = published.groups()
    if rows is None:
        return every
    total = sum(every.values())
    found = {group: count * rows // total for group, count in every.items()}
    left = sorted(every, key=lambda group: (-(every[group] * rows % total), group))
    for group in left[: rows - sum(found.values())]:
        found[group] += 1
    return {group: count for group, count in found.items() if count}


def write(path: Path, *, rows: int | None = None, seed: int = 30364) -> int:
    """Write such a file, as the consolidated one is: UTF-8, commas; and answer how many rows."""
    columns = tuple(dictionaries.load().variables)
    schema = pa.schema([(name, pa.string()) for name in columns])
    options = arrow_csv.WriteOptions(quoting_style="needed")
    written = 0
    with arrow_csv.CSVWriter(path, schema, write_options=options) as file:
        for table in tables(rows=rows, seed=seed):
            file.write_table(table.select(list(columns)))
            written += table.num_rows
    return written


def tables(*, rows: int | None = None, seed: int = 30364) -> Iterator[pa.Table]:
    """The rows, one table for each department and year; the same seed, the same rows."""
    book = dictionaries.load()
    together: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for group, count in sizes(rows).items():
        together.setdefault(group[:2], []).append((group.risk, count))
    for number, ((year, department), risks) in enumerate(together.items()):
        draw = np.random.default_rng([seed, number])
        codes = np.repeat([CODES[risk] for risk, _count in risks], [n for _risk, n in risks])
        yield _table(book, year, department, codes, draw)


def _table(
    book: Dictionary, year: str, department: str, risks: Texts, draw: np.random.Generator
) -> pa.Table:
    size = len(risks)
    months = _weighted(draw, size, range(1, 13), population.margins()["monthly"][year])
    forms = _forms(book, int(year), months, draw)
    answers: dict[str, Texts] = {
        values.RISK: risks,
        values.ENTRY_DATE: np.char.add(
            np.char.add(np.char.add(months.astype(str), "/"), _any(draw, size, range(1, 29))),
            f"/{year}",
        ),
        **_published(draw, size, year),
        **_home(draw, size, department),
        "CEM": np.char.add("CEM ", np.char.add(f"{department} ", _any(draw, size, range(1, 18)))),
    }
    for variable in book.variables.values():
        if variable.name not in answers:
            answers[variable.name] = _answers(variable, draw, size)
    for variable in book.variables.values():
        if variable.asked_when:
            parent, code = variable.asked_when
            answers[variable.name] = np.where(answers[parent] == code, answers[variable.name], "")
        asked = np.isin(forms, [form for form in book.forms if variable.in_form(form)])
        answers[variable.name] = np.where(asked, answers[variable.name], "")
    return pa.table({name: _or_blank(texts) for name, texts in answers.items()})


def _forms(
    book: Dictionary, year: int, months: NDArray[np.int64], draw: np.random.Generator
) -> Texts:
    """Each row's version of the form; in a month that two share, either."""
    found = np.full(len(months), LAST_FORM)
    for month in range(1, 13):
        text = f"{year}-{month:02}"
        using = [form.id for form in book.forms.values() if _used(form, text)] or [LAST_FORM]
        here = months == month
        found[here] = draw.choice(using, int(here.sum()))
    return found


def _used(form: FormVersion, month: str) -> bool:
    return form.first_month <= month <= form.last_month


def _published(draw: np.random.Generator, size: int, year: str) -> dict[str, Texts]:
    """What has a published total of its own."""
    book = population.margins()
    sexes = [book["sex_by_year"][who][year] for who in ("women", "men")]
    bonds = [book["bond"][bond] for bond in population.BONDS]
    reports = [book["reported_before"][answer] for answer in ("no", "yes")]
    ages = _weighted(draw, size, range(5), [book["age_group"][age] for age in population.AGES])
    low, high = np.array([population.AGE_BOUNDS[age] for age in population.AGES]).T
    return {
        "SEXO_VICTIMA": _weighted(draw, size, range(2), sexes).astype(str),
        "TIPO_VIOLENCIA": _weighted(
            draw, size, range(4), book["violence_type_by_year"][year]
        ).astype(str),
        "VINCULO_AGRESOR_VICTIMA": _weighted(draw, size, range(1, 4), bonds).astype(str),
        "INTERPUSO_DENUNCIA": _weighted(draw, size, range(2), reports).astype(str),
        "EDAD_VICTIMA": draw.integers(low[ages], high[ages] + 1).astype(str),
    }


def _home(draw: np.random.Generator, size: int, department: str) -> dict[str, Texts]:
    """A district of the department, evenly drawn; 99 in every part where none is stated."""
    names = {name: code for code, name in territory.departments().items()}
    code = names.get(department, values.NOT_STATED)
    within = [place.ubigeo for place in territory.within(code)] or ["999999"]
    chosen = draw.choice(within, size).astype(str)
    parts = {"DPTO_DOMICILIO": 0, "PROV_DOMICILIO": 2, "DIST_DOMICILIO": 4}
    return {
        **{name: _cut(chosen, start) for name, start in parts.items()},
        "CENTRO_POBLADO_DOMICILIO": np.full(size, "0001"),
    }


def _answers(variable: Variable, draw: np.random.Generator, size: int) -> Texts:
    if variable.codes is not None and len(variable.codes) > 1:
        return draw.choice(list(variable.codes), size)
    if variable.type == "unknown" or variable.codes is not None:  # a box, ticked by one in eight
        return np.where(draw.random(size) < 0.125, "1", "")
    return (
        draw.integers(18, 70, size).astype(str)
        if variable.name in values.AGES
        else _any(draw, size, range(4))
    )


def _weighted(
    draw: np.random.Generator, size: int, choices: range, weights: Sequence[float]
) -> NDArray[np.int64]:
    shares = np.asarray(weights, dtype=float)
    return draw.choice(np.array(choices), size, p=shares / shares.sum())


def _any(draw: np.random.Generator, size: int, choices: range) -> Texts:
    return draw.choice(np.array(choices), size).astype(str)


def _cut(codes: Texts, start: int) -> Texts:
    return (
        codes.astype("U6").view("U1").reshape(-1, 6)[:, start : start + 2].copy().view("U2")[:, 0]
    )


def _or_blank(texts: Texts) -> pa.Array:
    return pa.array([text or None for text in texts.tolist()], type=pa.string())
