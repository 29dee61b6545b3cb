"""
A disk that is full: nothing is read or written until there is room, and nothing is lost (SEC-73).

Once here, ten times by `./ruta test --full`. Where nobody may mount a small disk for it, the check
says so in its output and asserts nothing.
"""

import os
from pathlib import Path

import pytest
from benchmarks import disk, faults

TIMES = 10 if os.environ.get("RUTA_TEST_FULL") else 1


@pytest.mark.check("SEC-73")
def test_a_full_disk_refuses_and_then_works_again_by_itself(tmp_path: Path) -> None:
    wrong = disk.check(tmp_path / "disk", faults.CASES, faults.UNLIMITED, times=TIMES)
    assert wrong == []
