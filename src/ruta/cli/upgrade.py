"""`ruta upgrade`: bring the database to this version, after a backup."""

import argparse
import os
from pathlib import Path

from ruta.cli.process import archive, database, framework, recipients
from ruta.cli.process.folder import Folder, data_folder

NAME = "upgrade"
HELP = "back up, then bring the database to this version"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to do without the backup."""
    parser.add_argument("--no-backup", action="store_true", help="when you have made one yourself")


def run(args: argparse.Namespace) -> int:
    """Apply pending migrations; a waiting lock fails after 5 s instead of stopping the service."""
    folder = Folder(data_folder())
    folder.prepare()
    with database.opened(folder) as addresses:
        framework.ready(addresses.environment("owner"))
        framework.compile_languages()
        upgrade(addresses.owner, folder.path, backup=not args.no_backup)
    return 0


def upgrade(owner: str, folder: Path, *, backup: bool) -> list[str]:
    """Back up a database that holds something, migrate it, and return what was applied."""
    pending = framework.pending_migrations()
    if not pending:
        print("The database is up to date.", flush=True)
        return pending
    if backup and not archive.is_empty(owner):
        name = f"before-upgrade-{os.getpid()}-{archive.stamp(owner)}.dump"
        print(f"Backing up to {folder / 'backups' / name} …", flush=True)
        # In the clear without recipients: it stands beside the database itself, closed to others.
        archive.write(owner, folder / "backups" / name, recipients=recipients.chosen([]))
    print(f"Applying {len(pending)} migrations …", flush=True)
    framework.migrate()
    return pending
