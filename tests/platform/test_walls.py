"""The walls between rooms stand: a copy of the source with a hole in each is refused."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

HOLES = {
    "ruta/law/hole.py": "import urllib.request",
    "ruta/simulator/hole.py": "import django",
    "ruta/web/public/hole.py": "from ruta.cases import models",
    "ruta/directory/hole.py": "from ruta.access import policy",
    "ruta/web/components/hole.py": "from ruta.web.desk import apps",
    "ruta/messaging/one.py": "from ruta.messaging import two",
    "ruta/messaging/two.py": "from ruta.messaging import one",
    "ruta/gossip.py": "",
}
REFUSED = (
    "Floors: a room imports",
    "Floors of the web",
    "Wall: the law",
    "Wall: the simulator",
    "Wall: who publishes",
    "No cycles",
)


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a source with all the holes, on one line."""
    folder = tmp_path_factory.mktemp("holes")
    ignored = shutil.ignore_patterns("__pycache__", "*.csv", "locale", "static")
    shutil.copytree(ROOT / "src", folder / "src", ignore=ignored)
    for path, line in HOLES.items():
        (folder / "src" / path).write_text(line + "\n")
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(program), "--no-cache", "--config", str(ROOT / "pyproject.toml")],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "300"},
    )
    assert done.returncode != 0
    return " ".join(done.stdout.split())


@pytest.mark.parametrize("wall", REFUSED)
def test_a_hole_in_a_wall_is_refused(verdict: str, wall: str) -> None:
    contracts = verdict.split("Contracts:")[0]
    said = contracts.split(wall, 1)[1]

    assert said.index("BROKEN") < (said.index("KEPT") if "KEPT" in said else len(said))


def test_a_room_that_no_floor_lists_is_refused(verdict: str) -> None:
    assert "gossip" in verdict
