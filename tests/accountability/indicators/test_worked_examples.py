"""Every indicator answers its worked examples, and is written so that it can."""

from pathlib import Path

import pytest

from ruta.accountability.figures import examples, running
from ruta.accountability.indicators import reading
from ruta.accountability.indicators.reading import BadIndicators

NAMES = sorted(path.stem for path in reading.HERE.glob("*.sql"))


@pytest.mark.parametrize("name", NAMES)
def test_the_indicator_answers_its_worked_examples(name: str) -> None:
    indicator = reading.every()[name]

    assert indicator.examples
    assert list(examples.failures(indicator)) == []


def test_an_example_with_another_answer_is_told(tmp_path: Path) -> None:
    text = (reading.HERE / "impediments.sql").read_text(encoding="utf-8")
    path = tmp_path / "impediments.sql"
    path.write_text(text.replace("n = 1\n*/", "n = 2\n*/"), encoding="utf-8")

    (says,) = examples.failures(reading.read(path))

    assert says == ("impediments.sql: example 1: ('2101', 'no-staff', 'police'): n is 1, not 2")


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('unit = "count"', 'unit = "acts"', "impediments.sql:3: unit 'acts' is none of"),
        ('place = "office"', 'place = "her"', "impediments.sql:4: place 'her' is none of"),
        ('id = "impediments"', 'id = "other"', "impediments.sql:2: is called 'other'"),
        ('["impediment"]', '["colour"]', "impediments.sql:6: the query does not answer 'colour'"),
        (
            '["impediment", "office_group"]',
            '["impediment", "office_group", "duty"]',
            "impediments.sql:6: ['impediment', 'office_group', 'duty'] is more than 2 attributes",
        ),
        ("[question]\nes = ", "[question]\nqu = ", "impediments.sql:12: 'question' has not both"),
        ("[[example]]\nsays", "[[example]]\nsaid", "example 1 says 'said', which no example has"),
        ("FROM acts AS a", "FROM identities AS a", "reads 'identities', which is no relation"),
        ("a.department,", "ARG_MIN(a.day, a.day),", "uses ArgMin"),
        ("a.case_id, a.day,", "a.case_id,", "the query does not answer 'day'"),
        ("source = ", "sources = ", "impediments.sql:5: says 'sources', which no indicator has"),
        ("*/\nSELECT", "*/\nDELETE", "is not one SELECT"),
        ("place = ", "place  ", "impediments.sql:4: Expected '=' after a key"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(
    tmp_path: Path, before: str, after: str, says: str
) -> None:
    text = (reading.HERE / "impediments.sql").read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "impediments.sql"
    path.write_text(text.replace(before, after), encoding="utf-8")

    with pytest.raises(BadIndicators) as told:
        reading.read(path)

    assert says in str(told.value)


def test_an_attribute_that_the_query_does_not_answer_is_refused() -> None:
    with pytest.raises(running.UnknownDimension, match="does not answer 'name'"):
        running.text(reading.every()["impediments"], ["name"])
