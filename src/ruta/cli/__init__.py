"""The subcommands of `ruta`, one module each; this folder is their registry.

A module here has NAME, HELP (one line), `add_arguments(parser)` and `run(args) -> int`. What
subcommands share about processes and folders is in `process/`; a module without NAME is no
subcommand. Importing one must be cheap: Django, and whatever needs it, is imported inside `run`.
"""

import argparse
import errno
import pkgutil
import sys
from importlib import import_module
from types import ModuleType

import psycopg

from ruta.postgres.refusal import Refusal

INTERRUPTED = 130
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
    except Refusal as refusal:
        return _end(str(refusal))
    except psycopg.errors.DiskFull:
        return _end(DISK_FULL)
    except psycopg.OperationalError as error:
        return _end(f"the database refused: {str(error).strip().splitlines()[-1]}")
    except OSError as error:
        return _end(_of_the_system(error))
    except KeyboardInterrupt:
        return INTERRUPTED


def _of_the_system(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return DISK_FULL
    return f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")


def _end(line: str) -> int:
    print(f"ruta: {line}", file=sys.stderr)
    return 1
