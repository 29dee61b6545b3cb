"""The text on Apache Spark, in a process of its own that knows nothing but Spark."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq

from .asked import Asked
from .dialects import carried

JOB = Path(__file__).with_name("spark_job.py")
HOME = Path(__file__).resolve().parents[5] / "var" / "spark"
LOCAL = "local[2]"
HOW = (
    "python3 -m venv var/spark && var/spark/bin/pip install --require-hashes"
    " -r requirements/spark.lock"
)


class NoSpark(RuntimeError):
    """Spark, or the Java that it runs on, is not here; says how to have it."""


class SparkFailed(RuntimeError):
    """Spark ended without an answer; says its last words."""


def answers(
    asked: Asked, text: str, *, master: str | None = None, memory: int | None = None
) -> Iterator[pa.Table]:
    """
    What the text answers of the whole store.

    :param master: address of a cluster that reads the folder of the store where it is; by default
        this machine
    :param memory: bytes of the driver, which locally does all the work
    :raises NoSpark: with how to install it
    :raises SparkFailed: with what it said
    """
    python = _python()
    near = asked.acts.parent.parent if master else None
    with TemporaryDirectory(prefix="spark-", dir=near) as folder:
        job = Path(folder)
        _write(asked, text, job, master=master or LOCAL, memory=memory)
        _run([python, str(JOB), str(job / "job.json")])
        for path in sorted((job / "answer").glob("*.parquet")):
            with pq.ParquetFile(path) as file:
                yield from (pa.Table.from_batches([batch]) for batch in file.iter_batches(1 << 20))


def _python() -> str:
    """An interpreter that has Spark."""
    if shutil.which("java") is None:
        raise NoSpark("Spark needs Java 17; on Debian: apt-get install openjdk-17-jre-headless")
    own = HOME / "bin" / "python"
    if own.exists():
        return str(own)
    if find_spec("pyspark") is None:
        raise NoSpark(f"Spark is not installed; in the folder of Ruta: {HOW}")
    return sys.executable


def _write(asked: Asked, text: str, job: Path, *, master: str, memory: int | None) -> None:
    """Put the tables and the question where Spark finds them."""
    for name, table in asked.tables.items():
        pq.write_table(table, job / f"{name}.parquet")
    columns = ", ".join(f"{value} as {name}" for name, value in asked.columns.items())
    question = {
        "master": master,
        "memory": None if memory is None else f"{max(memory >> 20, 512)}m",
        "acts": str(asked.acts.resolve()),
        "select": carried(f"select {columns}, place from stored", "spark"),
        "tables": {name: str(job / f"{name}.parquet") for name in asked.tables},
        "text": carried(text, "spark"),
        "answer": str(job / "answer"),
    }
    (job / "job.json").write_text(json.dumps(question), encoding="utf-8")


def _run(words: list[str]) -> None:
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise SparkFailed("\n".join(said[-20:]))
