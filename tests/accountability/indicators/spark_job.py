"""
Worked examples put to Spark, all in one session: run by an interpreter that has nothing of Ruta.

Run: `python spark_job.py JOB`: a file of JSON, each entry a folder of relations, a query, and the
columns of its answer; the answers are written to `JOB.answers`.
"""

import json
import sys
from importlib import import_module
from pathlib import Path

RELATIONS = ("acts", "cases", "case_violence", "obligations", "offices", "span")


def main(path: str) -> None:
    """Run each query over its relations."""
    spark = (
        import_module("pyspark.sql")
        .SparkSession.builder.master("local[2]")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        # A few rows a query: compiling it would cost more than running it.
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    answers = []
    for asked in json.loads(Path(path).read_text(encoding="utf-8")):
        for name in (name for name in RELATIONS if name in asked["text"]):
            file = f"{asked['folder']}/{name}.parquet"
            spark.read.parquet(file).createOrReplaceTempView(name)
        rows = spark.sql(asked["text"]).collect()
        answers.append([[_plain(value) for value in row] for row in rows])
    spark.stop()
    Path(f"{path}.answers").write_text(json.dumps(answers), encoding="utf-8")


def _plain(value: object) -> object:
    """A decimal as the float it stands for."""
    return value if value is None or isinstance(value, int | str) else float(value)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1])
