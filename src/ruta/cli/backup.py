"""`ruta backup FILE`: the whole database in one file."""

import argparse
from pathlib import Path

from ruta.cli.process import archive, database
from ruta.cli.process.folder import Folder, data_folder

NAME = "backup"
HELP = "write the whole database to a new file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", type=Path, help="a new file; only you may read it")


def run(args: argparse.Namespace) -> int:
    """Write the file, and say what it does not hold."""
    folder = Folder(data_folder())
    folder.prepare()
    with database.opened(folder) as addresses:
        archive.write(addresses.owner, args.file.resolve())
    print(f"Written: {args.file}. The keys are not in it: keep the key file too, elsewhere.")
    return 0
