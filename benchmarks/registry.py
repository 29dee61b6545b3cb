"""
How long the public registry takes to be brought in and checked, and in how much memory.

Run: `.venv/bin/python benchmarks/registry.py [ROWS]`. The file is expanded from the published
counts, 936,811 rows of 186 columns unless fewer are asked for. Each step runs in a process of its
own, so that its memory is its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "src"))

from ruta.interop.cem import expanding, importing, published, storing  # noqa: E402

BOUND_MB = 1000


def written(path: Path, rows: int | None) -> None:
    expanding.write(path, rows=rows)


def brought_in(path: Path, rows: int | None) -> None:
    now = datetime.now(UTC)
    outcome = importing.bring_in(path, storing.Shelf(path.parent / "shelf"), now=now, strict=True)
    assert outcome.stored is not None
    counts = published.groups_of(outcome.stored.cells, today=now.date())
    assert counts == expanding.sizes(rows)


STEPS = {"written": written, "brought in": brought_in}


def run(step: str, path: Path, rows: int | None) -> None:
    """One step, in this process, and what it took."""
    began = time.perf_counter()
    STEPS[step](path, rows)
    took = time.perf_counter() - began
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = path.stat().st_size / 1e6
    print(f"{step:<12} {took:7.1f} s  {megabytes:6.0f} MB of memory  file of {size:,.0f} MB")
    if megabytes > BOUND_MB:
        sys.exit(f"more than {BOUND_MB} MB")


def main() -> None:
    words = sys.argv[1:]
    if words and words[0] in STEPS:
        run(words[0], Path(words[1]), int(words[2]) or None)
        return
    with tempfile.TemporaryDirectory() as folder:
        for step in STEPS:
            path = str(Path(folder) / "registry.csv")
            call = [sys.executable, __file__, step, path, words[0] if words else "0"]
            subprocess.run(call, check=True)


if __name__ == "__main__":
    main()
