"""`ruta law comply` on a log of some lines, as whoever calls it sees it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.accountability.asked_logs import AS_OF, NORMS, TITLES, Comply, Said

from ruta import cli


@pytest.fixture
def comply(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Comply:
    """Run the command on a file; what it left to say: its code, standard error, the report."""

    def run(log: Path, *words: str, norms: Path = NORMS) -> Said:
        report = tmp_path / "report.json"
        report.unlink(missing_ok=True)
        given = ["--acts", str(log), "--report", str(report), "--norms", str(norms)]
        code = cli.main(["law", "comply", *given, *AS_OF, *words])
        said = json.loads(report.read_text()) if report.exists() else {}
        return code, capsys.readouterr().err, said

    return run


@pytest.fixture
def csv(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str, titles: str = TITLES, encoding: str = "utf-8") -> Path:
        path = tmp_path / "log.csv"
        path.write_bytes("\n".join([titles, *lines, ""]).encode(encoding))
        return path

    return write
