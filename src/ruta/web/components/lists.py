"""What lists on a page are made of: rows, tasks, tiles, places, chips and tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """
    A line of a summary list: what, and its value; `change_href` shows "Cambiar".

    `lines` are further lines of the value, each printed on its own.
    """

    label: str
    value: str
    change_href: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a task list; `state` is done, started, todo or blocked."""

    title: str
    state: str
    href: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that leads to its list; `tone` is late, soon, calm, done or quiet."""

    value: str | int
    label: str
    href: str
    tone: str = "calm"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a role, for the navigation; `icon` names a file of `components/icons/`."""

    label: str
    href: str
    icon: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, in words, and the address without it."""

    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers are set to the right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `href` makes it a link."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that becomes cards on a phone: the first column is the title of each card."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def lines(self) -> list[list[tuple[Column, Cell]]]:
        """Each row as pairs of its column and its cell."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


def current(places: Iterable[Place], path: str) -> Place | None:
    """The place a path belongs to: the one with the longest address that begins it."""
    within = [place for place in places if path.startswith(place.href)]
    return max(within, key=lambda place: len(place.href), default=None)
