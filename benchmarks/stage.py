"""
A database filled for a measurement: a server of its own, the directory, and invented cases.

Cases are spread over the whole country as the published figures are; two processes load them. The
keeper of keys runs beside the server, with caps so high that no measurement is stopped by them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from ruta.access.keys import wire  # noqa: E402
from ruta.cli.process.children import Children  # noqa: E402
from ruta.postgres import roles, schema  # noqa: E402
from ruta.postgres.server import DURABLE, Server  # noqa: E402

SEED = 30364
PROCESSES = 2
STAFF = {
    "pnp": "police_officer",
    "juzgado-familia": "court_clerk",
    "cem": "cem_psychologist",
}
BUSIEST, EACH = 4, 5
"""So many offices of each kind have accounts, and so many each."""
CAPS = ("PERSON_HOUR", "OFFICE_HOUR", "TOTAL_HOUR", "ALERT_DAY", "INDEX_MINUTE")


@dataclass
class Stage:
    """One filled database and its keeper; `environment` is what a process of a role must know."""

    folder: Path
    server: Server
    parts: Children = field(init=False)

    def __post_init__(self) -> None:
        self.parts = Children(self.folder / "logs")

    @property
    def socket(self) -> Path:
        """Where the keeper of keys listens."""
        return wire.socket_in(self.folder)

    @property
    def owner_url(self) -> str:
        """The database's address for its owner."""
        return self.server.url(dbname="ruta", user=roles.OWNER)

    def environment(self, role: str) -> dict[str, str]:
        """What a process of a role needs to know; the owner has no keeper and loads by itself."""
        variable = "RUTA_DATABASE_URL" if role == "owner" else f"RUTA_{role.upper()}_DATABASE_URL"
        known = {
            name: value
            for name, value in os.environ.items()
            if "DATABASE_URL" not in name and not name.startswith("RUTA_")
        }
        keeper = {} if role == "owner" else {"RUTA_KEYD_SOCKET": str(self.socket)}
        return {
            **known,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "ruta.settings",
            "RUTA_ROLE": role,
            "RUTA_DEMO": "1",
            "RUTA_LOG_LEVEL": "WARNING",
            "RUTA_VAR": str(self.folder),
            "RUTA_KEY_FILE": str(self.folder / "keys.json"),
            "RUTA_SECRET_KEY": "benchmarks-only-" + "x" * 50,
            **{f"RUTA_CAP_{name}": "100000" for name in CAPS},
            variable: self.server.url(dbname="ruta", user=getattr(roles, role.upper())),
            **keeper,
        }

    def start_keeper(self) -> None:
        """Start `ruta keyd` and wait until it answers."""
        self.parts.start("keyd", environment=self.environment("keyd"))
        self.parts.await_keeper(self.socket)


@contextmanager
def filled(folder: Path, cases: int, *, options: dict[str, str] | None = None) -> Iterator[Stage]:
    """
    A database of so many cases with its keeper at work; filled once for each folder and schema.

    :param options: settings of the server besides the durable ones
    """
    done = folder / f"cases-{cases}-{_schema()}"
    if folder.exists() and not done.exists():
        _empty(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".ruta").touch()
    stage = Stage(folder, Server(folder / "postgres", options={**DURABLE, **(options or {})}))
    try:
        stage.server.start()
        if not done.exists():
            _make(stage, cases)
            done.touch()
        stage.start_keeper()
        yield stage
    finally:
        stage.parts.stop()
        stage.server.stop()


def _schema() -> str:
    """A mark of the schema and of what is loaded: a database made by another is made again."""
    files = [each for each in (ROOT / "src").rglob("migrations/**/*") if each.suffix != ".pyc"]
    found = hashlib.sha256()
    for path in sorted([*files, Path(__file__)]):
        found.update(path.read_bytes() if path.is_file() else b"")
    return found.hexdigest()[:12]


def _empty(folder: Path) -> None:
    """Leave nothing of an older filling; what is mounted in the folder stays mounted."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_mount():
            shutil.rmtree(path)
        elif path.is_file():
            path.unlink()


def _make(stage: Stage, cases: int) -> None:
    import psycopg

    stage.server.make_database("ruta")
    with psycopg.connect(stage.owner_url) as connection:
        schema.open_to_servants(connection)
    fill(stage.environment("owner"), cases)


def fill(owner: dict[str, str], cases: int) -> None:
    """Migrate, load the directory, and load the cases in slices at once."""
    started = time.monotonic()
    subprocess.run([sys.executable, __file__, "prepare"], env=owner, check=True)
    row_security(owner, "lift")
    share = -(-cases // PROCESSES)
    slices = [
        subprocess.Popen(
            [sys.executable, __file__, "load", str(first), str(min(share, cases - first))],
            env=owner,
        )
        for first in range(0, cases, share)
    ]
    if any(process.wait() for process in slices):
        raise SystemExit("loading failed")
    row_security(owner, "restore")
    subprocess.run([sys.executable, __file__, "finish"], env=owner, check=True)
    print(f"loaded {cases} cases in {time.monotonic() - started:.0f} s", flush=True)


def row_security(owner: dict[str, str], step: str) -> None:
    """Lift row security from the owner while several processes COPY, or restore it."""
    subprocess.run([sys.executable, __file__, step], env=owner, check=True)


def lift() -> None:
    """The owner may COPY; see `ruta.cases.bulk.lifted`."""
    from ruta.cli.process import framework

    framework.ready({})
    from ruta.cases import bulk

    bulk.force("no force")


def restore() -> None:
    """Row security holds the owner again."""
    from ruta.cli.process import framework

    framework.ready({})
    from ruta.cases import bulk

    bulk.force("force")


def prepare() -> None:
    """The schema, the keys, the directory and the accounts of the demonstration."""
    from ruta.cli.process import framework, stock

    framework.ready({})
    framework.migrate()
    stock.make_keys()
    stock.load_reference()


def load(first: int, cases: int) -> None:
    """One slice of the country's cases."""
    from ruta.cli.process import framework

    framework.ready({})
    from ruta.cases import bulk
    from ruta.cli.process.caseload import present
    from ruta.directory import offices
    from ruta.simulator import country
    from ruta.simulator.offices import Office

    everywhere = [
        Office(each.id, each.type, each.department, each.province, each.ubigeo)
        for each in offices.every()
    ]
    bulk.load(
        country.simulate(cases=cases, first=first, seed=SEED, until=present(), offices=everywhere)
    )


def finish() -> None:
    """Fresh statistics, and accounts at the busiest offices of each kind."""
    from ruta.cli.process import framework

    framework.ready({})
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
        for kind, role in STAFF.items():
            cursor.execute(
                "select office_id from cases_involvement join directory_office o on o.id = "
                "office_id where o.type = %s group by 1 order by count(*) desc, 1 limit %s",
                [kind, BUSIEST],
            )
            for place, (office,) in enumerate(cursor.fetchall()):
                for number in range(EACH):
                    busiest = not place and not number
                    name = f"busy.{kind}" if busiest else f"staff.{kind}.{place}{number}"
                    _add(name, office, role)


def _add(username: str, office: str, role: str) -> None:
    from ruta.access.people import User
    from ruta.directory.models import Office

    User.objects.add(
        username=username,
        display_name="Cuenta de la medición",
        office=Office.objects.get(id=office),
        role=role,
        demonstration=True,
    )


if __name__ == "__main__":
    step, *numbers = sys.argv[1:]
    steps = {"lift": lift, "restore": restore, "prepare": prepare, "load": load, "finish": finish}
    steps[step](*map(int, numbers))
