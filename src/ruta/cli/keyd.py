"""`ruta keyd`: the keeper of keys, and what its operator does with the keys."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ruta.cli.process import database
from ruta.cli.process.children import follow_parent
from ruta.cli.process.folder import Folder, data_folder
from ruta.postgres.refusal import Refusal

if TYPE_CHECKING:
    from ruta.access.keyd.limits import Configuration
    from ruta.access.keys.client import Client

NAME = "keyd"
HELP = "keep the keys of cases: run them, make, turn, copy, destroy"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do; `run` when nothing is said."""
    parser.set_defaults(task=_run)
    tasks = parser.add_subparsers(metavar="TASK")

    def task(name: str, says: str, function: Any) -> argparse.ArgumentParser:
        part = tasks.add_parser(name, help=says, description=says)
        part.set_defaults(task=function)
        return part

    task("run", "keep the keys until told to stop", _run)
    task("init", "make the key file; one that is there is never replaced", _init)
    turn = task("rotate", "make a new wrapping key and wrap every data key with it", _rotate)
    turn.add_argument("--forget-old", action="store_true", help="remove older ones, if unused")
    task("status", "ask the keeper how it is", _status)
    copy = task("backup", "write the keys, encrypted, to a new file", _backup)
    copy.add_argument("file", type=Path, help="a new file; keep it apart from the data, 30 days")
    copy.add_argument("--to", action="append", default=[], metavar="RECIPIENT",
                      help="an age public key, or a file of them; two at least")  # fmt: skip
    back = task("restore", "put the keys of such a file in place", _restore)
    back.add_argument("file", type=Path, help="what `ruta keyd backup` wrote")
    back.add_argument("--identity", type=Path, required=True, help="the file of an age identity")
    for name, says, function in (
        ("erase", "destroy keys of a case: what they sealed can never be read again", _erase),
        ("hold", "keep compartments of a case from being erased", _hold),
    ):
        part = task(name, says, function)
        part.add_argument("case", type=UUID)
        part.add_argument("--compartments", required=True, help="as in N,H")
        part.add_argument("--why", required=True, help="a short code, for the audit")
        if name == "hold":
            part.add_argument("--until", type=date.fromisoformat, help="a day; else without end")
    task("due", "list what is kept no longer: compartments of cases, pseudonyms of months", _due)
    task("forget", "destroy keys of pseudonyms and ties that are kept no longer", _forget)
    bird = task("canary", "have whoever opens an invented case told of", _canary)
    bird.add_argument("case", type=UUID)
    bird.add_argument("--remove", action="store_true", help="a case like any other again")


def run(args: argparse.Namespace) -> int:
    """Do the task; what is wrong with the key file is said in one line."""
    os.environ.setdefault("RUTA_ROLE", "keyd")
    from ruta.access.keys.keyfile import KeyFileRefused

    try:
        return int(args.task(args))
    except KeyFileRefused as error:
        raise Refusal(str(error)) from None


@contextmanager
def configured() -> Iterator["Configuration"]:
    """What the environment chose; the database is ours where it names none."""
    from ruta import settings
    from ruta.access.keyd.limits import Configuration, Limits

    with _address() as url:
        yield Configuration(
            socket=_socket(),
            key_file=settings.RUTA_KEY_FILE,
            database_url=url,
            limits=Limits(
                person_hour=settings.RUTA_CAP_PERSON_HOUR,
                office_hour=settings.RUTA_CAP_OFFICE_HOUR,
                total_hour=settings.RUTA_CAP_TOTAL_HOUR,
                alert_day=settings.RUTA_CAP_ALERT_DAY,
                index_minute=settings.RUTA_CAP_INDEX_MINUTE,
            ),
            peers=frozenset(int(user) for user in settings.RUTA_KEYD_PEERS.split(",") if user),
            demonstration=settings.RUTA_DEMO,
            witnessed=any(place.strip() for place in settings.RUTA_WITNESSES),
        )


def _socket() -> Path:
    from ruta import settings
    from ruta.access.keys import wire

    chosen = settings.RUTA_KEYD_SOCKET
    return Path(chosen) if chosen else wire.socket_in(data_folder())


@contextmanager
def _address() -> Iterator[str]:
    """The database's address for `ruta_keyd`; that of our own server where none is given."""
    if url := os.environ.get("RUTA_KEYD_DATABASE_URL"):
        yield url
        return
    folder = Folder(data_folder())
    folder.prepare()
    with database.opened(folder) as addresses:
        yield addresses.keyd


@contextmanager
def _connected() -> Iterator[tuple["Configuration", Any]]:
    """The configuration, and a connection as the keeper's role for a long work."""
    import psycopg

    with configured() as chosen, psycopg.connect(chosen.database_url, autocommit=True) as opened:
        yield chosen, opened


def _keeper() -> "Client":
    from ruta.access.keys.client import Client

    return Client(_socket())


