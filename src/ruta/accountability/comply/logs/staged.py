"""Events of any attributes put aside as Parquet, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

EVENTS = 50_000


def staged(events: Iterable[Mapping[str, Any]], folder: Path) -> list[Path]:
    """
    Write events in their order, each file with the attributes that its events have.

    :returns: the files, in order; none if there is no event
    """
    files: list[Path] = []
    left = iter(events)
    while some := list(islice(left, EVENTS)):
        names = dict.fromkeys(name for event in some for name in event)
        columns = {name: pa.array([e.get(name) for e in some], pa.string()) for name in names}
        files.append(folder / f"events-{len(files):06}.parquet")
        pq.write_table(pa.table(columns), files[-1])
    return files
