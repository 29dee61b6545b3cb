"""`ruta worker`: the jobs that the pages leave in the queue."""

import argparse
import os

from ruta.cli.process import framework
from ruta.cli.process.children import follow_parent

NAME = "worker"
HELP = "run queued jobs (as ruta_worker: RUTA_WORKER_DATABASE_URL)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many jobs at once."""
    parser.add_argument("--concurrency", type=int, default=1, help="jobs at once (1)")


def run(args: argparse.Namespace) -> int:
    """Work until told to stop; a job in hand is finished first."""
    follow_parent()
    framework.ready({"RUTA_ROLE": os.environ.get("RUTA_ROLE", "worker")})
    from procrastinate.contrib.django import app

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as working:
        working.run_worker(concurrency=args.concurrency, install_signal_handlers=True)
    return 0
