"""The subcommands of `ruta`, one module each; this folder is their registry.

A module here has NAME, HELP (one line), `add_arguments(parser)` and `run(args) -> int`. What
subcommands share about processes and folders is in `process/`; a module without NAME is no
subcommand. Importing one must be cheap: Django, and whatever needs it, is imported inside `run`.
"""

import argparse
import errno
import pkgutil
import shutil
import sys
from importlib import import_module
from types import ModuleType

import psycopg

from ruta.cli.process.folder import data_folder
from ruta.postgres.refusal import Refusal

INTERRUPTED = 130
LITTLE_BYTES = 20_000_000
DISK_FULL = "the disk is full: free some space and start again; nothing that was saved is lost"


def commands(only: str = "") -> dict[str, ModuleType]:
    """
    Every subcommand by its NAME, in alphabetical order; with `only`, at most that one.

    A module is named as its subcommand, so that running one imports no other.
    """
    names = sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.ispkg)
    wanted = [only] if only in names else names
    modules = [import_module(f"{__name__}.{name}") for name in wanted]
    return {module.NAME: module for module in modules if hasattr(module, "NAME")}


def parser(only: str = "") -> argparse.ArgumentParser:
    """The whole command line, built from the registry; with `only`, that part of it."""
    whole = argparse.ArgumentParser(prog="ruta", description="Ruta: case file and legal clock.")
    parts = whole.add_subparsers(title="subcommands", metavar="SUBCOMMAND", required=True)
    for name, module in commands(only).items():
        part = parts.add_parser(name, help=module.HELP, description=module.HELP)
        module.add_arguments(part)
        part.set_defaults(run=module.run)
    return whole


def main(words: list[str]) -> int:
    """Run one subcommand; what a person can mend ends in one line and a code that is not 0."""
    line = parser(words[0] if words else "")
    args, rest = line.parse_known_args(words)
    if rest and not getattr(args, "takes_rest", False):
        line.error(f"unrecognized arguments: {' '.join(rest)}")
    args.rest = rest
    try:
        return int(args.run(args) or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        said = mendable(error)
        if said is None:
            raise
        print(f"ruta: {said}", file=sys.stderr)
        return 1


def mendable(error: BaseException | None) -> str | None:
    """What to tell whoever can mend this; nothing for a mistake of ours."""
    if isinstance(error, Refusal):
        return str(error)
    if isinstance(error, OSError):
        return _of_the_system(error)
    if isinstance(error, psycopg.errors.DiskFull):
        return DISK_FULL
    if isinstance(error, psycopg.OperationalError):
        first = (str(error).strip() or "no reason given").splitlines()[0]
        return DISK_FULL if nearly_full() else f"the database refused: {first}"
    # Django raises an error of its own over the one of the database.
    if error is not None and type(error).__module__ == "django.db.utils":
        return mendable(error.__cause__)
    return None


def nearly_full() -> bool:
    """Whether the disk of the data folder has no room left: a server stops for that by itself."""
    folder = data_folder()
    return folder.exists() and shutil.disk_usage(folder).free < LITTLE_BYTES


def _of_the_system(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return DISK_FULL
    return f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")
