"""Plain text tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def print_table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their titles, each column as wide as its widest cell."""
    table = [list(map(str, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(titles, *table, strict=True)]
    for row in (list(titles), ["─" * width for width in widths], *table):
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
