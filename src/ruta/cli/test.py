"""`ruta test`: every check of the repository, in order; all run, and any failure counts."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ruta.cli.process import supply

NAME = "test"
HELP = "run every check: style, types, walls between rooms, supply, tests"
ROOT = Path(__file__).resolve().parents[3]
BIN = Path(sys.executable).parent

CHECKS = {
    "Style": ("ruff", "check", "."),
    "Layout": ("ruff", "format", "--check", "."),
    "Types": ("mypy",),
    "Walls": ("lint-imports", "--no-cache"),
    "Dangerous code": ("bandit", "--quiet", "--recursive", "src", "-lll"),
}
# So many faults of each area, drawn anew by another seed: `ruta mutants` plants all of them.
FULL = {"Planted faults": ("python", "-m", "ruta", "mutants", "--sample", "120")}
BILL = ROOT / "var" / "sbom.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything not known here goes to pytest."""
    parser.add_argument("--full", action="store_true", help="long campaigns, and faults planted")
    parser.set_defaults(takes_rest=True)


def run(args: argparse.Namespace) -> int:
    """Run all checks, then pytest, whose closing line is the last."""
    have_browser()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    if args.full:
        environment["RUTA_TEST_FULL"] = "1"
    checks = {**CHECKS, **(FULL if args.full else {})}
    failed = [name for name, words in checks.items() if not passes(name, words, environment)]
    heading("Supply")
    if not all([supply.audit(), supply.bill(BILL)]):
        failed.append("Supply")
    heading("Tests")
    if failed:
        print(f"Failed already: {', '.join(failed)}.", flush=True)
    words = [str(BIN / "pytest"), "-n", "2", *args.rest]
    tests = subprocess.run(words, check=False, cwd=ROOT, env=environment)
    return tests.returncode or int(bool(failed))


def passes(name: str, words: tuple[str, ...], environment: dict[str, str]) -> bool:
    """Run one check under its heading."""
    heading(name)
    program, *rest = words
    done = subprocess.run([str(BIN / program), *rest], check=False, cwd=ROOT, env=environment)
    return done.returncode == 0


def heading(name: str) -> None:
    """One line that says what runs now."""
    print(f"\n— {name} —", flush=True)


def have_browser() -> None:
    """Install Chromium where it is missing and we may; else say how."""
    if shutil.which("chromium"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the journeys (once) …", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
            subprocess.run(["apt-get", *words], check=False, env=quiet, stdout=subprocess.DEVNULL)
    if not shutil.which("chromium"):
        print("Chromium is missing: the journeys will fail. Install the package `chromium`.")
