"""Registry files written for tests: what they are made of, and when they are brought in."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ruta.interop.cem import importing

SAMPLE = 20_000
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

Rows = list[dict[str, str]]
BringIn = Callable[..., importing.Outcome]


def write(
    path: Path, rows: Sequence[Mapping[str, str]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    """Write rows as a registry file; the columns are those of the first row."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path
