"""The same text of every indicator answers the same on Apache Spark."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.accountability.indicators import engines

from ruta.accountability.comply.sql import on_spark
from ruta.accountability.figures import examples, running
from ruta.accountability.indicators import reading

JOB = Path(__file__).with_name("spark_job.py")
LOCK = Path(__file__).parents[3] / "requirements" / "spark.lock"


@pytest.fixture(scope="module")
def python() -> str:
    """An interpreter that has Spark, made if it is missing."""
    own = on_spark.HOME / "bin" / "python"
    if not own.exists():
        subprocess.run([sys.executable, "-m", "venv", str(on_spark.HOME)], check=True)
        install = ["-m", "pip", "install", "-qq", "--require-hashes", "-r", str(LOCK)]
        subprocess.run([str(own), *install], check=True)
    return str(own)


@pytest.mark.full
def test_every_indicator_answers_its_worked_examples_on_spark(python: str, tmp_path: Path) -> None:
    listed = [(each, e) for each in reading.every().values() for e in each.examples]
    asked = []
    for number, (indicator, example) in enumerate(listed):
        made = examples.written(example, tmp_path / str(number))
        pq.write_table(engines.span_of(example, made), made / "span.parquet")
        text = running.on(
            "spark", indicator, example.by, example.level, quantiles_from=examples.QUANTILES_FROM
        )
        asked.append({"folder": str(made), "text": text})
    job = tmp_path / "job"
    job.write_text(json.dumps(asked), encoding="utf-8")

    subprocess.run([python, str(JOB), str(job)], check=True, capture_output=True)

    answers = json.loads(Path(f"{job}.answers").read_text(encoding="utf-8"))
    wrong = [
        (indicator.id, says)
        for (indicator, example), rows in zip(listed, answers, strict=True)
        for says in examples.compared(
            example, list(running.read(rows, indicator, example.by, example.level))
        )
    ]
    assert wrong == []
