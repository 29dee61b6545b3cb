"""Obligations as a table: one row each, null where there is nothing."""

from datetime import UTC, datetime

import pyarrow as pa

from ruta.accountability.comply import literal, local, rows
from ruta.accountability.comply.rules import Rules
from ruta.acts import vocabulary
from ruta.acts.instants import microseconds
from ruta.law import rulebook
from ruta.law.clock import Clock
from ruta.law.model import Act, Office
from ruta.law.status import STATUSES

POLICE = Office("pnp-1", "comisaria")
AS_OF = datetime(2024, 6, 1, tzinfo=UTC)


def _clock() -> Clock:
    return Clock(rulebook.default(), counts_as=vocabulary.counts_as())


def _act(number: int, kind: str, hour: int) -> Act:
    at = datetime(2024, 3, 4, hour, tzinfo=UTC)
    return Act(id=str(number), kind=kind, at=at, arrival=number, recorded_at=at, office=POLICE)


def _table(*acts: tuple[str, int]) -> tuple[pa.Table, pa.Table]:
    clock = _clock()
    case = [_act(number, kind, hour) for number, (kind, hour) in enumerate(acts)]
    said = literal.written([case], clock.plans)
    rules = Rules(clock, said.dictionaries)
    found = local.run(rules, said.acts, as_of=microseconds(AS_OF))
    return rows.table(said.acts, found), rows.wordings(clock.rulebook)


def test_a_row_says_when_it_started_was_due_and_met():
    table, wordings = _table(("fact-known-pnp", 10), ("police-report-sent-court", 15))
    ids = wordings["id"].to_pylist()
    row = next(r for r in table.to_pylist() if r["met"] is not None)
    assert row["start"] == 0
    assert row["seconds"] == 5 * 3600
    assert row["due"] > row["met"] > row["started"]
    assert STATUSES[row["status"]] == "met"
    assert ids[row["wording"]]


def test_what_did_not_happen_is_null():
    table, _ = _table(("fact-known-pnp", 10))
    assert set(table["met"].to_pylist()) == {None}
    assert set(table["seconds"].to_pylist()) == {None}


def test_wordings_of_one_thread_are_one_duty():
    rulebook_ = rulebook.default()
    duties = rows.duties(rulebook_)
    for wording in rulebook_.wordings.values():
        for earlier in wording.replaces:
            assert duties[wording.id] == duties[earlier]
