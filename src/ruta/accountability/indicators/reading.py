"""
Reading indicators: each a file of SQL that begins with a comment of TOML saying what it measures.

The comment holds the words (Spanish and English), the unit, the dimensions it may be published by,
and worked examples; after it comes one SELECT in DuckDB's dialect, one row per unit counted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from ruta.instruments.bilingual import Bilingual

from .queries import BadQuery, columns

HERE = Path(__file__).parent
MEASURES = {
    "share": ("counted",),
    "count": (),
    "hours": ("hours",),
    "ratio": ("part", "whole"),
}
"""For each unit, the columns of measure its query must answer."""
ALWAYS = ("case_id", "day", "department", "province")
PLACES = ("office", "home", "none")
WORDS = ("title", "question", "grain", "denominator", "not_comparable")
KEYS = frozenset({"id", "unit", "place", "source", "dimensions", "sensitive", "example", *WORDS})
OPTIONAL = frozenset({"sensitive"})
EXAMPLE = frozenset({"says", "as_of", "from", "until", "offices", "case", "by", "level", "expect"})
ATTRIBUTES = 2
"""At most so many attributes beyond place and time."""
_FORM = re.compile(r"\A\s*/\*\n(?P<toml>.*?)\n\*/\n(?P<sql>.*)\Z", re.DOTALL)


class Problem(NamedTuple):
    """One mistake in one file."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.says}"


