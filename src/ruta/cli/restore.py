"""`ruta restore FILE`: the database of a backup, whole or not at all."""

import argparse
from pathlib import Path

from ruta.cli.process import archive, database, preparation
from ruta.cli.process.folder import Folder, data_folder

NAME = "restore"
HELP = "put the database of a backup in place"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup, and whether it may replace what is there."""
    parser.add_argument("file", type=Path, help="a file written by `ruta backup`")
    parser.add_argument("--yes", action="store_true", help="replace a database that is not empty")


def run(args: argparse.Namespace) -> int:
    """Restore; a failure leaves the database as it was."""
    folder = Folder(data_folder())
    folder.prepare()
    preparation.forget(folder.path)
    with database.opened(folder) as addresses:
        archive.read(addresses.owner, args.file.resolve(), replace=args.yes)
    print(f"Restored from {args.file}.")
    return 0
