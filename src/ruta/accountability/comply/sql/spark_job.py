"""
A question put to Spark: run by an interpreter that has Spark and nothing of Ruta.

Run: `python spark_job.py JOB`, with the file that `on_spark` writes.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any


def main(path: str) -> None:
    """Read the tables, run the text, write the answer."""
    job: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    spark = _session(job["master"], job["memory"])
    for name, table in job["tables"].items():
        spark.read.parquet(table).createOrReplaceTempView(name)
    # A row's place in the file is the act's place in the store.
    stored = spark.read.parquet(job["acts"]).selectExpr("*", "_metadata.row_index as place")
    stored.createOrReplaceTempView("stored")
    spark.sql(job["select"]).createOrReplaceTempView("acts")
    spark.sql(job["text"]).write.parquet(job["answer"])
    spark.stop()


def _session(master: str, memory: str | None) -> Any:
    building = (
        import_module("pyspark.sql")
        .SparkSession.builder.master(master)
        .appName("ruta")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
    )
    if master.startswith("local"):
        building = building.config("spark.sql.shuffle.partitions", "8")
        building = building.config("spark.driver.bindAddress", "127.0.0.1")
        building = building.config("spark.driver.host", "127.0.0.1")
    if memory is not None:
        building = building.config("spark.driver.memory", memory)
    return building.getOrCreate()


if __name__ == "__main__":
    main(sys.argv[1])
