"""An invented release with every unit, every department, the sixteen implications and few cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from ruta import law
from ruta.accountability.publish import freezing, rounding
from ruta.accountability.publish.freezing import Draft, Written
from ruta.accountability.publish.release import Release
from ruta.directory import territory

SILENT = ("campaigns", "media-content", "education-in-schools", "recovery-programmes")
"""Implications without data, as most have none in case files."""
RISKS = ("leve", "moderado", "severo", "indeterminado")
LANGUAGES = ("spanish", "quechua", "aymara", "ashaninka")
GROUPS = ("police", "protection-courts", "criminal-courts", "appeal-courts")
STEPS = ("01-complaint", "02-risk-form", "03-measures", "04-executed", "08-sentence")
LEGS = ("complaint-to-decision", "decision-to-executor", "execution-to-visit")
PROVINCES = ("21",)
MANY = 8
"""An attribute of more values than this is told for few places, so that tests are quick."""
SEED = 30364


def release(
    into: Path, *, id_: str = "2026-Q2", bare: bool = False, corrects: str | None = None,
    simulated: bool = True, year: int = 2026,
) -> Release:  # fmt: skip
    """
    Freeze the release in a shelf.

    :param bare: the same release with no measure published, to know what pages say without any
    """
    said = {
        "id": id_,
        "period": {"from": f"{year}-04-01", "until": f"{year}-07-01"},
        "as_of": "2026-09-29T05:00:00+00:00",
        "made_at": "2026-10-02T15:00:00+00:00",
        "simulated": {"seed": SEED, "cases": 300_000} if simulated else None,
        "law": {"2015-11-24_ley-30364.toml": "0" * 64},
        "data": {"store": "1" * 64},
        "approved_by": "Persona de la muestra",
        "corrects": corrects,
        "why": "actos que llegaron tarde" if corrects else None,
        "linked": [],
        "rules": {"threshold": 10, "base": 10, "share_from": 100, "quantile_from": 110},
        "gate": {"cells": 120, "suppressed": 9, "passed": True, "merged": [], "dropped": []},
    }
    return freezing.freeze(Draft(said, [_bare(t) if bare else t for t in tables()]), into=into)


def tables() -> list[Written]:
    """Every table, always the same."""
    implications = [i for i in law.terms.load().implications if i not in SILENT]
    due = [w for w in law.rulebook.default().wordings.values() if w.within][:20]
    articles = sorted({w.article for w in due})
    return [
        _table("in-time", "share", {}, size=412_000, seed=1),
        _table("in-time_by_implication", "share", {"implication": implications}, seed=2),
        _table("in-time_by_article", "share", {"article": articles}, seed=3),
        _table("in-time_by_duty", "share", {"duty": [w.id for w in due]}, seed=4),
        _table("in-time_by_risk", "share", {"risk": RISKS}, seed=5),
        _table(
            "in-time_by_risk_and_language", "share", {"risk": RISKS, "language": LANGUAGES},
            seed=6, size=2400,
        ),
        _table("first-visit", "hours", {}, seed=7, size=60_000),
        _table("first-visit_by_language", "hours", {"language": LANGUAGES}, seed=8, size=9000),
        _table("attrition_by_step", "share", {"step": STEPS}, seed=11),
        _table("protection-legs_by_leg", "hours", {"leg": LEGS}, seed=12, size=50_000),
        _table("complaints", "count", {"office_group": GROUPS}, seed=9, size=9000),
        _table("measures-per-officer", "ratio", {}, seed=10, size=8000),
    ]  # fmt: skip


WORDS = {
    "in-time": (
        "Plazos cumplidos a tiempo",
        "De los plazos que vencieron, ¿cuántos se cumplieron a tiempo?",
        "Plazos de ley, reglamento o decreto que vencieron en el periodo, cumplidos o no",
        "No lo compares con el porcentaje de casos con medidas: un caso tiene muchos plazos.",
    ),
    "first-visit": (
        "Horas hasta la primera visita",
        "¿Cuánto espera ella, desde que se dictan las medidas, hasta que alguien la visita?",
        "Medidas dictadas que tuvieron una visita",
        "No lo compares con el plazo de otra institución.",
    ),
    "complaints": (
        "Denuncias recibidas",
        "¿Cuántas denuncias recibió cada grupo de oficinas?",
        "Todas las denuncias del periodo",
        "Con encuestas: muchas mujeres no denuncian.",
    ),
    "attrition": (
        "Hasta dónde llega una denuncia",
        "De las denuncias, ¿cuántas llegan a cada paso?",
        "Denuncias del periodo",
        "Con denuncias de otro periodo: las nuevas todavía caminan.",
    ),
    "protection-legs": (
        "Dónde se pierde el tiempo",
        "¿Cuántas horas pasan en cada tramo, de la denuncia a la primera visita?",
        "Tramos que empezaron en el periodo",
        "No sumes los tramos: cada uno cuenta otros casos.",
    ),
    "measures-per-officer": (
        "Medidas por cada policía que las vigila",
        "¿Cuántas medidas tiene a su cargo cada policía?",
        "Policías con al menos una medida a su cargo",
        "Con turnos de otras unidades.",
    ),
}


def _table(
    name: str, unit: str, values: Mapping[str, Sequence[str]], *, seed: int, size: int = 90_000
) -> Written:
    indicator = name.split("_by_")[0]
    title, question, denominator, apart = WORDS[indicator]
    said: dict[str, Any] = {
        "name": name,
        "indicator": indicator,
        "dimensions": list(values),
        "levels": ["country", "department", "province"],
        "unit": unit,
        "title": {"es": title, "en": f"{title} (en)"},
        "question": {"es": question, "en": f"{question} (en)"},
        "denominator": {"es": denominator, "en": denominator},
        "source": "Ley 30364, art. 16; quinta disposición complementaria final",
        "not_comparable": {"es": apart, "en": apart},
    }
    return Written(said, list(_rows(unit, values, size, Random(seed))))


def _rows(
    unit: str, values: Mapping[str, Sequence[str]], size: int, draw: Random
) -> Iterator[Mapping[str, str]]:
    provinces = [p for p in territory.provinces() if p.startswith(PROVINCES)]
    many = any(len(inside) > MANY for inside in values.values())
    every = ("", "21", "2101") if many else ("", *territory.departments(), *provinces)
    for place in every:
        level = {0: "country", 2: "department", 4: "province"}[len(place)]
        for broken in product(*(("", *inside) for inside in values.values())):
            weight = {0: 1.0, 2: draw.uniform(0.005, 0.08), 4: draw.uniform(0.0003, 0.006)}
            of = size * weight[len(place)] * draw.uniform(0.08, 0.4) ** sum(map(bool, broken))
            row = {"level": level, "place": place, **dict(zip(values, broken, strict=True))}
            yield row | _measures(unit, int(of), draw)


def _measures(unit: str, of: int, draw: Random) -> dict[str, str]:
    whole = rounding.shown(of)
    if unit == "count":
        return {"n": whole}
    if unit == "hours":
        hours = draw.uniform(12, 90)
        late = hours * draw.uniform(1.5, 4)
        return {
            "n": whole,
            "median_hours": rounding.quantile(hours, n=whole),
            "p90_hours": rounding.quantile(late, n=whole),
        }
    part = rounding.shown(int(of * draw.betavariate(6, 4) * (3 if unit == "ratio" else 1)))
    told = rounding.share(part, whole, within=unit == "share")
    return {
        "n": part,
        "of": whole,
        **dict(zip(("share", "share_low", "share_high"), told, strict=True)),
    }


def _bare(table: Written) -> Written:
    kept = ("level", "place", *table.said["dimensions"])
    return Written(table.said, [{name: row[name] for name in kept} for row in table.rows])
