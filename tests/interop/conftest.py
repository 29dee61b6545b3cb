"""Registry files to bring in: a sample expanded from the published counts, and how to spoil it."""

import csv
from pathlib import Path

import pytest
from tests.interop.registries import NOW, SAMPLE, BringIn, Rows

from ruta.interop.cem import expanding, importing, storing


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """20,000 rows in the published proportions."""
    path = tmp_path_factory.mktemp("registry") / "sample.csv"
    expanding.write(path, rows=SAMPLE)
    return path


@pytest.fixture(scope="session")
def few(sample: Path) -> Rows:
    """60 rows of the last form, to be changed by a test that copies them."""
    with sample.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["ANTECEDENTE_DESAPARICION"]]
    return rows[:60]


@pytest.fixture
def shelf(tmp_path: Path) -> storing.Shelf:
    return storing.Shelf(tmp_path / "shelf")


@pytest.fixture
def bring_in(shelf: storing.Shelf) -> BringIn:
    def bring(path: Path, *, strict: bool = False) -> importing.Outcome:
        return importing.bring_in(path, shelf, now=NOW, strict=strict)

    return bring
