"""
The gap ledger: sixteen implications of the law, and for each how far practice is from it.

For each: the articles, what studies found, what the released figures say (by implication and by
article), the causes given, who owns the gap, and a target.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruta.instruments.bilingual import Bilingual
from ruta.law import rulebook, terms

from .released import Feed, Figure, Table, feed, figures

FILE = Path(__file__).parent / "ledger.toml"
BY_IMPLICATION = "implication"


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause of gaps; `finding` is what the study found of it, empty where it found none."""

    id: str
    name: Bilingual
    found: bool
    finding: Bilingual


@dataclass(frozen=True, slots=True)
class Study:
    """Where the findings come from, the day it was finished, and what it must not be taken for."""

    name: Bilingual
    on: date
    caution: Bilingual


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at; `share` in percent where it is one; `by_law`, else a proposal."""

    text: Bilingual
    share: int | None
    by_law: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """
    One implication of the ledger.

    :ivar law, regulation: articles as the study prints them
    :ivar articles: those of the duties that stand under it in the law read here
    :ivar owners: names of those who own the gap
    """

    implication: str
    area: str
    name: Bilingual
    law: tuple[str, ...]
    regulation: tuple[str, ...]
    articles: tuple[str, ...]
    found: Bilingual
    causes: tuple[Cause, ...]
    owners: tuple[Bilingual, ...]
    feeds: tuple[Feed, ...]
    target: Target


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A gap with what the figures say.

    :ivar figures: of the feeds, for the whole country
    :ivar by_article: for each article of a duty with a term, the share met in time
    """

    gap: Gap
    figures: tuple[Figure, ...]
    by_article: tuple[Figure, ...]

    @property
    def without_data(self) -> bool:
        """Whether no released figure says anything: to be shown as such."""
        return not any(figure.known for figure in self.figures + self.by_article)


@cache
def study() -> Study:
    """The study of the findings."""
    said = _said()["study"]
    caution = Bilingual(said["caution_es"], said["caution_en"])
    return Study(Bilingual(said["es"], said["en"]), said["on"], caution)


@cache
def causes() -> Mapping[str, Cause]:
    """The seven causes looked for, found or not."""
    return {entry["id"]: _cause(entry) for entry in _said()["cause"]}


@cache
def gaps() -> tuple[Gap, ...]:
    """
    The sixteen gaps, in the order of the areas.

    :raises released.BadFeed: when one is fed by what is no figure
    """
    return tuple(_gap(entry) for entry in _said()["gap"])


def entries(tables: Iterable[Table]) -> tuple[Entry, ...]:
    """The whole ledger, given released tables."""
    listed = list(tables)
    of_articles = figures(listed, feed("in-time:article"))
    return tuple(
        Entry(
            gap,
            tuple(figure for each in gap.feeds for figure in figures(listed, each)),
            tuple(figure for figure in of_articles if figure.value in gap.articles),
        )
        for gap in gaps()
    )


def _gap(entry: Mapping[str, Any]) -> Gap:
    id_ = entry["implication"]
    term, bearers = terms.load().implications[id_], terms.load().bearers
    owners = (bearers[each] for each in entry["owners"])
    return Gap(
        implication=id_,
        area=term.more["area"],
        name=Bilingual(term.es, term.en),
        law=tuple(entry["law"]),
        regulation=tuple(entry["regulation"]),
        articles=_articles(id_),
        found=Bilingual(entry["found_es"], entry["found_en"]),
        causes=tuple(causes()[each] for each in entry["causes"]),
        owners=tuple(Bilingual(each.es, each.en) for each in owners),
        feeds=tuple(_feed(text, id_) for text in entry["feeds"]),
        target=Target(
            Bilingual(entry["target_es"], entry["target_en"]),
            entry.get("target_share"),
            entry["target_by_law"],
        ),
    )


def _feed(text: str, implication: str) -> Feed:
    """A figure by implication is that of this one."""
    own = text.endswith(f":{BY_IMPLICATION}")
    return feed(f"{text}={implication}" if own else text)


def _articles(implication: str) -> tuple[str, ...]:
    wordings = rulebook.default().wordings.values()
    return tuple(sorted({w.article for w in wordings if w.implication == implication}))


def _cause(entry: Mapping[str, Any]) -> Cause:
    finding = Bilingual(entry.get("finding_es", ""), entry.get("finding_en", ""))
    return Cause(entry["id"], Bilingual(entry["es"], entry["en"]), entry["found"], finding)


@cache
def _said() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
