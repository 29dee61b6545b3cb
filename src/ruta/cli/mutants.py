"""`ruta mutants`: plant faults in what decides who sees what, and count those that tests find."""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruta.cli.process import mutation, trial
from ruta.cli.process.mutation import Fault

NAME = "mutants"
HELP = "plant faults in the decision, the keeper of keys and consents, and see tests find them"
ROOT = Path(__file__).resolve().parents[3]
WANTED = 0.9
Z = 1.96  # of a 95 % interval


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
    parser.add_argument("--to", type=Path, help="a file for what was seen, as JSON")


def run(args: argparse.Namespace) -> int:
    """Try each area; fail when tests find less than nine in ten."""
    known = trial.settings()
    os.nice(10)
    scores = []
    with trial.place(ROOT) as place:
        for area in args.areas or known["area"]:
            scores.append(_tried(place, area, known, args))
            print(scores[-1].line(), flush=True)
    if args.to:
        told = [{"share": score.share, **vars(score)} for score in scores]
        args.to.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return int(any(score.share < WANTED for score in scores))


def _tried(place: trial.Place, area: str, known: Any, args: argparse.Namespace) -> Score:
    tests = known["area"][area]["tests"]
    there = [
        (path, fault)
        for path in _modules(place.root, known["area"][area]["modules"])
        for fault in mutation.faults(path.read_text(encoding="utf-8"))
    ]
    score = Score(area, len(there))
    place.try_whole(tests)
    for path, fault in _chosen(there, args.sample, args.seed):
        score.planted += 1
        name = str(path.relative_to(place.root))
        text = path.read_text(encoding="utf-8").splitlines()[fault.line - 1].strip()
        if trial.is_alike(known, name, text, fault):
            score.alike += 1
            continue
        began = time.monotonic()
        found = place.finds(path, fault, tests)
        score.found += found
        mark = "found" if found else "NOT FOUND"
        told = f"{name}:{fault.line} {fault.says} → {fault.text[:60]!r} in `{text}`"
        if not found:
            score.survivors.append(told)
        took = time.monotonic() - began
        print(f"{area} {score.planted}: {mark} {told} ({took:.1f} s)", flush=True)
    return score


def _chosen(
    there: Sequence[tuple[Path, Fault]], sample: int, seed: int
) -> Iterator[tuple[Path, Fault]]:
    if not 0 < sample < len(there):
        yield from there
        return
    yield from sorted(random.Random(seed).sample(there, sample))


def _modules(root: Path, names: Sequence[str]) -> Iterator[Path]:
    for name in names:
        path = root / name
        yield from sorted(path.glob("*.py")) if path.is_dir() else [path]
