"""A store filled case by case holds what the table of acts states, and nothing when interrupted."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq

from ruta.acts import codes, filling, store, table
from ruta.acts.filling import Filler, Place
from ruta.cli import acts as command
from ruta.law import rulebook
from ruta.law.model import Act, Office

REFERENCE = Path(__file__).parents[2] / "docs/reference/act-table.md"
LIMA = ZoneInfo("America/Lima")
NIGHT = datetime(2026, 3, 1, 3, tzinfo=UTC)  # the last day of February in Lima
STATION, COURT = Office("PNP-1", "pnp"), Office("JF-1", "juzgado-familia")
PLACES = {"PNP-1": Place("pnp", "21", "2101"), "JF-1": Place("juzgado-familia", "21", "2105")}


def act(
    number: int, kind: str = "note-added", *, hours: int = 0, to: Office | None = None,
    corrects: str | None = None, annuls: str | None = None, **facts: object,
) -> Act:  # fmt: skip
    at = NIGHT + timedelta(hours=hours)
    return Act(
        id=f"a{number}", kind=kind, at=at, arrival=number, recorded_at=at + timedelta(minutes=5),
        facts=facts, office=STATION, to=to, corrects=corrects, annuls=annuls,
    )  # fmt: skip


def filled(folder: Path, *cases: tuple[list[Act], dict[str, object]]) -> store.Store:
    with Filler(folder, offices=PLACES, zone=LIMA) as filler:
        for number, (acts, known) in enumerate(cases):
            filler.add(number, filling.settled(acts).rows, known)
        filler.finish({"from": "a test"})
    return store.opened(folder)


def test_acts_come_in_the_order_of_the_clock_with_both_instants(tmp_path: Path) -> None:
    late, early = act(1, hours=2, to=COURT), act(2, "complaint-presented-pnp", risk="severo")
    (acts,) = filled(tmp_path, ([late, early], {})).chunks(further=True)
    assert acts.more["arrival"].tolist() == [2, 1]
    assert (acts.more["recorded"] - acts.at // 1_000_000).tolist() == [300, 300]
    assert acts.more["act"].tolist() == [0, 1]
    assert acts.facts["risk"].tolist() == [0, -1]
    assert acts.to is not None
    assert acts.to.tolist() == [-1, 1]


def test_seconds_are_told_and_the_order_within_them_is_kept(tmp_path: Path) -> None:
    later, sooner = act(1, "visit-made"), act(2, "note-added")
    later, sooner = (
        each._replace(at=NIGHT.replace(microsecond=part))
        for each, part in ((later, 900_000), (sooner, 5))
    )
    found = filled(tmp_path, ([later, sooner], {}))
    (acts,) = found.chunks(further=True)
    assert set(acts.at.tolist()) == {round(NIGHT.timestamp()) * 1_000_000}
    assert acts.more["arrival"].tolist() == [2, 1]
    assert found.about["micros"] is False


def test_a_correction_stands_in_its_place_and_an_annulled_act_is_marked(tmp_path: Path) -> None:
    acts = [act(1), act(2, hours=1), act(3, hours=0, corrects="a2"), act(4, hours=5, annuls="a1")]
    (found,) = filled(tmp_path, (acts, {})).chunks(further=True)
    assert found.more["corrected"].tolist() == [False, True, False]
    assert found.annulled is not None
    assert found.annulled.tolist() == [True, False, False]


def test_the_act_that_started_a_duty_is_named_by_its_number(tmp_path: Path) -> None:
    hindered = act(2, "impediment-recorded", hours=1, duty="some-duty", start_act="a1")
    alone: tuple[list[Act], dict[str, object]] = ([act(1), hindered], {})
    chunks = filled(tmp_path, alone, alone).chunks(further=True)
    assert [at for acts in chunks for at in acts.more["start_act"].tolist()] == [-1, 0, -1, 2]


def test_a_start_that_was_corrected_is_still_found(tmp_path: Path) -> None:
    hindered = act(3, "impediment-recorded", hours=1, start_act="a1")
    (found,) = filled(tmp_path, ([act(1), act(2, corrects="a1"), hindered], {})).chunks(
        further=True
    )
    assert found.more["start_act"].tolist() == [-1, 0]


def test_places_of_offices_are_beside_their_codes(tmp_path: Path) -> None:
    said = filled(tmp_path, ([act(1, to=COURT)], {})).dictionaries
    assert said.offices == ("PNP-1", "JF-1")
    assert said.office_types == ("pnp", "juzgado-familia")
    assert (said.office_departments, said.office_provinces) == (("21", "21"), ("2101", "2105"))


def test_the_table_of_cases_has_the_stated_columns_and_the_local_day(tmp_path: Path) -> None:
    known = {"sex": "mujer", "violence_types": ("fisica", "sexual"), "migrant": False}
    found = filled(tmp_path, ([act(1)], known), ([act(1, hours=48)], {}))
    assert found.cases is not None
    rows = pq.read_table(found.cases).to_pylist()
    assert list(rows[0]) == [column.name for column in table.CASES] + ["opened_day"]
    assert rows[0]["violence_types"] == ["fisica", "sexual"]
    assert [row["migrant"] for row in rows] == [False, None]
    days = [datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=row["opened_day"]) for row in rows]
    assert [f"{day:%m-%d}" for day in days] == ["02-28", "03-02"]


def test_every_fact_the_rulebook_reads_is_written() -> None:
    assert set(rulebook.default().facts) <= set(filling.FACTS)


def test_every_stated_column_is_in_the_files(tmp_path: Path) -> None:
    found = filled(tmp_path, ([act(1)], {}))
    written = set(pq.read_schema(tmp_path / store.ACTS).names)
    beside = set(json.loads((tmp_path / store.MEANINGS).read_text()))
    assert {column.stored for column in table.ACTS} <= written | beside
    assert found.cases is not None
    assert {column.stored for column in table.CASES} <= set(pq.read_schema(found.cases).names)


def test_nothing_else_is_in_the_files(tmp_path: Path) -> None:
    filled(tmp_path, ([act(1)], {}))
    stated = {column.stored for column in table.ACTS} | {"micros", "day"}
    assert set(pq.read_schema(tmp_path / store.ACTS).names) <= stated


def test_codes_of_a_column_come_from_somewhere() -> None:
    known = codes.lists().keys() | table.ELSEWHERE.keys()
    for column in (*table.ACTS, *table.CASES):
        assert not column.codes or column.codes in known, column.name
        assert bool(column.codes) == (column.type in (table.TEXT, table.TEXTS)), column.name


def test_the_columns_no_rule_reads_come_only_when_asked_for(tmp_path: Path) -> None:
    (found,) = filled(tmp_path, ([act(1)], {})).chunks()
    assert not found.more


def test_interrupted_there_is_no_store(tmp_path: Path) -> None:
    _killed_while_writing(tmp_path)
    assert not store.is_store(tmp_path)


def test_what_was_there_before_is_no_store_either(tmp_path: Path) -> None:
    filled(tmp_path, ([act(1)], {}))
    _killed_while_writing(tmp_path)
    assert not store.is_store(tmp_path)


def _killed_while_writing(folder: Path) -> None:
    with Filler(folder, offices=PLACES, zone=LIMA) as filler:
        filler.add(0, filling.settled([act(1)]).rows, {})


def test_the_reference_of_the_table_is_what_the_code_states() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == command.reference()
