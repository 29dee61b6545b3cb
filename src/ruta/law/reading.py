"""Reading norm files: TOML to norms and wordings, with every mistake named by file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from . import conditions, terms_of_time
from .literals import BadAct, act_from, instant
from .model import Example, Norm, Wording
from .status import LIMIT_KINDS, TERM_KINDS

RANKS = ("law", "regulation", "decree", "protocol", "assumption")
CONFIDENCES = ("verified-text", "secondary", "recalled-unverified")
NORM_KEYS = frozenset(
    "id title_es about_es about_en rank published in_force ceases source confidence doubts".split()
)
WORDING_TEXT = (
    "title_es title_en bearer starts kind article area implication source confidence "
    "tuo_article regime anchor note rank calendar"
).split()
WORDING_LISTS = (
    "ends given starts_if discharged_by breached_by precedes replaces other_bearers "
    "joint_bearers overrides extensible_to doubts"
).split()
WORDING_REST = "id within basis roll standing distance_term verified_from ceases example".split()
WORDING_KEYS = frozenset([*WORDING_TEXT, *WORDING_LISTS, *WORDING_REST])
WORDING_NEEDS = ("id", "title_es", "title_en", "bearer", "kind", "area", "implication")


class Problem(NamedTuple):
    """One mistake in a norm file: where it stands and what is wrong."""

    file: str
    line: int
    where: str
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.where}: {self.says}"


class BadNorms(ValueError):
    """Norm files that cannot be read as law; `problems` lists every mistake."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class NormFile:
    """A norm file as read: its norm, its wordings, what it ends, and what is wrong with it."""

    path: Path
    text: str = ""
    norm: Norm | None = None
    wordings: list[Wording] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, where: str, says: str, *, key: str = "") -> None:
        """Note a mistake in the norm or wording `where`, at the line of `key` if it has one."""
        self.problems.append(Problem(self.path.name, self.line(where, key), where, says))

    def line(self, where: str, key: str = "") -> int:
        """The line of a key of a norm or wording, else of its id, else 1."""
        lines = self.text.splitlines()
        names = (f'id = "{where}"', f'wording = "{where}"')
        start = next((n for n, text in enumerate(lines, 1) if text.strip() in names), 1)
        for number, text in enumerate(lines[start - 1 :], start):
            if number > start and text.startswith("[["):
                break
            if key and text.partition("=")[0].strip() == key:
                return number
        return start


