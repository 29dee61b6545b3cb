"""
`ruta export`: what left Ruta by an authorised hand, written as others need it.

Who runs this command reads no case. A centre's own people take their cases out at the desk, under
the same decision, audit and caps as anything they read; this turns their workbook into the file.
"""

from __future__ import annotations

import argparse
import sys
from getpass import getpass
from pathlib import Path

from .tables import print_table

NAME = "export"
HELP = "write the registry of the CEM from a workbook that a centre took out"
SHOWN = 40
AT_THE_DESK = (
    "a centre's cases are opened only by its own people: whoever coordinates it takes them out at "
    "/registro-cem/, and this command turns that workbook into the file: "
    "ruta export cem WORKBOOK --out FILE"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    cem = what.add_parser("cem", help="the registry of cases attended by the CEM (CSV)")
    cem.add_argument("workbook", nargs="?", type=Path, help="what /registro-cem/ gave")
    cem.add_argument("--out", type=Path, required=True, help="the file to write")
    cem.add_argument("--form", default="", help="a version of the form; the one in use by default")
    cem.add_argument("--password-file", type=Path, help="a file with the workbook's password")
    for word in ("--office", "--from", "--until"):
        cem.add_argument(word, help="chosen at the desk, not here")
    cem.add_argument(
        "--published", action="store_true", help="invented rows with the published counts instead"
    )
    cem.add_argument("--rows", type=int, help="with --published: how many; all 936,811 by default")
    cem.add_argument(
        "--seed", type=int, default=30364, help="with --published: same seed, same file"
    )


def run(args: argparse.Namespace) -> int:
    if args.published:
        from ruta.interop.cem import expanding

        written = expanding.write(args.out, rows=args.rows, seed=args.seed)
        print(f"{written:,} invented rows in {args.out}: no row stands for a person")
        return 0
    if args.workbook is None or args.office:
        print(f"ruta export cem: {AT_THE_DESK}", file=sys.stderr)
        return 2
    return _convert(args)


def _convert(args: argparse.Namespace) -> int:
    from ruta.interop.cem import answers, dictionary, names, workbook, writing

    form = args.form or answers.CURRENT
    if form not in dictionary.load().forms:
        print(f"no form {form!r}; one of: {', '.join(dictionary.load().forms)}", file=sys.stderr)
        return 2
    rows = workbook.read(args.workbook.read_bytes(), _password(args))
    count, left, elsewhere = writing.write(args.out, rows, form=form)
    print(f"{count:,} cases in {args.out}, form of {form}")
    for name, times in elsewhere.items():
        print(f"{names.printable(name)}: {times:,} answers have no place in this form")
    lacking = writing.lacking(rows, form)
    if lacking:
        print(f"{len(lacking)} questions are blank in some case; the first:")
        print_table(
            ("variable", "cases", "why"),
            [(o.variable.name, o.rows, o.why) for o in lacking[:SHOWN]],
        )
    if left:
        print("not written, being nothing the dictionary knows:")
        print_table(
            ("row", "variable", "text"), [(o.row, o.variable, o.shown) for o in left[:SHOWN]]
        )
    return 1 if left else 0


def _password(args: argparse.Namespace) -> str:
    if args.password_file:
        return str(args.password_file.read_text(encoding="utf-8")).strip()
    with args.workbook.open("rb") as file:
        locked = file.read(2) != b"PK"
    return getpass("password of the workbook: ") if locked else ""
