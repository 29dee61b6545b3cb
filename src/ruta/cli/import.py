"""`ruta import`: what others publish, brought in beside the case files and never into them."""

# ruff: noqa: N999 - the command is called so, and a command has the name of its module
from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .process.folder import data_folder
from .tables import print_table

if TYPE_CHECKING:
    from ruta.interop.cem import storing
    from ruta.interop.cem.report import Odd, Report

NAME = "import"
HELP = "bring in a public registry, apart from the case files"
REFUSED = 1
REFERENCE = Path("docs/reference/cem-registry.md")
SHOWN = 40  # unknown values on a terminal; all of them are in the manifest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    cem = what.add_parser("cem", help="the registry of cases attended by the CEM (CSV or .sav)")
    cem.add_argument("file", nargs="?", type=Path, help="the file; else the latest that came in")
    cem.add_argument(
        "--reference", action="store_true", help=f"write {REFERENCE} from the dictionary"
    )
    cem.add_argument("--strict", action="store_true", help="take nothing from a file with problems")
    cem.add_argument("--summary", action="store_true", help="rounded counts of what was imported")
    cem.add_argument(
        "--against-published", action="store_true", help="the published counts beside the file's"
    )


def run(args: argparse.Namespace) -> int:
    from ruta.interop.cem import storing

    if args.reference:
        from ruta.interop.cem import described

        REFERENCE.write_text(described.reference(), encoding="utf-8")
        print(f"{REFERENCE} written")
        return 0
    shelf = storing.Shelf(registry_folder())
    now = datetime.now(UTC)
    if args.file is None:
        if not (args.summary or args.against_published):
            print("ruta import cem: which file? or --summary of the latest", file=sys.stderr)
            return 2
        found = shelf.latest()
    else:
        imported = _bring_in(args, shelf, now)
        if imported is None:
            return REFUSED
        found = imported
    if args.summary:
        _summary(found, now)
    if args.against_published:
        _against_published(found, now)
    return 0


def registry_folder() -> Path:
    """Where imported registries are kept: RUTA_REGISTRY, else `registry` in the data folder."""
    return Path(os.environ.get("RUTA_REGISTRY") or data_folder() / "registry").resolve()


def _bring_in(
    args: argparse.Namespace, shelf: storing.Shelf, now: datetime
) -> storing.Imported | None:
    from ruta.interop.cem import importing

    outcome = importing.bring_in(args.file, shelf, now=now, strict=args.strict, progress=_progress)
    if outcome.again and outcome.stored:
        print(f"already imported on {outcome.stored.manifest['imported_at'][:10]}: nothing to do")
        return outcome.stored
    assert outcome.report is not None
    print(file=sys.stderr)
    for line in _told(outcome.report):
        print(line)
    _odd_values(outcome.report)
    if outcome.stored is None:
        print(f"not imported: {outcome.report.problems:,} problems, and --strict was asked for")
        return None
    read = ", ".join(filter(None, outcome.stored.manifest["read"].values()))
    print(f"read as {read}; kept in {outcome.stored.folder}")
    return outcome.stored


def _progress(rows: int) -> None:
    print(f"\r{rows:,} rows read", end="", file=sys.stderr, flush=True)


