"""Which column of a log holds what."""

import re

import pytest

from ruta.accountability.comply.mapping import NoColumn, columns


def test_columns_are_found_by_the_names_they_go_by():
    found = columns(["case:concept:name", "concept:name", "time:timestamp", "org:resource"])
    assert found.held == {
        "case": "case:concept:name", "kind": "concept:name", "at": "time:timestamp",
        "office": "org:resource",
    }  # fmt: skip


def test_accents_capitals_and_marks_make_no_difference():
    found = columns(["Caso", "Tipo de acto", "Fecha-Hora"])
    assert [found[name] for name in ("case", "kind", "at")] == [
        "Caso",
        "Tipo de acto",
        "Fecha-Hora",
    ]


def test_what_is_said_goes_before_what_is_guessed():
    found = columns(["case", "kind", "at", "seen"], said={"at": "seen"})
    assert found["at"] == "seen"


def test_a_fact_that_the_rules_read_is_found_by_its_name():
    found = columns(["case", "kind", "at", "fact_risk", "door"], facts=("risk", "door", "age"))
    assert found.facts == {"risk": "fact_risk", "door": "door"}


@pytest.mark.parametrize(
    ("there", "said", "tells"),
    [
        (["only"], {}, "no column for case, kind, at: say which with --map case=COLUMN"),
        ([], {}, "there are: none"),
        (["case", "kind", "at"], {"at": "when"}, "no column 'when'; there are: case, kind, at"),
        (["case", "kind", "at"], {"time": "at"}, "'time' is nothing a log holds"),
    ],
)
def test_a_column_that_is_missing_is_told_with_those_there_are(there, said, tells):
    with pytest.raises(NoColumn, match=re.escape(tells)):
        columns(there, said=said)
