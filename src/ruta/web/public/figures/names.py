"""What the codes of a release are called: its attributes, their values, its periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ruta import law
from ruta.accountability.figures import groups
from ruta.accountability.publish.release import Release
from ruta.web.components import labels, lima

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
    "step": lazy("etapa"),
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
TABLES = {
    "area": "area",
    "implication": "implication",
    "bearer": "bearer",
    "office_type": "office_type",
    "risk": "level",
    "language": "language",
    "sex": "sexes",
    "modality": "modality",
    "violence_type": "violence_type",
    "status": "statuses",
    "door": "door",
    "rank": "ranks",
    "kind": "kind",
}
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
    if attribute_ == "office_group":
        group = groups.labels().get(code)
        return capital(group.text(get_language() or "es") if group else code)
    if attribute_ in YES_OR_NO:
        return capital(str(SIDES.get(code.lower(), code)))
    table = TABLES.get(attribute_)
    return capital(labels.label(table, code) if table else code.replace("_", " "))


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
