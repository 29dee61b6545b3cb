"""A small release of an invented country, always the same, for whoever shows releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from ruta.accountability.publish import freezing, rounding
from ruta.accountability.publish.freezing import Draft, Written
from ruta.accountability.publish.release import Release

PLACES = (("country", ""), ("department", "15"), ("department", "21"), ("province", "2101"))
LANGUAGES = ("spa", "que", "aym")
RISKS = ("leve", "moderado", "severo")


def release(into: Path, *, id_: str = "2026-Q2", corrects: str | None = None) -> Release:
    """Freeze the sample release in a shelf; its five tables are always the same bytes."""
    said = {
        "id": id_,
        "period": {"from": "2026-04-01", "until": "2026-07-01"},
        "as_of": "2026-09-29T05:00:00+00:00",
        "made_at": "2026-10-02T15:00:00+00:00",
        "simulated": {"seed": 30364, "cases": 4000},
        "law": {"2015-11-24_ley-30364.toml": "0" * 64},
        "data": {"store": "1" * 64},
        "approved_by": "Persona de la muestra",
        "corrects": corrects,
        "why": "actos que llegaron tarde" if corrects else None,
        "linked": [],
        "rules": {"threshold": 10, "base": 10, "share_from": 100, "quantile_from": 110},
        "gate": {"cells": 120, "suppressed": 9, "passed": True, "merged": [], "dropped": []},
    }
    tables = [
        _table("compliance", "share", (), seed=1),
        _table("compliance_by_risk", "share", ("risk",), seed=2),
        _table("first_visit", "hours", ("language",), seed=3),
        _table("complaints", "count", ("risk", "language"), seed=4),
        _table("officers", "ratio", (), seed=5),
    ]
    sql = {f"{table.said['indicator']}.sql": b"SELECT 1\n" for table in tables}
    return freezing.freeze(Draft(said, tables, {"sample.toml": b"# \n"}, sql), into=into)


def _table(name: str, unit: str, dimensions: Sequence[str], *, seed: int) -> Written:
    words = {"es": f"Muestra: {name}", "en": f"Sample: {name}"}
    said: dict[str, Any] = {
        "name": name,
        "indicator": name.split("_by_")[0],
        "dimensions": list(dimensions),
        "levels": ["country", "department", "province"],
        "unit": unit,
        "title": words,
        "question": {"es": "¿Cuántas?", "en": "How many?"},
        "denominator": {"es": "Todas las de la muestra", "en": "All in the sample"},
        "source": "Ley 30364, art. 16",
        "not_comparable": {"es": "Con nada real", "en": "With anything real"},
    }
    return Written(said, list(_rows(unit, dimensions, Random(seed))))


def _rows(unit: str, dimensions: Sequence[str], draw: Random) -> Iterator[Mapping[str, str]]:
    values = {"risk": RISKS, "language": LANGUAGES}
    for level, place in PLACES:
        for broken in product(*(("", *values[name]) for name in dimensions)):
            size = 4000 // (1 + 4 * len(place)) // 4 ** sum(map(bool, broken))
            of = draw.randint(size // 2, size)
            yield {
                "level": level,
                "place": place,
                **dict(zip(dimensions, broken, strict=True)),
                **_measures(unit, of, draw),
            }


def _measures(unit: str, of: int, draw: Random) -> dict[str, str]:
    whole = rounding.shown(of)
    if unit == "count":
        return {"n": whole}
    part = rounding.shown(draw.randint(0, of))
    low = rounding.share(part, whole, within=unit == "share")
    found = {"n": part, "of": whole}
    if unit == "hours":
        hours = draw.uniform(5, 90)
        found["median_hours"] = rounding.quantile(hours, n=part)
        found["p90_hours"] = rounding.quantile(hours * 4, n=part)
        return found
    return found | dict(zip(("share", "share_low", "share_high"), low, strict=True))