class BadIndicators(ValueError):
    """Files that are no indicators; says every mistake with its file and line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Example:
    """
    A worked example: small cases written out, and the rows the indicator must answer.

    :ivar offices: for each office, its type and the code of its province
    :ivar cases: for each case, what is known of her (`home` is the code of a province), and `acts`
    :ivar from_, until: local days, first inclusive, last exclusive; all days where absent
    """

    says: str
    as_of: str
    from_: str
    until: str
    offices: Mapping[str, str]
    cases: tuple[Mapping[str, Any], ...]
    by: tuple[str, ...]
    level: str
    expect: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """
    One indicator.

    :ivar unit: `share` (n of a whole), `count`, `hours` (median and ninth decile), `ratio`
    :ivar grain: what one row of the query is
    :ivar place: whose place it is counted by: the office's, her home's, or none
    :ivar dimensions: by what attributes it may be published, each at most two
    :ivar sensitive: to be published by region and year only
    :ivar answers: the columns the query answers
    """

    id: str
    title: Bilingual
    question: Bilingual
    unit: str
    grain: Bilingual
    denominator: Bilingual
    source: str
    not_comparable: Bilingual
    dimensions: tuple[tuple[str, ...], ...]
    place: str
    sensitive: bool
    examples: tuple[Example, ...]
    sql: str
    answers: tuple[str, ...]
    file: str


@lru_cache(maxsize=1)
def every() -> Mapping[str, Indicator]:
    """The indicators shipped with Ruta, by id in the order of their names."""
    return load(HERE)


def load(folder: Path) -> Mapping[str, Indicator]:
    """
    Read every indicator of a folder.

    :raises BadIndicators: saying every mistake of every file
    """
    found: dict[str, Indicator] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.sql")):
        try:
            found[path.stem] = read(path)
        except BadIndicators as error:
            problems += error.problems
    if problems:
        raise BadIndicators(problems)
    return MappingProxyType(found)


def read(path: Path) -> Indicator:
    """
    Read one indicator.

    :raises BadIndicators: saying every mistake of the file
    """
    text = path.read_text(encoding="utf-8")
    form = _FORM.match(text)
    if form is None:
        raise BadIndicators([Problem(path.name, 1, "does not begin with a comment of TOML")])
    try:
        said = tomllib.loads(form["toml"])
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) + 1 if at else 1
        raise BadIndicators([Problem(path.name, line, str(error))]) from error
    first = text[: form.start("sql")].count("\n") + 1
    try:
        answers = columns(form["sql"])
        mistakes = list(_mistakes(path.stem, said, answers))
    except BadQuery as error:
        answers, mistakes = (), [*_mistakes(path.stem, said, None), ("", str(error))]
    if mistakes:
        found = [Problem(path.name, _line(text, key) or first, says) for key, says in mistakes]
        raise BadIndicators(found)
    return _indicator(path.name, said, form["sql"].strip(), answers)


def _mistakes(
    name: str, said: Mapping[str, Any], answers: tuple[str, ...] | None
) -> Iterator[tuple[str, str]]:
    """What is wrong, each with the key it stands at (`""`: the query)."""
    for key in sorted(KEYS - OPTIONAL - set(said)):
        yield "id", f"does not say {key!r}"
    for key in sorted(set(said) - KEYS):
        yield key, f"says {key!r}, which no indicator has"
    if said.get("id", name) != name:
        yield "id", f"is called {said['id']!r}, and its file {name!r}"
    for key in WORDS:
        words = said.get(key, {"es": "-", "en": "-"})
        if not isinstance(words, Mapping) or not all(words.get(lang) for lang in ("es", "en")):
            yield key, f"{key!r} has not both es and en"
    if said.get("unit", "count") not in MEASURES:
        yield "unit", f"unit {said['unit']!r} is none of {', '.join(MEASURES)}"
    if said.get("place", "none") not in PLACES:
        yield "place", f"place {said['place']!r} is none of {', '.join(PLACES)}"
    if not said.get("source", "-"):
        yield "source", "has no source"
    yield from _bad_dimensions(said, answers)
    yield from _bad_answers(said, answers)
    yield from _bad_examples(said)


def _bad_dimensions(
    said: Mapping[str, Any], answers: tuple[str, ...] | None
) -> Iterator[tuple[str, str]]:
    dimensions = said.get("dimensions", [[]])
    if not isinstance(dimensions, list) or not all(isinstance(d, list) for d in dimensions):
        yield "dimensions", "dimensions is not a list of lists"
        return
    for each in dimensions:
        if len(each) > ATTRIBUTES or len(set(each)) < len(each):
            yield "dimensions", f"{each} is more than {ATTRIBUTES} attributes, or one twice"
        for name in each:
            if answers is not None and name not in answers:
                yield "dimensions", f"the query does not answer {name!r}"


def _bad_answers(
    said: Mapping[str, Any], answers: tuple[str, ...] | None
) -> Iterator[tuple[str, str]]:
    if answers is None:
        return
    for name in (*ALWAYS, *MEASURES.get(said.get("unit", "count"), ())):
        if name not in answers:
            yield "", f"the query does not answer {name!r}"


def _bad_examples(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    examples = said.get("example", [{}])
    if not isinstance(examples, list):
        yield "example", "example is not a list of tables"
        return
    for number, example in enumerate(examples, 1):
        for key in sorted(set(example) - EXAMPLE):
            yield "[[example", f"example {number} says {key!r}, which no example has"
        for key in ("says", "as_of", "case", "expect"):
            if key not in example and "example" in said:
                yield "[[example", f"example {number} does not say {key!r}"


def _line(text: str, key: str) -> int:
    """The line at which a key stands; 0 where it does not."""
    lines = text.splitlines()
    starts = (
        f"{key} =",
        f"{key}=",
        f"[{key}]",
        f"[[{key}]]",
        key if key.startswith("[") else "[[[",
    )
    found = (n for n, line in enumerate(lines, 1) if key and line.strip().startswith(starts))
    return next(found, 0)


def _indicator(file: str, said: Mapping[str, Any], sql: str, answers: tuple[str, ...]) -> Indicator:
    words = {key: Bilingual(said[key]["es"], said[key]["en"]) for key in WORDS}
    return Indicator(
        id=said["id"],
        unit=said["unit"],
        source=said["source"],
        dimensions=tuple(tuple(each) for each in said["dimensions"]),
        place=said["place"],
        sensitive=said.get("sensitive", False),
        examples=tuple(_example(example) for example in said["example"]),
        sql=sql,
        answers=answers,
        file=file,
        **words,
    )


def _example(said: Mapping[str, Any]) -> Example:
    return Example(
        says=said["says"],
        as_of=str(said["as_of"]),
        from_=str(said.get("from", "1970-01-01")),
        until=str(said.get("until", "2200-01-01")),
        offices=MappingProxyType(said.get("offices", {})),
        cases=tuple(said["case"]),
        by=tuple(said.get("by", ())),
        level=said.get("level", "country"),
        expect=tuple(said["expect"]),
    )
