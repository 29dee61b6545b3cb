"""Whether a demonstration is prepared already, known without asking the database or the framework.

A second start must take a few seconds: it trusts a note of what the code looked like when the
first one finished. Whoever changes the database otherwise calls `forget`.
"""

import hashlib
from pathlib import Path

from ruta.cli.process import database

PACKAGE = Path(__file__).resolve().parents[2]
SHAPES = ("*/migrations/*.py", "**/locale/*/LC_MESSAGES/*.?o")
NOTE = "prepared"


def _appearance() -> str:
    """What the migrations, the languages and the locked requirements look like now."""
    files = sorted(path for shape in SHAPES for path in PACKAGE.glob(shape))
    files.append(PACKAGE.parents[1] / "requirements" / "run.lock")
    told = "".join(f"{path} {path.stat().st_mtime_ns}\n" for path in files if path.exists())
    return hashlib.sha256(told.encode()).hexdigest()


def is_current(folder: Path) -> bool:
    """Whether our own server's database was prepared by this very code."""
    note = folder / NOTE
    return not database.given() and note.exists() and note.read_text() == _appearance()


def note(folder: Path) -> None:
    """Remember that preparing is done."""
    (folder / NOTE).write_text(_appearance())


def forget(folder: Path) -> None:
    """Prepare again at the next start."""
    (folder / NOTE).unlink(missing_ok=True)
