"""What cases are called is read from disk, a part at a time, by their numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from ruta.accountability.comply.names import FILE, Names, NamesWriter

SAID = [f"case {n}" for n in range(10)]


@pytest.fixture
def names(tmp_path: Path) -> Names:
    with NamesWriter(tmp_path) as writer:
        for part in (SAID[:4], [], SAID[4:5], SAID[5:]):
            writer.add(pa.array(part, pa.string()))
    return Names(tmp_path / FILE)


@pytest.mark.parametrize("cases", [[0], [9], [3, 4], [4, 4, 4], [9, 0, 5, 3], list(range(10)), []])
def test_each_number_has_its_name_wherever_it_lies(names: Names, cases: list[int]) -> None:
    found = names.of(np.array(cases, np.int64))
    assert found.to_pylist() == [SAID[case] for case in cases]


def test_without_names_a_case_is_called_by_its_number() -> None:
    assert Names(None).of(np.array([7, 3])).to_pylist() == ["7", "3"]