def _tell() -> None:
    """Have the keeper read its key file again; one that is not running reads it when it starts."""
    from ruta.access.keys.service import KeeperAbsent

    keeper = _keeper()
    if not keeper.path.exists():
        return
    try:
        keeper.reload()
    except KeeperAbsent as error:
        raise Refusal(f"the keeper does not answer ({error}); no key was wrapped anew") from None


def _run(args: argparse.Namespace) -> int:
    follow_parent()
    from ruta import settings
    from ruta.access.keyd import journal, process

    journal.begin(settings.RUTA_LOG_LEVEL)
    with configured() as chosen:
        process.run(chosen)
    return 0


def _init(args: argparse.Namespace) -> int:
    from ruta import settings
    from ruta.access.keys import keyfile

    path = settings.RUTA_KEY_FILE
    if path.exists():
        raise Refusal(f"{path} exists; keys are never replaced")
    keyfile.create(path)
    print(f"Written: {path}. Copy it with `ruta keyd backup`: without it nothing sealed is read.")
    return 0


def _rotate(args: argparse.Namespace) -> int:
    from ruta.access.keyd import rotation

    with _connected() as (chosen, connection):
        if args.forget_old:
            gone = rotation.forget_old(chosen.key_file, connection, _tell)
            print(f"Forgotten: {len(gone)} older wrapping keys.")
        else:
            done = rotation.rotate(chosen.key_file, connection, _tell)
            print(f"Wrapped anew: {done} data keys. The older wrapping key is still in the file.")
    return 0


def _status(args: argparse.Namespace) -> int:
    from ruta.access.keys.service import KeeperAbsent

    try:
        told = _keeper().status()
    except KeeperAbsent:
        raise Refusal(f"no keeper of keys answers on {_socket()}") from None
    for name, value in told.items():
        if name != "ok":
            print(f"{name}: {value}")
    return 0


def _backup(args: argparse.Namespace) -> int:
    from ruta.access.keyd import copies
    from ruta.cli.process import recipients

    with _connected() as (chosen, connection):
        to = recipients.chosen(args.to)
        count = copies.write(args.file.resolve(), connection, chosen.key_file, to)
    print(f"Written: {args.file}, {count} data keys. Keep it apart from the data, 30 days at most.")
    return 0


def _restore(args: argparse.Namespace) -> int:
    from ruta.access.keyd import copies
    from ruta.cli.process import recipients

    with _connected() as (chosen, connection):
        found = recipients.identities(args.identity)
        count = copies.restore(args.file, connection, chosen.key_file, found)
        _tell()
    print(f"In place: {count} data keys.")
    return 0


def _erase(args: argparse.Namespace) -> int:
    from ruta.access.keyd import erasure

    letters = erasure.letters(args.compartments)
    with _connected() as (_, connection):
        gone = erasure.erase(connection, args.case, letters, why=args.why)
    print(f"Destroyed: {gone.keys} data keys. Copies of the keys hold them, for 30 days at most.")
    print(f"Without index or text of their own now: {gone.rows} rows.")
    return 0


def _hold(args: argparse.Namespace) -> int:
    from ruta.access.keyd import erasure

    letters = erasure.letters(args.compartments)
    with _connected() as (_, connection):
        erasure.hold(connection, args.case, letters, until=args.until, why=args.why)
    print(f"Held: {', '.join(letters)}.")
    return 0


def _due(args: argparse.Namespace) -> int:
    import psycopg

    from ruta.access.keyd import retention

    folder = Folder(data_folder())
    folder.prepare()
    with database.opened(folder) as addresses, psycopg.connect(addresses.owner) as owner:
        now = _now(owner)
        for each in retention.due(owner, now=now):
            print(f"{each.case_id} {each.compartment} since {each.since:%Y-%m-%d}")
        for month in retention.pseudonyms_due(owner, now=now):
            print(f"pseudonyms of {month:%Y-%m}: destroy them with `ruta keyd forget`")
        if asked := retention.ties_due(owner, now=now):
            print(f"ties and bars decided on, {asked}: destroy them with `ruta keyd forget`")
    return 0


def _forget(args: argparse.Namespace) -> int:
    from ruta.access.keyd import retention

    with _connected() as (_, connection):
        now = _now(connection)
        months = retention.forget_pseudonyms(connection, now=now)
        asked = retention.forget_ties(connection, now=now)
    print(f"Destroyed: the keys of pseudonyms of {months} months, {asked} ties decided on.")
    return 0


def _now(connection: Any) -> datetime:
    """The database's clock."""
    now: datetime = connection.execute("select now()").fetchone()[0]
    return now


def _canary(args: argparse.Namespace) -> int:
    statement = "insert into access_canary (case_id) values (%s) on conflict do nothing"
    if args.remove:
        statement = "delete from access_canary where case_id = %s"
    with _connected() as (_, connection):
        connection.execute(statement, [args.case])
    print("Removed." if args.remove else "Whoever opens it is told of.")
    return 0
