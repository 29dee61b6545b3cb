"""The rules of the house that a machine can keep: sizes, captions, names, registries, walls."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from ruta import cli

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "ruta"
MODULE_LINES = 400
FUNCTION_LINES = 50
FORBIDDEN_NAMES = {"utils", "util", "common", "helpers", "helper", "manager", "managers", "base"}
JUNK = re.compile(
    r"(^|/)(uv\.lock|package-lock\.json|node_modules|\.env|__pycache__|\.DS_Store|var)(/|$)"
    r"|\.(pyc|mo|dump|log|orig|rej)$"
)
# In capitals the Spanish word for "all" looks like a promise: only comments are searched for it.
PROMISES = re.compile(
    r"#.*\b(TODO|FIXME|XXX)\b|\bNotImplementedError\b|mark\.(skip|xfail)|pragma: no cover"
)
# Written in two parts, so that this file does not name them either.
REGISTRIES = tuple(
    a + b
    for a, b in (
        ("python", "hosted"),
        ("py", "pi.org"),
        ("registry.", "npmjs"),
        ("deb.", "debian"),
        ("crates", ".io"),
    )
)
TEXT = {
    ".py",
    ".toml",
    ".md",
    ".html",
    ".css",
    ".js",
    ".sql",
    ".lock",
    ".in",
    ".po",
    ".typ",
    ".csv",
}


def tracked() -> list[Path]:
    """Every file of the repository, new ones included, ignored ones not."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def python_files() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py"]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_module_is_longer_than_a_sitting() -> None:
    long = {name(path): len(path.read_text().splitlines()) for path in python_files()}

    assert {path: lines for path, lines in long.items() if lines > MODULE_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in python_files()
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno + 1 > FUNCTION_LINES
    ]

    assert long == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        name(path)
        for path in python_files()
        if path.is_relative_to(SOURCE) and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [
        name(path)
        for path in python_files()
        if FORBIDDEN_NAMES & {path.stem, *path.relative_to(ROOT).parts[:-1]}
    ]

    assert vague == []


def test_nothing_is_promised_instead_of_done() -> None:
    here = Path(__file__)
    promised = [
        f"{name(path)}:{number}"
        for path in python_files()
        if path != here
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if PROMISES.search(line)
    ]

    assert promised == []


def test_no_file_is_tracked_that_a_machine_makes() -> None:
    assert [name(path) for path in tracked() if JUNK.search(name(path))] == []


def test_no_package_registry_is_named() -> None:
    named = [
        name(path)
        for path in tracked()
        if path.suffix in TEXT or path.parent.name == ".ci"
        for host in REGISTRIES
        if host in path.read_text(errors="replace")
    ]

    assert named == []


@pytest.mark.check("SEC-66")
def test_every_locked_requirement_has_a_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        packages = re.findall(r"^\S+==\S+.*?(?=^\S|\Z)", lock.read_text(), re.MULTILINE | re.DOTALL)

        assert packages, lock
        assert [text for text in packages if "--hash=sha256:" not in text] == []


# --- Registries: the folder is the list ----------------------------------------------------------


def norm_files() -> list[Path]:
    return sorted((SOURCE / "law" / "norms").glob("*"))


@pytest.mark.parametrize("path", norm_files(), ids=lambda path: path.stem)
def test_a_norm_is_named_after_its_first_day_in_force(path: Path) -> None:
    norm = tomllib.loads(path.read_text())["norm"]

    assert path.name == f"{norm['in_force']}_{norm['id']}.toml"


def test_there_are_norms() -> None:
    assert norm_files()


@pytest.mark.parametrize("module", cli.commands().values(), ids=lambda module: module.NAME)
def test_a_subcommand_has_its_modules_name_one_line_of_help_and_a_run(module: Any) -> None:
    assert module.__name__ == f"ruta.cli.{module.NAME}"
    assert module.HELP
    assert "\n" not in module.HELP
    assert callable(module.add_arguments)
    assert callable(module.run)


def test_importing_the_subcommands_does_not_import_the_framework() -> None:
    code = "import sys; from ruta import cli; cli.parser(); print('django' in sys.modules)"
    words = [sys.executable, "-c", code]
    done = subprocess.run(
        words, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "src")}
    )

    assert done.stdout.strip() == "False"


# --- Settings, addresses and templates -----------------------------------------------------------


def test_every_setting_is_documented_and_no_other() -> None:
    variable = re.compile(r"\b(?:RUTA_[A-Z_]+[A-Z]|(?<![A-Z_])DATABASE_URL)\b")
    files = [*SOURCE.rglob("*.py"), ROOT / "ruta"]
    read = {found for path in files for found in variable.findall(path.read_text())}
    page = (ROOT / "docs" / "reference" / "settings.md").read_text()
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))

    assert described == read


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, address)
        else:
            yield address, pattern


@pytest.mark.check("SEC-60")
def test_every_address_declares_who_may_ask_for_it() -> None:
    undeclared = [
        address
        for address, pattern in addresses(get_resolver())
        if not getattr(pattern.callback, "policy", None)
    ]

    assert undeclared == []


def test_every_address_has_a_name_for_the_log() -> None:
    assert [address for address, pattern in addresses(get_resolver()) if not pattern.name] == []


INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script(?![^>]*\ssrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)


def test_templates_hold_no_style_or_script() -> None:
    inline = [
        f"{name(path)}:{number}"
        for path in tracked()
        if path.suffix in {".html", ".svg"} and path.is_relative_to(SOURCE)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if INLINE.search(line)
    ]

    assert inline == []


@pytest.mark.parametrize(
    "line",
    ['<p style="color:red">', "<script>x()</script>", '<a onclick="x()">', "<style>p{}</style>"],
)
def test_the_search_for_inline_code_finds_it(line: str) -> None:
    assert INLINE.search(line)
