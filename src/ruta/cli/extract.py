"""`ruta extract`: the de-identified store that figures are made from, out of the case file."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from ruta.cli.process import database, framework
from ruta.cli.process.folder import Folder, data_folder
from ruta.postgres.refusal import Refusal

NAME = "extract"
HELP = "write the de-identified store that figures are made from (as ruta_extract)"
PLACE = "extract"
PROGRESS_EVERY = 10_000
VARIABLE = "RUTA_EXTRACT_DATABASE_URL"


class KeeperMissing(Refusal):
    """The keeper of keys is not there, or does not hand out what a run needs."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write."""
    parser.add_argument("--out", type=Path, help=f"the folder; {PLACE} of the data folder")


def run(args: argparse.Namespace) -> int:
    """Write the store in place of the one that is there; say how large it is."""
    folder = Folder(data_folder())
    folder.prepare()
    with _address(folder) as url:
        framework.ready({"RUTA_ROLE": "extract", VARIABLE: url, **_keeper(folder)})
        from ruta.access.keys import vault
        from ruta.cases import extract

        with psycopg.connect(url, autocommit=True) as connection:
            try:
                written = extract.write(
                    connection,
                    args.out or folder.path / PLACE,
                    keeper=vault.service(),
                    tell=_tell,
                )
            except (vault.KeeperAbsent, vault.Refused) as error:
                raise KeeperMissing(f"the keeper of keys: {error}; see ./ruta keyd") from None
    print(f"{written.cases:,} cases and {written.acts:,} acts; {written.read:,} cases were new.")
    return 0


@contextmanager
def _address(folder: Folder) -> Iterator[str]:
    """The database's address for `ruta_extract`; that of our own server where none is given."""
    if url := os.environ.get(VARIABLE):
        yield url
        return
    with database.opened(folder) as addresses:
        yield addresses.extract


def _keeper(folder: Folder) -> dict[str, str]:
    """Where the keeper listens: never this process, which may not read the keys."""
    from ruta.access.keys import wire

    chosen = os.environ.get("RUTA_KEYD_SOCKET") or str(wire.socket_in(folder.path))
    return {"RUTA_KEYD_SOCKET": chosen}


def _tell(step: str, done: int) -> None:
    if done % PROGRESS_EVERY == 0:
        print(f"{done:,} cases {step}", file=sys.stderr)
