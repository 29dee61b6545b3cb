"""What an extract says, in words, so that two may be compared whatever they call a case."""

import json
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from ruta.acts import filling, store


def cases_of(found: store.Store) -> list[dict[str, Any]]:
    assert found.cases is not None
    rows: list[dict[str, Any]] = pq.read_table(found.cases).to_pylist()
    return rows


def of_her(found: store.Store) -> dict[str, Any]:
    """What it says of the only case, besides its number and its day."""
    (row,) = cases_of(found)
    return {k: v for k, v in row.items() if v is not None and k not in ("case", "opened_day")}


def acts_of(found: store.Store) -> list[tuple[Any, ...]]:
    """Every act in words, by case; what a case is called is left out."""
    said = found.dictionaries
    offices = (*said.offices, None)
    rows: list[tuple[Any, ...]] = []
    for acts in found.chunks(further=True):
        assert acts.office is not None
        assert acts.to is not None
        assert acts.annulled is not None
        facts = {
            name: [None if code < 0 else said.facts[name][code] for code in codes.tolist()]
            for name, codes in acts.facts.items()
        }
        starts = acts.more["start_act"]
        first = acts.more["act"][acts.first_of(np.arange(len(acts)))]
        rows += [
            (
                int(acts.case[n]), said.kinds[acts.kind[n]], int(acts.at[n]), int(acts.day[n]),
                int(acts.more["recorded"][n]), int(acts.more["arrival"][n]),
                offices[acts.office[n]], offices[acts.to[n]], bool(acts.annulled[n]),
                bool(acts.more["corrected"][n]),
                int(starts[n] - first[n]) if starts[n] >= 0 else None,
                *(facts[name][n] for name in filling.FACTS),
            )
            for n in range(len(acts))
        ]  # fmt: skip
    return rows


def told_apart(found: store.Store, silent: frozenset[int] = frozenset()) -> list[str]:
    """Every case in words, without its number; of the silent ones nothing is known."""
    acts: dict[int, list[Any]] = {}
    for case, *row in acts_of(found):
        acts.setdefault(case, []).append(row)
    told = []
    for said in cases_of(found):
        case = said.pop("case")
        known = {name: v for name, v in said.items() if case not in silent or name == "opened_day"}
        told.append(json.dumps([acts[case], {k: v for k, v in known.items() if v is not None}]))
    return sorted(told)


def numbers(found: store.Store) -> dict[str, int]:
    """By the acts of a case, what it is called."""
    acts: dict[int, list[Any]] = {}
    for case, *row in acts_of(found):
        acts.setdefault(case, []).append(row)
    return {json.dumps(rows): case for case, rows in acts.items()}
