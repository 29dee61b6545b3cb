"""What the cases of a log are called there, by the number each has in the store made of it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa

from ruta.acts.columns import Codes

SCHEMA = pa.schema([("name", pa.string())])
FILE = "names.arrow"


class Names:
    """The names of cases, read where they lie on disk; without a file, their numbers."""

    def __init__(self, path: Path | None) -> None:
        self._names: pa.ChunkedArray | None = None
        if path is not None:
            mapped = pa.memory_map(str(path))
            self._names = pa.ipc.open_file(mapped).read_all().column("name")

    def of(self, cases: Codes) -> pa.Array:
        """The name of each case; quickest where numbers lie near each other."""
        if self._names is None:
            return pa.array(cases).cast(pa.string())
        if not len(cases):
            return pa.array([], pa.string())
        low, high = int(cases.min()), int(cases.max())
        near = self._names.slice(low, high - low + 1).combine_chunks()
        return near.take(pa.array(np.asarray(cases) - low))


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
