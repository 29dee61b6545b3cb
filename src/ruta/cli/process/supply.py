"""What Ruta is made of: a bill of materials, and whether any part has a known vulnerability."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[4]
BIN = Path(sys.executable).parent
LOCK = "requirements/run.lock"
TIMEOUT_S = 120
AUDIT = (
    *("pip-audit", "--require-hashes", "--disable-pip", "--timeout", "5"),
    *("--progress-spinner", "off", "--format", "json", "--requirement", LOCK),
)
BILL = (
    *("cyclonedx-py", "requirements", LOCK, "--pyproject", "pyproject.toml"),
    *("--mc-type", "application", "--output-reproducible", "--of", "JSON", "-o"),
)


class Audited(NamedTuple):
    """How many parts were looked up, how many could not be, and what is known of which."""

    looked_up: int
    unknown: int
    vulnerable: list[str]

    @property
    def sentence(self) -> str:
        """What is to be said, in one line; never that nothing is known where nobody looked."""
        if self.vulnerable:
            return f"Known vulnerabilities: {'; '.join(self.vulnerable)}."
        if not self.looked_up:
            return "NOT AUDITED: the list of known vulnerabilities cannot be reached from here."
        left = f"; {self.unknown} are not in the list and were not audited" if self.unknown else ""
        return f"{self.looked_up} requirements have no known vulnerability{left}."


def audit() -> bool:
    """Hold the locked requirements against the list of known vulnerabilities; say what is known."""
    found = audited(_said(AUDIT))
    print(found.sentence, flush=True)
    return not found.vulnerable


def audited(said: str) -> Audited:
    """Read what pip-audit says; anything that is no report means that the list was not reached."""
    try:
        parts: list[dict[str, Any]] = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Audited(0, 0, [])
    known = [part for part in parts if "vulns" in part]
    vulnerable = [
        f"{part['name']} {part['version']} ({', '.join(each['id'] for each in part['vulns'])})"
        for part in known
        if part["vulns"]
    ]
    return Audited(len(known), len(parts) - len(known), vulnerable)


def bill(path: Path) -> bool:
    """Write the bill of materials of the locked requirements, in CycloneDX; whether it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _said((*BILL, str(path)))
    try:
        components = json.loads(path.read_text("utf-8"))["components"]
    except (OSError, ValueError, KeyError):
        print("The bill of materials could not be written.", flush=True)
        return False
    print(f"{path}: {len(components)} components.", flush=True)
    return {part["name"] for part in components} == locked()


def locked() -> set[str]:
    """The names in the lock file."""
    lines = (ROOT / LOCK).read_text("utf-8").splitlines()
    return {line.split("==")[0] for line in lines if "==" in line and line[0] not in " #"}


def _said(words: tuple[str, ...]) -> str:
    """The standard output of a program of ours; nothing when it took too long."""
    program, *rest = words
    try:
        done = subprocess.run(
            [str(BIN / program), *rest], check=False, cwd=ROOT, capture_output=True, text=True,
            timeout=TIMEOUT_S,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout
