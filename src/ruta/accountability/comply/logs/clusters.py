"""Whether the rows of each case of a log stand together."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc


class Scattered(Exception):
    """The rows of some case do not stand together."""


class Clusters:
    """Looks at the names of cases, as rows give them one after the other."""

    def __init__(self) -> None:
        self._sorted, self._seen, self._last = True, 0, ""

    def add(self, names: pa.Array) -> None:
        """
        Look at some more.

        :raises Scattered: when one of the first is already there twice
        """
        if not len(names):
            return
        if self._sorted:
            ahead = pc.less(names.slice(0, len(names) - 1), names.slice(1))
            follows = not self._seen or self._last < names[0].as_py()
            self._sorted = follows and pc.all(ahead, min_count=0).as_py()
            self._last = names[len(names) - 1].as_py()
        if not self._sorted and not self._seen and pc.count_distinct(names).as_py() < len(names):
            raise Scattered
        self._seen += len(names)

    def finish(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        """
        Look at all of them.

        :param path: the names, as a file of Arrow
        :raises Scattered: when one is there twice
        """
        if self._sorted:
            return
        with pa.memory_map(str(path)) as mapped:
            names = pa.ipc.open_file(mapped).read_all()
            connection.register("names", names)
            asked = "select count(distinct name) from names"
            distinct = connection.execute(asked).fetchall()[0][0]
            connection.unregister("names")
        if distinct < self._seen:
            raise Scattered
