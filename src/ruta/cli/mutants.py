"""`ruta mutants`: plant faults in what keeps people safe, and count those that tests find."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruta.cli.process import mutation, trial
from ruta.cli.process.mutation import Fault

NAME = "mutants"
HELP = "plant faults in what keeps people safe, and see tests find them"
ROOT = Path(__file__).resolve().parents[3]
WANTED = 0.9
STOPPED = 143
Z = 1.96  # of a 95 % interval


@dataclass(frozen=True)
class Planted:
    """A fault, the module it is planted in, and the text of its line."""

    path: Path
    module: str
    line: str
    fault: Fault

    @property
    def says(self) -> str:
        """What is told of it; the same from run to run while the module stays as it is."""
        there = f"{self.module}:{self.fault.line}"
        return f"{there} {self.fault.says} → {self.fault.text[:60]!r} in `{self.line}`"


@dataclass
class Score:
    """What came of the faults of one area: how many there are, and of those planted who lived."""

    area: str
    all: int
    planted: int = 0
    found: int = 0
    alike: int = 0
    survivors: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of the faults planted that change anything, the share that tests found."""
        counted = self.planted - self.alike
        return self.found / counted if counted else 1.0

    def interval(self) -> tuple[float, float]:
        """Where the share of all faults lies, with 95 %, as far as a sample tells (Wilson)."""
        n, p = self.planted - self.alike, self.share
        if not n or self.planted == self.all:
            return p, p
        middle, spread = p + Z * Z / (2 * n), Z * ((p * (1 - p) + Z * Z / (4 * n)) / n) ** 0.5
        return (middle - spread) / (1 + Z * Z / n), (middle + spread) / (1 + Z * Z / n)

    def line(self) -> str:
        """What is told at the end."""
        low, high = self.interval()
        sample = "" if self.planted == self.all else f" (95 %: {low:.0%} to {high:.0%})"
        return (
            f"{self.area}: {self.share:.1%}{sample}; {self.planted} of {self.all} faults planted, "
            f"{self.found} found, {self.alike} that change nothing, {len(self.survivors)} left"
        )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which areas, and how many faults of each."""
    parser.add_argument("areas", nargs="*", help="all of them by default")
    parser.add_argument("--sample", type=int, default=0, help="so many of each area; 0: all")
    parser.add_argument("--seed", type=int, default=1, help="which of them")
    parser.add_argument("--again", type=Path, help="only what the run that wrote this file left")
    parser.add_argument("--to", type=Path, help="a file for what was seen, as JSON")


def run(args: argparse.Namespace) -> int:
    """Try each area; fail when tests find less than nine in ten."""
    known = trial.settings()
    os.nice(10)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))  # the server must not stay behind
    scores: list[Score] = []
    with trial.place(ROOT) as place:
        for area in args.areas or known["area"]:
            _try(place, area, known, args, scores)
            print(scores[-1].line(), flush=True)
    return int(any(score.share < WANTED for score in scores))


def _try(
    place: trial.Place, area: str, known: Any, args: argparse.Namespace, scores: list[Score]
) -> None:
    tests = known["area"][area]["tests"]
    there = list(_planted(place.root, known["area"][area]["modules"]))
    left = _left_before(args.again)
    score = Score(area, len(there))
    scores.append(score)
    place.try_whole(tests)
    for each in _chosen(there, args.sample, args.seed):
        if left is None or each.says in left:
            _plant(place, each, known, score, tests)
            if args.to:
                args.to.write_text(_told(scores), encoding="utf-8")


def _plant(
    place: trial.Place, each: Planted, known: Any, score: Score, tests: Sequence[str]
) -> None:
    score.planted += 1
    if trial.is_alike(known, each.module, each.line, each.fault):
        score.alike += 1
        return
    began = time.monotonic()
    found = place.finds(each.path, each.fault, tests)
    score.found += found
    if not found:
        score.survivors.append(each.says)
    mark, took = "found" if found else "NOT FOUND", time.monotonic() - began
    print(f"{score.area} {score.planted}: {mark} {each.says} ({took:.1f} s)", flush=True)


def _planted(root: Path, names: Sequence[str]) -> Iterator[Planted]:
    """Every fault of some modules, or of the modules of some folders."""
    for name in names:
        place = root / name
        for path in sorted(place.glob("*.py")) if place.is_dir() else [place]:
            source = path.read_text(encoding="utf-8")
            lines = source.splitlines()
            for fault in mutation.faults(source):
                module = str(path.relative_to(root))
                yield Planted(path, module, lines[fault.line - 1].strip(), fault)


def _left_before(report: Path | None) -> set[str] | None:
    """What an earlier run left; None when there was none."""
    if report is None:
        return None
    told = json.loads(report.read_text(encoding="utf-8"))
    return {says for area in told for says in area["survivors"]}


def _told(scores: Sequence[Score]) -> str:
    return json.dumps([{"share": score.share, **vars(score)} for score in scores], indent=1)


def _chosen(there: Sequence[Planted], sample: int, seed: int) -> Iterator[Planted]:
    if not 0 < sample < len(there):
        yield from there
        return
    # In the order drawn, so that a run that is stopped early has a fair sample, too.
    yield from random.Random(seed).sample(there, sample)
