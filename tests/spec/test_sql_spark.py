"""The SQL text on Apache Spark answers what the clock answers; and says how to have Spark."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import strategies as st
from tests.spec.random_cases import Question
from tests.spec.sql_engines import (
    COUNTRY,
    EXAMPLES,
    Batch,
    batches,
    by_clock,
    country,
    drawn,
    kept,
    rows,
)
from tests.spec.test_two_engines import PERU, PERU_CASES, PROBE_CASES, PROBED
from tests.spec.two_engines import Engines

from ruta.accountability.comply import over, sql
from ruta.accountability.comply.sql import on_spark

LOCK = Path(__file__).parents[2] / "requirements" / "spark.lock"


@pytest.fixture(scope="module")
def spark() -> str:
    """Spark in its own environment, made if it is missing."""
    if not (on_spark.HOME / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(on_spark.HOME)], check=True)
        install = ["-m", "pip", "install", "-qq", "--require-hashes", "-r", str(LOCK)]
        subprocess.run([str(on_spark.HOME / "bin" / "python"), *install], check=True)
    return "spark"


@pytest.mark.full
@pytest.mark.parametrize(
    ("engines", "strategy"), [(PROBED, PROBE_CASES), (PERU, PERU_CASES)], ids=["probe", "peru"]
)
def test_spark_answers_what_the_clock_answers_near_every_seam_of_a_law(
    spark: str, engines: Engines, strategy: st.SearchStrategy[Question], tmp_path: Path
) -> None:
    for number, batch in enumerate(batches(drawn(strategy, 400), 100)):
        there = kept(engines, batch, tmp_path / str(number), together=30)
        found = rows(sql.run(spark, there.rules, there.store, as_of=there.as_of))
        assert found == by_clock(engines, batch, there.rules)


@pytest.mark.full
def test_spark_answers_what_the_clock_answers_of_a_simulated_country(
    spark: str, tmp_path: Path
) -> None:
    there = kept(COUNTRY, country(300), tmp_path, together=100)
    found = rows(sql.run(spark, there.rules, there.store, as_of=there.as_of))
    assert found == by_clock(COUNTRY, country(300), there.rules)
    counted = sql.counts(spark, there.rules, there.store, as_of=there.as_of)
    assert (counted == over.counts(there.rules, there.store, as_of=there.as_of)).all()


def test_without_spark_one_line_says_how_to_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = kept(PERU, Batch((EXAMPLES[0].acts,), EXAMPLES[0].as_of), tmp_path)
    monkeypatch.setattr(on_spark, "HOME", tmp_path / "nowhere")
    monkeypatch.setattr(on_spark.shutil, "which", lambda name: "/usr/bin/java")
    with pytest.raises(sql.NoSpark, match=r"pip install --require-hashes .*spark\.lock$"):
        list(sql.run("spark", there.rules, there.store, as_of=there.as_of))


def test_without_java_one_line_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = kept(PERU, Batch((EXAMPLES[0].acts,), EXAMPLES[0].as_of), tmp_path)
    monkeypatch.setattr(on_spark.shutil, "which", lambda name: None)
    with pytest.raises(sql.NoSpark, match="Java 17"):
        list(sql.run("spark", there.rules, there.store, as_of=there.as_of))
