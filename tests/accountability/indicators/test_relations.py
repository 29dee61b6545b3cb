"""What indicators read is what the store holds and what the clock answers of it."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from ruta.accountability.figures import examples, relations, running
from ruta.accountability.indicators import reading
from ruta.acts import store
from ruta.acts.columns import Acts, Dictionaries
from ruta.law.model import Office

LIMA = ZoneInfo("America/Lima")
AS_OF = datetime(2026, 5, 20, 9, tzinfo=LIMA)


def test_the_obligations_are_those_of_the_clock(tmp_path: Path) -> None:
    example = reading.every()["in-time"].examples[-1]
    offices = {id_: Office(id_, said.split()[0]) for id_, said in example.offices.items()}
    by_clock = sorted(
        (number, o.wording.id, o.period, o.status(AS_OF), o.holder.id if o.holder else None)
        for number, case in enumerate(example.cases)
        for o in relations.clock().run(
            [examples.act(line, n, offices) for n, line in enumerate(case["acts"])], as_of=AS_OF
        )
    )

    with relations.opened(examples.written(example, tmp_path)) as connection:
        rows = connection.execute(
            "select case_id, wording, period, status, office from obligations"
        ).fetchall()

    assert len(by_clock) > 30
    assert sorted(rows) == by_clock


def test_acts_later_than_the_instant_of_reading_are_unknown(tmp_path: Path) -> None:
    example = reading.every()["in-time"].examples[0]
    made = examples.written(example, tmp_path)
    early = relations.write(
        made.parent / "store", tmp_path / "early", as_of=datetime(2026, 3, 2, 10, tzinfo=LIMA)
    )

    with relations.opened(early) as connection:
        (acts,) = connection.execute("select count(*) from acts").fetchall()
        (late,) = connection.execute("select count(*) from obligations where met > 0").fetchall()

    assert acts == (5,)
    assert late == (0,)


def test_a_store_without_acts_has_relations_without_rows(tmp_path: Path) -> None:
    with store.Writer(tmp_path / "store") as writer:
        writer.finish(Dictionaries(kinds=()), zone="America/Lima", about={})
    made = relations.write(tmp_path / "store", tmp_path / "made", as_of=AS_OF)

    with relations.opened(made) as connection:
        (row,) = running.table(connection, reading.every()["in-time"])

    assert (row.n, row.of) == (0, 0)


def test_a_bare_log_has_cases_of_whom_nothing_is_known(tmp_path: Path) -> None:
    at = np.array([1_772_460_000_000_000, 1_772_470_000_000_000], np.int64)
    day = np.array([20514, 20514], np.int32)
    kind = np.array([0, 0], np.int16)
    with store.Writer(tmp_path / "store") as writer:
        writer.add(Acts(case=np.array([4, 9]), kind=kind, at=at, day=day))
        writer.finish(Dictionaries(kinds=("complaint-presented",)), zone="America/Lima", about={})
    made = relations.write(tmp_path / "store", tmp_path / "made", as_of=AS_OF)

    with relations.opened(made) as connection:
        rows = connection.execute("select case_id, risk, language, opened_day from cases")

        assert rows.fetchall() == [
            (4, "indeterminado", None, 20514),
            (9, "indeterminado", None, 20514),
        ]


def test_relations_cut_short_are_not_read(tmp_path: Path) -> None:
    example = reading.every()["in-time"].examples[0]
    made = examples.written(example, tmp_path)
    (made / relations.ABOUT).unlink()

    with pytest.raises(FileNotFoundError):
        relations.opened(made)


def test_a_place_is_counted_at_its_own_level_only(tmp_path: Path) -> None:
    indicator = reading.every()["complaints"]
    with relations.opened(examples.written(indicator.examples[0], tmp_path)) as connection:
        country = running.table(connection, indicator)
        provinces = running.table(connection, indicator, level="province")

    assert [row.place for row in country] == [""]
    assert {row.place[:2] for row in provinces} == {"21"}
    assert sum(row.n for row in provinces) == country[0].n


def test_a_quantile_of_few_is_not_computed(tmp_path: Path) -> None:
    indicator = reading.every()["hours-to-comply"]
    with relations.opened(examples.written(indicator.examples[0], tmp_path)) as connection:
        rows = running.table(connection, indicator)

    assert [(row.median_hours, row.p90_hours) for row in rows] == [(None, None)]
