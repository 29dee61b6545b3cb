"""Every attribute and every value that a figure may show has a name in both languages."""

from pathlib import Path

import pytest

from ruta.accountability.figures import attributes, examples, relations, running
from ruta.accountability.indicators import reading

NAMES_ITSELF = {"article", "office"}


def test_every_dimension_has_a_name() -> None:
    used = {name for i in reading.every().values() for each in i.dimensions for name in each}

    assert used - set(attributes.every()) == set()


def test_every_attribute_that_does_not_name_itself_names_its_values() -> None:
    silent = {id_ for id_, each in attributes.every().items() if not each.values}

    assert silent == NAMES_ITSELF


def test_every_value_in_a_worked_example_has_a_name() -> None:
    nameless = [
        (indicator.id, name, row[name])
        for indicator in reading.every().values()
        for example in indicator.examples
        for row in example.expect
        for name in example.by
        if name not in NAMES_ITSELF | {"office"} and row[name] != attributes.NOT_KNOWN
        if row[name] not in attributes.every()[name].values
    ]

    assert nameless == []


def test_a_duty_is_named_by_its_latest_wording() -> None:
    name = attributes.every()["duty"].label("entity-report-breach-24h")

    assert name.en == "Tell the family court of any breach"


def test_a_value_that_nobody_knows_says_so() -> None:
    assert attributes.every()["language"].label(attributes.NOT_KNOWN).es == "No se sabe"


@pytest.mark.parametrize(("by", "rows"), [("implication", 16), ("area", 5)])
def test_an_implication_without_data_has_a_row_that_says_so(
    by: str, rows: int, tmp_path: Path
) -> None:
    indicator = reading.every()["in-time"]
    made = examples.written(indicator.examples[0], tmp_path)
    with relations.opened(made) as connection:
        found = running.table(connection, indicator, [by])

    assert len(found) == rows
    assert sum(row.of or 0 for row in found) == 3
    assert sum(1 for row in found if row.of == 0) == rows - 1


def test_a_figure_of_nothing_is_a_row_of_nothing(tmp_path: Path) -> None:
    indicator = reading.every()["in-time"]
    made = examples.written(indicator.examples[0], tmp_path)
    with relations.opened(made) as connection:
        (row,) = running.table(connection, reading.every()["child-kept-safe"])

    assert (row.n, row.of) == (0, 0)
