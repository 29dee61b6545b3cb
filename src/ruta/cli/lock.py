"""`ruta lock`: rewrite the lock files from what requirements/*.in ask for."""

import argparse
import subprocess
import sys
from pathlib import Path

NAME = "lock"
HELP = "refresh requirements/*.lock, with hashes and without addresses"
FOLDER = Path(__file__).resolve().parents[3] / "requirements"
OPTIONS = (
    *("--quiet", "--universal", "--generate-hashes", "--python-version", "3.11"),
    *("--no-header", "--no-annotate", "--no-emit-index-url"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to take newer versions."""
    parser.add_argument("--upgrade", action="store_true", help="take the newest allowed versions")


def run(args: argparse.Namespace) -> int:
    """Resolve each `.in` file into the `.lock` beside it."""
    uv = str(Path(sys.executable).parent / "uv")
    upgrade = ["--upgrade"] if args.upgrade else []
    for wanted in sorted(FOLDER.glob("*.in")):
        target = wanted.with_suffix(".lock")
        words = [uv, "pip", "compile", *OPTIONS, *upgrade, str(wanted), "-o", str(target)]
        done = subprocess.run(words, check=False)
        if done.returncode != 0:
            return done.returncode
        print(f"{target.relative_to(FOLDER.parent)}: written")
    return 0
