"""What the codes of a release are called: its attributes, their values, its periods."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ruta import law
from ruta.accountability.figures import groups
from ruta.accountability.publish.release import Release
from ruta.acts import codes
from ruta.instruments.bilingual import Bilingual
from ruta.web.components import lima

FILE = Path(__file__).parent / "names.toml"
ATTRIBUTES = {
    "duty": lazy("deber"),
    "wording": lazy("deber"),
    "article": lazy("artículo"),
    "area": lazy("área"),
    "implication": lazy("implicancia"),
    "bearer": lazy("quién debe"),
    "office_type": lazy("tipo de oficina"),
    "office_group": lazy("grupo de oficinas"),
    "risk": lazy("riesgo"),
    "language": lazy("lengua materna"),
    "ethnicity": lazy("autoidentificación étnica"),
    "age_group": lazy("edad"),
    "disability": lazy("discapacidad"),
    "migrant": lazy("migración"),
    "sex": lazy("sexo"),
    "relation": lazy("vínculo"),
    "modality": lazy("modalidad"),
    "violence_type": lazy("tipo de violencia"),
    "stage": lazy("etapa"),
    "step": lazy("paso"),
    "leg": lazy("tramo"),
    "status": lazy("estado"),
    "reason_code": lazy("motivo"),
    "close_reason": lazy("motivo del cierre"),
    "reason": lazy("motivo"),
    "impediment": lazy("impedimento"),
    "door": lazy("puerta de entrada"),
    "kind": lazy("acto"),
    "rank": lazy("rango de la norma"),
    "limit_kind": lazy("tipo de límite"),
}
LISTS = {
    "area": "areas",
    "implication": "implications",
    "bearer": "bearers",
    "office_type": "bearers",
    "risk": "levels",
    "language": "languages",
    "ethnicity": "ethnicities",
    "age_group": "age_groups",
    "sex": "sexes",
    "relation": "bonds",
    "modality": "modalities",
    "violence_type": "violence_types",
    "status": "statuses",
    "door": "doors",
    "rank": "ranks",
    "limit_kind": "limit_kinds",
    "impediment": "impediments",
    "reason_code": "reasons",
    "close_reason": "close_reasons",
}
"""Attributes whose values are codes of a list: of the law's terms or of the acts."""
YES_OR_NO = frozenset({"disability", "migrant"})
SIDES: Mapping[str, Any] = {"true": lazy("sí"), "false": lazy("no")}


def spoken(told: object) -> str:
    """A text of the manifest in the reader's language; one told once is the same in both."""
    if isinstance(told, Mapping):
        return str(told.get(lima.spoken(get_language())) or told.get("es") or "")
    return str(told or "")


def simulated(release: Release) -> str:
    """That a release is of an invented country; empty where it is not."""
    told = release.simulated
    if not told:
        return ""
    return _("Datos simulados, semilla %(seed)s: no describen a nadie.") % {"seed": told["seed"]}


def period(release: Release) -> str:
    """The days a release is about, the last one included: "1 abr a 30 jun 2026"."""
    told = release.manifest["period"]
    last = date.fromisoformat(told["until"][:10]) - timedelta(days=1)
    return _("%(first)s a %(last)s") % {
        "first": day(told["from"]),
        "last": day(last.isoformat()),
    }


def attribute(name: str) -> str:
    """What an attribute is called: "riesgo"."""
    return str(ATTRIBUTES.get(name, name.replace("_", " ")))


def by(attributes: Sequence[str]) -> str:
    """What a table is broken down by: "por riesgo y lengua materna", "por lugar"."""
    told = [attribute(name) for name in attributes]
    if not told:
        return _("por lugar")
    if len(told) == 1:
        return _("por %(attribute)s") % {"attribute": told[0]}
    return _("por %(first)s y %(second)s") % {"first": told[0], "second": told[1]}


def value(attribute_: str, code: str) -> str:
    """What a value of an attribute is called; "Todo" for all of them together."""
    if not code:
        return _("Todo")
    if attribute_ in ("duty", "wording"):
        return _duty(code)
    if attribute_ in YES_OR_NO:
        return capital(str(SIDES.get(code.lower(), code)))
    told = listed(attribute_).get(code)
    return capital(told.text(get_language() or "es") if told else code.replace("_", " "))


def listed(attribute_: str) -> Mapping[str, Bilingual]:
    """The values of an attribute in their own order, with what each is called; maybe none."""
    if attribute_ == "office_group":
        return groups.labels()
    if attribute_ in LISTS:
        return codes.lists()[LISTS[attribute_]]
    return _own().get(attribute_, {})


@cache
def _own() -> Mapping[str, Mapping[str, Bilingual]]:
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        attribute_: {code: Bilingual(said["es"], said["en"]) for code, said in inside.items()}
        for attribute_, inside in told.items()
    }


def capital(text: str) -> str:
    """The text with a capital in front."""
    return text[:1].upper() + text[1:]


def day(told: str) -> str:
    """A day of the manifest in words: "1 abr 2026"."""
    on = date.fromisoformat(told[:10])
    return f"{on.day} {lima.MONTHS[lima.spoken(get_language())][on.month - 1]} {on.year}"


def _duty(code: str) -> str:
    """The title of a duty, in its newest wording of this rulebook."""
    wording = law.rulebook.default().wordings.get(code)
    if wording is None:
        return code
    english = lima.spoken(get_language()) == "en"
    return wording.title_en if english else wording.title_es
