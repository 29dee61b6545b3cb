"""`ruta restore FILE`: the data of a backup, whole or not at all, or a drill of it."""

import argparse
from pathlib import Path

from ruta.cli.process import children, database, drill, preparation, recipients
from ruta.cli.process.folder import Folder, data_folder

NAME = "restore"
HELP = "put the data of a backup in place, or try whether that would work"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup, what opens it, and whether it may replace what is there."""
    parser.add_argument("file", type=Path, help="a file written by `ruta backup`")
    parser.add_argument("--identity", type=Path, help="the age identity that opens it")
    parser.add_argument("--keys", type=Path, help="a file written by `ruta keyd backup`")
    parser.add_argument("--yes", action="store_true", help="replace a database that is not empty")
    parser.add_argument(
        "--drill", action="store_true", help="restore into a throwaway server and check it"
    )


def run(args: argparse.Namespace) -> int:
    """Restore; a failure leaves the database as it was."""
    folder = Folder(data_folder())
    folder.prepare()
    backup = drill.Backup(args.file.resolve(), identities=_identities(args), keys=args.keys)
    if args.drill:
        children.stop_on_signals()
        return drill.run(backup, folder.path, checks())
    preparation.forget(folder.path)
    with database.opened(folder) as addresses:
        from ruta import settings

        drill.put(backup, addresses.owner, key_file=settings.RUTA_KEY_FILE, replace=args.yes)
    print(f"Restored from {args.file}.")
    return 0


def _identities(args: argparse.Namespace) -> tuple[recipients.Identity, ...]:
    return tuple(recipients.identities(args.identity)) if args.identity else ()


def checks() -> dict[str, drill.Check]:
    """What a drill looks at: every case against its acts, and the audit against its chain."""
    from ruta.cli import audit, cases

    chain = argparse.Namespace(head=None, key=None, json=False)
    return {
        "cases that are not what their acts say": lambda: cases.verify(None),
        "breaks of the audit's chain": lambda: audit.verify(chain),
    }
