"""
What released tables say of a figure: rows as published, never anything finer.

A figure is asked for as a feed: `in-time` (the whole), `in-time:language` (by one attribute),
`in-time:implication=reporting` (one value of it).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ruta.accountability.indicators.reading import Indicator, every
from ruta.instruments.bilingual import Bilingual

from . import attributes


class Table(Protocol):
    """A released table, as `publish.release.Table` is one."""

    @property
    def said(self) -> Mapping[str, Any]:
        """Its entry in the manifest: `indicator` among it."""

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The attributes its rows are broken down by."""

    def rows(self) -> Sequence[Mapping[str, str]]:
        """Its rows; `""` for all of an attribute and for what is not published."""


class BadFeed(ValueError):
    """A feed that names no indicator, or an attribute it is not published by."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One figure asked for: an indicator, perhaps by an attribute, perhaps at one value of it."""

    indicator: Indicator
    attribute: str = ""
    value: str = ""

    @property
    def text(self) -> str:
        """As it is written."""
        by = f":{self.attribute}" if self.attribute else ""
        return self.indicator.id + by + (f"={self.value}" if self.value else "")


@dataclass(frozen=True, slots=True)
class Figure:
    """
    One row of a released table, for the whole country.

    :ivar value: of the feed's attribute; empty for all
    :ivar n, of, share, median_hours, p90_hours: the published texts; empty where not published
    """

    feed: Feed
    value: str
    n: str
    of: str
    share: str
    median_hours: str
    p90_hours: str

    @property
    def label(self) -> Bilingual:
        """The name of the value, or of the indicator where it is of all."""
        if not self.value:
            return self.feed.indicator.title
        return attributes.every()[self.feed.attribute].label(self.value)

    @property
    def known(self) -> bool:
        """Whether anything of it is published: `<10` says that there is almost nothing."""
        return any((self.share, self.median_hours, self.n.isdecimal() and self.n != "0"))


def feed(text: str) -> Feed:
    """
    A feed from its text.

    :raises BadFeed: when there is no such indicator, or it is not published by that attribute
    """
    id_, _, by = text.partition(":")
    attribute, _, value = by.partition("=")
    indicator = every().get(id_)
    if indicator is None:
        raise BadFeed(f"{text}: there is no indicator {id_!r}")
    if tuple(filter(None, [attribute])) not in indicator.dimensions:
        raise BadFeed(f"{text}: {id_} is not published by {attribute or 'nothing'}")
    if value and value not in attributes.every()[attribute].values:
        raise BadFeed(f"{text}: {attribute} has no value {value!r}")
    return Feed(indicator, attribute, value)


def figures(tables: Iterable[Table], asked: Feed) -> tuple[Figure, ...]:
    """What tables say of a feed for the whole country; nothing where none was released."""
    wanted = tuple(filter(None, [asked.attribute]))
    for table in tables:
        if table.said.get("indicator") == asked.indicator.id and table.dimensions == wanted:
            return tuple(
                _figure(asked, row)
                for row in table.rows()
                if row["level"] == "country" and _of(asked, row)
            )
    return ()


def _of(asked: Feed, row: Mapping[str, str]) -> bool:
    if not asked.attribute:
        return True
    return row[asked.attribute] == asked.value if asked.value else bool(row[asked.attribute])


def _figure(asked: Feed, row: Mapping[str, str]) -> Figure:
    value = row[asked.attribute] if asked.attribute else ""
    measures = (row.get(m, "") for m in ("n", "of", "share", "median_hours", "p90_hours"))
    return Figure(asked, value, *measures)
