"""
A database filled for a measurement: a server of its own, the directory, and invented cases.

Cases are spread over the whole country as the published figures are; two processes load them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from ruta.postgres import roles, schema  # noqa: E402
from ruta.postgres.server import Server  # noqa: E402

SEED = 30364
PROCESSES = 2


@contextmanager
def filled(folder: Path, cases: int) -> Iterator[dict[str, str]]:
    """The environment of the web role on a database of so many cases; made once per folder."""
    import psycopg

    folder.mkdir(parents=True, exist_ok=True)
    server = Server(folder / "postgres")
    server.start()
    try:
        server.make_database("ruta")
        with psycopg.connect(server.url(dbname="ruta", user=roles.OWNER)) as connection:
            schema.open_to_servants(connection)
        owner = environment(server, folder, "owner")
        done = folder / f"cases-{cases}"
        if not done.exists():
            fill(owner, cases)
            done.touch()
        yield environment(server, folder, "web")
    finally:
        server.stop()


def environment(server: Server, folder: Path, role: str) -> dict[str, str]:
    """What a process of a role needs to know."""
    url = server.url(dbname="ruta", user=getattr(roles, role.upper()))
    variable = "RUTA_DATABASE_URL" if role == "owner" else f"RUTA_{role.upper()}_DATABASE_URL"
    return {
        **{name: value for name, value in os.environ.items() if "DATABASE_URL" not in name},
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "ruta.settings",
        "RUTA_ROLE": role,
        "RUTA_DEMO": "1",
        "RUTA_LOG_LEVEL": "WARNING",
        "RUTA_VAR": str(folder),
        "RUTA_KEY_FILE": str(folder / "keys.json"),
        "RUTA_SECRET_KEY": "benchmarks-only-" + "x" * 50,
        variable: url,
    }


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
    """Fresh statistics, and an account at the busiest office of each of two kinds."""
    from ruta.cli.process import framework

    framework.ready({})
    from django.db import connection

    from ruta.access.people import User
    from ruta.directory.models import Office

    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
        for type_, role in (("pnp", "police_officer"), ("juzgado-familia", "court_clerk")):
            cursor.execute(
                "select office_id from cases_involvement join directory_office o on o.id = "
                "office_id where o.type = %s group by 1 order by count(*) desc limit 1",
                [type_],
            )
            (office,) = cursor.fetchone()
            User.objects.add(
                username=f"busy.{type_}",
                display_name=f"Busiest {type_}",
                office=Office.objects.get(id=office),
                role=role,
                demonstration=True,
            )


if __name__ == "__main__":
    step, *numbers = sys.argv[1:]
    steps = {"lift": lift, "restore": restore, "prepare": prepare, "load": load, "finish": finish}
    steps[step](*map(int, numbers))
