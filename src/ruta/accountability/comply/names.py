"""What the cases of a log are called there, by the number each has in the store made of it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ruta.acts.columns import Codes

SCHEMA = pa.schema([("name", pa.string())])
FILE = "names.arrow"


class Names:
    """The names of cases, read where they lie on disk; without a file, their numbers."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._ends: NDArray[np.int64] = np.zeros(0, np.int64)
        if path is not None:
            with pa.memory_map(str(path)) as mapped:
                parts = pa.ipc.open_file(mapped).read_all().column("name").chunks
                self._ends = np.cumsum([len(part) for part in parts], dtype=np.int64)

    def of(self, cases: Codes) -> pa.Array:
        """The name of each case; quickest where numbers lie near each other."""
        if self._path is None:
            return pa.array(cases).cast(pa.string())
        if not len(cases):
            return pa.array([], pa.string())
        low, high = int(cases.min()), int(cases.max())
        return self._between(self._path, low, high).take(pa.array(np.asarray(cases) - low))

    def _between(self, path: Path, low: int, high: int) -> pa.Array:
        """The names from one number to another; only the parts that hold them come into memory."""
        first, last = np.searchsorted(self._ends, (low, high), side="right")
        with pa.OSFile(str(path)) as file:
            parts = pa.ipc.open_file(file)
            names = [parts.get_batch(n).column("name") for n in range(first, last + 1)]
        before = int(self._ends[first - 1]) if first else 0
        return pa.chunked_array(names).slice(low - before, high - low + 1).combine_chunks()


class NamesWriter:
    """Writes names as chunks of whole cases come."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._file = pa.ipc.new_file(str(self.path), SCHEMA)

    def add(self, names: pa.Array) -> None:
        """Write the names of the next cases."""
        self._file.write_table(pa.table([names], schema=SCHEMA))

    def __enter__(self) -> NamesWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> Any:
        self._file.close()
