"""A line of the keeper's log: when, what, of which case; of an error its place, not its words."""

import json
import logging
import sys

from ruta.access.keyd import journal

WORDS = "un relato inventado"


def line(*, error: Exception | None = None, **fields: object) -> dict[str, object]:
    raised = None
    if error is not None:
        try:
            raise error
        except type(error):
            raised = sys.exc_info()
    record = logging.LogRecord(
        "ruta.keyd", logging.WARNING, "somewhere.py", 1, "refused", (), raised
    )
    record.created = 1_795_000_000.25
    for name, value in fields.items():
        setattr(record, name, value)
    written: dict[str, object] = json.loads(journal.Lines().format(record))
    return written


def test_a_line_says_when_what_and_of_which_case() -> None:
    said = line(op="keys", kind="hide", count=3, case_id="a case", person="somebody", text=WORDS)

    assert said == {
        "at": "2026-11-18T11:06:40.250+00:00", "level": "warning", "logger": "ruta.keyd",
        "event": "refused", "op": "keys", "kind": "hide", "count": 3, "case_id": "a case",
    }  # fmt: skip


def test_of_an_error_it_says_where_and_never_its_words() -> None:
    said = line(error=ValueError(WORDS))

    assert said["error"] == "ValueError"
    place, _, function = str(said["raised_at"]).partition(" ")
    assert place.startswith("test_journal.py:")
    assert function == "line"
    assert WORDS not in json.dumps(said)