def read(path: Path, *, bearer_calendar: Callable[[str], str]) -> NormFile:
    """Read one norm file; what is wrong with it is kept in its `problems`, never raised."""
    file = NormFile(path)
    try:
        file.text = path.read_text(encoding="utf-8")
        data = tomllib.loads(file.text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = _toml_line(str(error))
        file.problems.append(Problem(path.name, line, path.stem, f"not TOML: {error}"))
        return file
    for key in data.keys() - {"norm", "wording", "ends"}:
        file.problem(path.stem, f"unknown table {key!r}")
    file.norm = _norm(file, data.get("norm", {}))
    if file.norm is not None:
        for table in data.get("wording", ()):
            _add_wording(file, file.norm, table, bearer_calendar)
        file.ended = [str(table.get("wording", "")) for table in data.get("ends", ())]
    return file


def _toml_line(message: str) -> int:
    _, _, rest = message.partition("at line ")
    digits = rest.split(",")[0]
    return int(digits) if digits.isdigit() else 1


def _norm(file: NormFile, table: Mapping[str, Any]) -> Norm | None:
    name = str(table.get("id", file.path.stem))
    missing = [k for k in ("id", "title_es", "rank", "in_force", "source") if not table.get(k)]
    for key in missing:
        file.problem(name, f"the norm states no {key}")
    for key in table.keys() - NORM_KEYS:
        file.problem(name, f"unknown key {key!r} of the norm", key=key)
    if missing or not isinstance(table["in_force"], date):
        return None
    if file.path.name != f"{table['in_force']}_{name}.toml":
        file.problem(name, f"the file should be named {table['in_force']}_{name}.toml")
    _one_of(file, name, "rank", table["rank"], RANKS)
    confidence = table.get("confidence", "recalled-unverified")
    _one_of(file, name, "confidence", confidence, CONFIDENCES)
    return Norm(
        id=name,
        title_es=table["title_es"],
        rank=table["rank"],
        in_force=table["in_force"],
        ceases=table.get("ceases"),
        published=table.get("published"),
        source=table["source"],
        confidence=confidence,
        about_es=table.get("about_es", ""),
        about_en=table.get("about_en", ""),
        doubts=tuple(table.get("doubts", ())),
        file=file.path.name,
    )


def _add_wording(
    file: NormFile, norm: Norm, table: Mapping[str, Any], bearer_calendar: Callable[[str], str]
) -> None:
    name = str(table.get("id", f"wording {len(file.wordings) + 1}"))
    before = len(file.problems)
    _check_keys(file, name, table)
    if len(file.problems) > before:
        return
    try:
        file.wordings.append(_wording(norm, name, table, bearer_calendar(table["bearer"])))
    except (conditions.BadCondition, terms_of_time.BadTerm, BadAct) as error:
        file.problem(name, str(error), key=_key_of(error))


def _check_keys(file: NormFile, name: str, table: Mapping[str, Any]) -> None:
    for key in WORDING_NEEDS:
        if not table.get(key):
            file.problem(name, f"no {key}")
    for key in ("article", "source"):
        if not table.get(key):
            file.problem(name, f"no {key}: every duty says where it is written")
    for key in table.keys() - WORDING_KEYS:
        file.problem(name, f"unknown key {key!r}", key=key)
    for key in WORDING_LISTS:
        if not isinstance(table.get(key, []), list):
            file.problem(name, f"{key} is a list", key=key)
    _one_of(file, name, "kind", table.get("kind"), sorted(LIMIT_KINDS))
    _one_of(file, name, "confidence", table.get("confidence"), CONFIDENCES)
    if table.get("kind") in TERM_KINDS and not table.get("within"):
        file.problem(name, f"kind {table['kind']!r} needs `within`", key="kind")
    if table.get("kind") == "recurring" and not re.search("[1-9]", str(table.get("within", "1"))):
        file.problem(name, "recurs after no time at all, without end", key="within")


def _key_of(error: Exception) -> str:
    if isinstance(error, conditions.BadCondition):
        return "given"
    return "within" if isinstance(error, terms_of_time.BadTerm) else "acts"


def _one_of(file: NormFile, name: str, key: str, value: object, known: Any) -> None:
    if value not in known:
        file.problem(name, f"{key} {value!r} is none of {', '.join(known)}", key=key)


def _wording(norm: Norm, name: str, table: Mapping[str, Any], calendar: str) -> Wording:
    within = table.get("within", "")
    basis, roll = table.get("basis", "calendar"), table.get("roll", "none")
    texts = {key: str(table.get(key, "")) for key in WORDING_TEXT}
    texts["rank"] = texts["rank"] or norm.rank
    texts["calendar"] = texts["calendar"] or calendar
    lists = {
        key: tuple(table.get(key, ())) for key in WORDING_LISTS if key not in ("given", "starts_if")
    }
    rest: dict[str, Any] = {**texts, **lists}
    return Wording(
        id=name,
        norm=norm,
        within=terms_of_time.parse(within, basis=basis, roll=roll) if within else None,
        from_=norm.in_force,
        until=_earliest(norm.ceases, table.get("ceases")),
        given=tuple(conditions.parse(text) for text in table.get("given", ())),
        starts_if=tuple(conditions.parse(text) for text in table.get("starts_if", ())),
        standing=bool(table.get("standing", False)),
        distance_term=bool(table.get("distance_term", False)),
        verified_from=table.get("verified_from"),
        examples=tuple(_example(example) for example in table.get("example", ())),
        **rest,
    )


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _example(table: Mapping[str, Any]) -> Example:
    expect = table.get("expect")
    if expect is None or not table.get("acts") or "as_of" not in table:
        raise BadAct("an example needs acts, as_of and expect")
    acts = tuple(act_from(act, number) for number, act in enumerate(table["acts"], 1))
    literal = None if expect == "none" else dict(expect)
    return Example(str(table.get("says", "")), acts, instant(table["as_of"]), literal)
