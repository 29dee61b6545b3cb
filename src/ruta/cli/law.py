"""`ruta law`: read the law as data, by institution, by stage, by date, and check its files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ruta import law
from ruta.acts import catalogue, vocabulary
from ruta.law.model import Wording
from ruta.law.rulebook import BadNorms, Rulebook

from . import compliance
from .tables import print_table

NAME = "law"
HELP = "the law as data: list, show, diff, check, comply"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    listing = verbs.add_parser("list", help="the wordings in force on a day")
    listing.add_argument("--bearer", help="who owes: pnp, juzgado-familia, cem…")
    listing.add_argument("--area", help="one of the five areas")
    listing.add_argument("--implication", help="one of the sixteen implications")
    listing.add_argument("--on", type=_day, help="a day, YYYY-MM-DD; today by default")
    show = verbs.add_parser("show", help="one duty, with its thread through the norms")
    show.add_argument("duty")
    diff = verbs.add_parser("diff", help="what changed between the law of two days")
    diff.add_argument("first", type=_day)
    diff.add_argument("second", type=_day)
    check = verbs.add_parser("check", help="the linter of norm files")
    check.add_argument("files", nargs="*", type=Path, help="norm files, or folders of them")
    compliance.add_arguments(verbs.add_parser("comply", help=compliance.HELP))


def run(args: argparse.Namespace) -> int:
    if args.verb == "check":
        return _check(args.files)
    if args.verb == "comply":
        return compliance.run(args)
    try:
        rulebook = law.rulebook.default()
    except BadNorms as error:
        print(error, file=sys.stderr)
        return 1
    verbs = {"list": _list, "show": _show, "diff": _diff}
    return verbs[args.verb](rulebook, args)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2023-03-23") from None


def _list(rulebook: Rulebook, args: argparse.Namespace) -> int:
    on = args.on or date.today()  # noqa: DTZ011 - the reader's own day
    for key in ("bearer", "area", "implication"):
        table = rulebook.terms.tables[f"{key}s"]
        if getattr(args, key) and getattr(args, key) not in table:
            print(f"unknown {key} {getattr(args, key)!r}; one of: {', '.join(table)}")
            return 2
    found = [
        wording
        for wording in rulebook.on(on).values()
        if all(
            getattr(args, key) in (None, getattr(wording, key))
            for key in ("bearer", "area", "implication")
        )
    ]
    print_table(
        ("duty", "bearer", "term", "article", "confidence"),
        [(w.id, w.bearer, term_of(w), w.article, w.confidence) for w in found],
    )
    print(f"{len(found)} duties in force on {on}")
    return 0


def term_of(wording: Wording) -> str:
    """The term in the law's own measure, or its kind of limit when it states none."""
    if wording.within is None:
        return wording.kind
    return f"{wording.within.text}{' working' if wording.within.working else ''}"


def _show(rulebook: Rulebook, args: argparse.Namespace) -> int:
    wording = rulebook.wordings.get(args.duty)
    if wording is None:
        near = [id_ for id_ in rulebook.wordings if args.duty in id_]
        print(f"no duty {args.duty!r}" + (f"; did you mean {', '.join(near)}?" if near else ""))
        return 2
    for line in _described(rulebook, wording):
        print(line)
    print("\nThread:")
    print_table(
        ("from", "until", "duty", "term", "norm"),
        [
            (w.from_, w.until or "open", w.id, term_of(w), w.norm.title_es)
            for w in rulebook.thread(wording.id)
        ],
    )
    for number, example in enumerate(wording.examples, 1):
        print(f"\nExample {number}: {example.says}")
    return 0


def _described(rulebook: Rulebook, wording: Wording) -> Iterable[str]:
    yield f"{wording.id}: {wording.title_es} ({wording.title_en})"
    yield f"  who       {rulebook.terms.bearers[wording.bearer].es}"
    yield f"  starts    {wording.starts or 'no act of a case starts it'}"
    yield f"  met by    {', '.join(wording.ends) or 'no single act'}"
    yield f"  term      {term_of(wording)}, calendar {wording.calendar}"
    for condition in wording.given:
        yield f"  given     {condition}"
    yield f"  article   {wording.article}"
    yield f"  source    {wording.source}"
    yield f"  sure      {wording.confidence}"
    for label, texts in (("note", (wording.note,)), ("doubt", wording.doubts)):
        yield from (f"  {label:<9} {text}" for text in texts if text)
    for conflict in rulebook.conflicts_of(wording.id):
        yield f"  conflict  {conflict.says_es}"


def _diff(rulebook: Rulebook, args: argparse.Namespace) -> int:
    changes = rulebook.diff(args.first, args.second)
    rows = [
        (
            "changed" if c.before and c.after else "new" if c.after else "ended",
            f"{c.before.id} ({term_of(c.before)})" if c.before else "",
            f"{c.after.id} ({term_of(c.after)})" if c.after else "",
            (c.after or c.before).norm.title_es,  # type: ignore[union-attr]
        )
        for c in changes
    ]
    print_table(("what", "before", "after", "norm"), rows)
    print(f"{len(rows)} changes between {args.first} and {args.second}")
    return 0


def _check(paths: list[Path]) -> int:
    """Check files in the company of their folder: what they replace stands in the others."""
    sealed = {n for n, fact in catalogue.load().facts.items() if fact.compartment != "clear"}
    words = law.check.Vocabulary(acts=vocabulary.kinds().keys(), sealed_facts=sealed)
    default = Path(law.__file__).parent / "norms"
    missing = [path for path in paths if not path.exists()]
    for path in missing:
        print(f"{path}: no such file", file=sys.stderr)
    folders = {path if path.is_dir() else path.parent for path in paths if path.exists()}
    wanted = {path.name for path in paths if path.is_file()}
    problems = [
        problem
        for folder in sorted(folders or {default})
        for problem in law.check.check(folder, words)
        if not wanted or problem.file in wanted
    ]
    for problem in problems:
        print(problem)
    if not problems and not missing:
        print("no mistake found")
    return 1 if problems or missing else 0
