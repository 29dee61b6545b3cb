"""What to say where DuckDB cannot go on for want of memory or of room on the disk."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from .formats import first_line

NO_ROOM = ("no space left", "enospc", "disk full", "failed to offload")


def said(error: BaseException) -> str:
    """One line, and what to do about it."""
    if is_no_memory(error):
        return "this log needs more memory: say more with --memory"
    return no_room() if is_no_room(error) else first_line(error)


def no_room(*, written: Path | None = None) -> str:
    """
    What to say when a disk is full.

    :param written: what is being written, if not only temporary files are
    """
    place = f" or of {written.parent}" if written else ""
    return (
        f"the disk of {tempfile.gettempdir()} (temporary files){place} is full: free some space and"
        " start again, or name a folder that has more in TMPDIR"
    )


def is_no_memory(error: BaseException) -> bool:
    """Whether DuckDB may take no more; where it hands over tables, that is an error of Arrow."""
    out = isinstance(error, duckdb.OutOfMemoryException) or "Out of Memory Error" in str(error)
    return out and not is_no_room(error)


def is_no_room(error: BaseException) -> bool:
    """Whether a disk is full."""
    return any(word in str(error).lower() for word in NO_ROOM)