def _told(report: Report) -> Iterator[str]:
    """What was found, a line each; nothing for what is as it should be."""
    yield f"{report.rows:,} rows"
    yield from _forms(report)
    if report.first_day:
        yield f"days of entry from {report.first_day} to {report.last_day}, as {report.date_order}"
    if not report.date_order_sure:
        yield "  every day could also be read with day and month exchanged: month first was taken"
    yield from _columns("columns that are missing", report.missing_columns)
    yield from _columns("columns nobody knows, not kept", report.unknown_columns)
    yield from _columns("columns that no dictionary documents", report.undocumented_columns)
    yield from _counted("blank where the form requires an answer", report.blank)
    yield from _counted("filled in rows of a form that does not ask it", report.outside)
    yield from _counted("more unknown values, counted together", report.odd_beyond)
    if report.skipped_lines:
        where = _rows(report.first_skipped)
        yield f"{report.skipped_lines:,} lines that are no rows, left out: {where}"
    if report.duplicates:
        where = _rows(report.first_duplicates)
        yield f"{report.duplicates:,} rows that repeat another, kept: {where}"
    if report.out_of_form:
        yield f"{report.out_of_form:,} rows of a month in which another form was in use"
    if report.withheld:
        yield f"{report.withheld:,} cells left out: no code, and longer than one"
    if report.impossible_beyond:
        yield f"{report.impossible_beyond:,} more impossible days, counted together"


def _forms(report: Report) -> Iterator[str]:
    """Rows by version of the form, and what must not be read with the dictionary in one."""
    from ruta.interop.cem import dictionary

    for form in dictionary.load().forms.values():
        if report.by_form.get(form.id):
            yield f"  {report.by_form[form.id]:,} of the form of {form.id}"
            if form.uncertain:
                names = ", ".join(form.uncertain)
                yield f"    in it the codes of {names} may have meant something else"


def _columns(says: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"{len(names)} {says}: {', '.join(names)}"


def _counted(says: str, counts: Mapping[str, int]) -> Iterator[str]:
    if counts:
        yield f"{says}: " + ", ".join(f"{name} {count:,}" for name, count in counts.items())


def _rows(numbers: Sequence[int]) -> str:
    return ("rows " + ", ".join(f"{number:,}" for number in numbers) + "…") if numbers else ""


def _odd_values(report: Report) -> None:
    odd: list[Odd] = [*report.impossible_dates, *report.odd]
    if odd:
        print("values that the dictionary does not know:")
        print_table(
            ("variable", "form", "value", "how many", "first rows"),
            [
                (o.variable, o.form, o.value, f"{o.count:,}", ", ".join(map(str, o.first_rows)))
                for o in sorted(odd, key=lambda each: -each.count)[:SHOWN]
            ],
        )
        if len(odd) > SHOWN:
            print(f"… and {len(odd) - SHOWN} more, in the manifest")
    if report.relabelled:
        print("codes to which the file gives another label than the dictionary:")
        print_table(
            ("variable", "code", "in the file", "in the dictionary"),
            [(r.variable, r.code, r.in_file, r.in_dictionary) for r in report.relabelled],
        )


def _summary(found: storing.Imported, now: datetime) -> None:
    from ruta.accountability.publish import rounding
    from ruta.interop.cem import importing, published

    today = now.astimezone(importing.LIMA).date()
    counts = published.margins(published.groups_of(found.cells, today=today))
    for name, values in counts.items():
        print(f"\ncases by {name}, rounded to 10")
        print_table((name, "cases"), [(v, rounding.shown(n)) for v, n in values.items()])


def _against_published(found: storing.Imported, now: datetime) -> None:
    """Published counts as they are published; the file's are rounded, unless they are the same."""
    from ruta.accountability.publish import rounding
    from ruta.interop.cem import importing, published

    today = now.astimezone(importing.LIMA).date()
    counts = published.groups_of(found.cells, today=today)
    print("\npublished counts of 2020-2025, and this file (rounded where it differs)")
    print_table(
        ("by", "", "published", "in the file"),
        [
            (
                line.by, line.value, f"{line.published:,}",
                "the same" if line.equal else rounding.shown(line.in_file),
            )
            for line in published.compared(counts)
        ],
    )  # fmt: skip
    differ = published.cells_that_differ(counts)
    print(f"{differ} cells of year, department and risk differ" if differ else "every cell agrees")
    print(
        f"The published years add up to {sum(published.cases_by_year().values()):,}: "
        f"{published.SUPPRESSED} cases, in small cells, are in no published group."
    )
