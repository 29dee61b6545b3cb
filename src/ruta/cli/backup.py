"""`ruta backup FILE`: the whole database in one file, encrypted, without the keys of cases."""

import argparse
from pathlib import Path

from ruta.cli.process import archive, database, recipients
from ruta.cli.process.folder import Folder, data_folder

NAME = "backup"
HELP = "write the whole database, encrypted, to a new file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and who may open it."""
    parser.add_argument("file", type=Path, help="a new file; only you may read it")
    parser.add_argument(
        "--to", action="append", default=[], metavar="RECIPIENT",
        help="an age public key, or a file of them; may be repeated (RUTA_BACKUP_RECIPIENTS)",
    )  # fmt: skip
    parser.add_argument("--plain", action="store_true", help="do not encrypt the file")


def run(args: argparse.Namespace) -> int:
    """Write the file, and say what it does not hold."""
    folder = Folder(data_folder())
    folder.prepare()
    to = [] if args.plain else recipients.chosen(args.to)
    with database.opened(folder) as addresses:
        if not to and not args.plain and not archive.is_demonstration(addresses.owner):
            raise archive.ArchiveRefused(
                "name who may open the backup with --to or RUTA_BACKUP_RECIPIENTS "
                "(public keys of age), or leave it in the clear with --plain"
            )
        archive.write(addresses.owner, args.file.resolve(), recipients=to)
    print(f"Written: {args.file}, {_told(len(to))}.")
    print("The keys of cases are not in it: `ruta keyd backup` writes those; keep them elsewhere.")
    return 0


def _told(recipients: int) -> str:
    return f"encrypted (recipients: {recipients})" if recipients else "in the clear"
