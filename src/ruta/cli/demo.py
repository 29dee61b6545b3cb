"""`ruta demo`: the whole of Ruta on this machine, with invented cases and accounts to click on."""

import argparse
import os
import secrets
import sys
import time
from pathlib import Path

from ruta.cli.process import children, database, framework, preparation
from ruta.cli.process.folder import Folder, data_folder, kept_secret

NAME = "demo"
HELP = "run Ruta here with invented cases (Ctrl-C stops it and keeps the data)"
CASES = 2000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Port, size, and whether to begin anew."""
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000)")
    parser.add_argument("--cases", type=int, default=CASES, help=f"invented cases ({CASES})")
    parser.add_argument("--fresh", action="store_true", help="delete the data and begin anew")


def run(args: argparse.Namespace) -> int:
    """Prepare, serve, and stop everything on Ctrl-C or SIGTERM."""
    children.stop_on_signals()
    children.check_port(args.port)
    folder = Folder(data_folder())
    folder.prepare()
    database.only_ours(folder)
    if args.fresh:
        tell("Deleting the data of the last demonstration")
        folder.empty()
    folder.check_room()
    try:
        serve(folder, port=args.port, cases=args.cases)
    except children.Stopped:
        tell("Stopped; the data stays.")
    return 0


def serve(folder: Folder, *, port: int, cases: int) -> None:
    """Start the parts in order, say where the pages are, and watch until somebody stops us."""
    from ruta.access.keys import wire

    tell("Starting the database")
    with database.opened(folder) as addresses:
        environment = demonstration(folder.path)
        if not preparation.is_current(folder.path):
            framework.ready({**addresses.environment("owner"), **environment})
            prepare(cases=cases)
            preparation.note(folder.path)
        parts = children.Children(folder.path / "logs")
        try:
            environment["RUTA_KEYD_SOCKET"] = str(wire.socket_in(folder.path))
            worker = {**addresses.environment("worker"), **environment}
            web = {**addresses.environment("web"), **environment}
            parts.start("keyd", environment={**addresses.environment("keyd"), **environment})
            parts.await_keeper(wire.socket_in(folder.path))
            parts.start("worker", environment=worker)
            parts.start("web", "--port", str(port), environment=web)
            address = f"http://{children.LOOPBACK}:{port}/"
            parts.await_ready(f"{address}salud?listo")
            tell(f"Ruta is ready: {address}  (Ctrl-C stops it)")
            parts.watch()
        finally:
            parts.stop()


def demonstration(folder: Path) -> dict[str, str]:
    """The environment of every process of a demonstration; keys are made at its first start."""
    secret = kept_secret(folder / "secret_key", make=secrets.token_urlsafe(50))
    return {
        "RUTA_DEMO": "1",
        "RUTA_VAR": str(folder),
        "RUTA_SECRET_KEY": secret,
        "RUTA_KEY_FILE": os.environ.get("RUTA_KEY_FILE") or str(folder / "keys.json"),
    }


def prepare(*, cases: int) -> None:
    """Bring schema, languages, keys, directory, accounts and cases to where they should be."""
    from django.db import transaction

    from ruta.cli.process import stock

    stock.refuse_real_cases()
    if pending := framework.pending_migrations():
        tell(f"Building the database ({len(pending)} migrations)")
        framework.migrate()
    if done := framework.compile_languages(preparation.PACKAGE):
        tell(f"Compiling {done} languages")
    stock.make_keys()
    if not stock.has_demonstration():
        # Whole or not at all: who stops us half-way finds a database that can be loaded again.
        with transaction.atomic():
            tell("Loading the directory of offices, and accounts to sign in with")
            stock.load_reference()
            load_cases(cases)
            stock.mark_demonstration()


def load_cases(cases: int) -> None:
    """Invent the caseload, with a line that counts."""
    from ruta.cli.process import caseload

    started = time.monotonic()
    tell(f"Inventing {cases} cases")
    caseload.load(cases, tell=lambda number: tell(f"  {number} of {cases}"))
    tell(f"  done in {time.monotonic() - started:.0f} s")


def tell(line: str) -> None:
    """One line of progress, seen at once."""
    print(line, file=sys.stderr, flush=True)
