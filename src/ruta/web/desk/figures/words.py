"""The words of attributes and of their values; codes stand in addresses, words on pages."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ruta.acts import codes
from ruta.cases.figures.asked import MONTH
from ruta.cases.figures.attributes import ACTS, CASES, DUTIES, NONE, Attribute
from ruta.law import rulebook
from ruta.web.components import labels, lima
from ruta.web.components.labels import Pairs
from ruta.web.desk import duties

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = Mapping[str, "str | _StrPromise"]
UNITS: Words = {
    DUTIES: gettext_lazy("Plazos"),
    CASES: gettext_lazy("Casos"),
    ACTS: gettext_lazy("Actos"),
}
ATTRIBUTES: Words = {
    "deber": gettext_lazy("Qué se debe"),
    "estado": gettext_lazy("Cómo está"),
    "turno": gettext_lazy("Por hacer"),
    "riesgo": gettext_lazy("Riesgo"),
    "impedimento": gettext_lazy("Impedimento"),
    "oficina": gettext_lazy("Oficina"),
    "etapa": gettext_lazy("Etapa"),
    "situacion": gettext_lazy("Abierto o cerrado"),
    "movimiento": gettext_lazy("Último movimiento"),
    "vencidos": gettext_lazy("Plazos vencidos"),
    "personas": gettext_lazy("Personas que escribieron"),
    "puerta": gettext_lazy("Puerta de entrada"),
    "cierre": gettext_lazy("Razón del cierre"),
    "acto": gettext_lazy("Tipo de acto"),
    "registro": gettext_lazy("Cuándo se registró"),
    "respuesta": gettext_lazy("Resultado de la derivación"),
    "razon": gettext_lazy("Razón"),
    "mes": gettext_lazy("Mes"),
}
VALUES: Mapping[str, Words] = {
    "turno": {
        "vencido": gettext_lazy("Vencido"),
        "corre": gettext_lazy("Por vencer"),
        "sin-plazo": gettext_lazy("Sin plazo fijado"),
        "sin-oficina": gettext_lazy("Sin oficina que responda"),
        NONE: gettext_lazy("Nada por hacer"),
    },
    "situacion": {"abierto": gettext_lazy("Abierto"), "cerrado": gettext_lazy("Cerrado")},
    "movimiento": {
        "si": gettext_lazy("En 90 días"),
        "no": gettext_lazy("Hace más de 90 días"),
    },
    "vencidos": {"si": gettext_lazy("Con plazos vencidos"), "no": gettext_lazy("Sin vencidos")},
    "personas": {
        "0": gettext_lazy("Nadie"),
        "1": gettext_lazy("1 persona"),
        "2": gettext_lazy("2 personas"),
        "3": gettext_lazy("3 personas"),
        "4": gettext_lazy("4 personas"),
        "5": gettext_lazy("5 personas o más"),
    },
    "registro": {
        "dia": gettext_lazy("En 24 horas"),
        "tres": gettext_lazy("En 3 días"),
        "tarde": gettext_lazy("Después de 3 días"),
    },
    "respuesta": {
        "si": gettext_lazy("Con resultado"),
        "no": gettext_lazy("Sin resultado"),
        NONE: gettext_lazy("No es una derivación"),
    },
}
MISSING: Words = {
    "impedimento": gettext_lazy("Ninguno anotado"),
    "oficina": gettext_lazy("Sin oficina que responda"),
    "riesgo": gettext_lazy("Sin valorar"),
}


def register() -> None:
    """Name the tables of labels that only figures show."""
    labels.register("reason", lambda: _codes("reasons"))
    labels.register("close_reason", lambda: _codes("close_reasons"))


def attribute(code: str) -> str:
    """What an attribute is called."""
    return str(ATTRIBUTES[code])


def value(of: Attribute, code: str, offices: Mapping[str, str]) -> str:
    """What a value of an attribute is called, an unknown one as it is; `offices` by their code."""
    if code in VALUES.get(of.code, {}):
        return str(VALUES[of.code][code])
    if code == NONE:
        return str(MISSING.get(of.code) or _("Sin dato"))
    if of.code == "mes":
        return month(code)
    if of.code == "deber":
        return duty(code)
    if of.code == "oficina":
        return offices.get(code, code)
    return _capital(labels.label(of.labels, code)) if of.labels else code


def choices(of: Attribute, offices: Mapping[str, str]) -> list[tuple[str, Any]]:
    """The values that a filter offers; an attribute whose values are open offers none."""
    if of.code == "oficina":
        found = [*offices.items(), (NONE, MISSING["oficina"])]
    elif of.code in VALUES:
        return list(VALUES[of.code].items())
    elif of.labels:
        found = [(code, _capital(word)) for code, word in labels.choices(of.labels)]
        found += [(NONE, MISSING[of.code])] if of.code in MISSING else []
    else:
        found = []
    return found


def duty(wording: str) -> str:
    """What a wording orders; one that this law does not have is shown by its code."""
    known = rulebook.default().wordings.get(wording)
    return duties.title_of(known) if known else wording


def article(wording: str) -> str:
    """Where a duty is written."""
    known = rulebook.default().wordings.get(wording)
    return known.article if known else ""


def month(code: str) -> str:
    """A month in words: "mar 2025"; what is no month as it is."""
    if not MONTH.fullmatch(code):
        return code
    names = lima.MONTHS[lima.spoken(get_language())]
    return f"{names[int(code[5:]) - 1]} {code[:4]}"


def _codes(name: str) -> Pairs:
    return {code: (label.es, label.en) for code, label in codes.lists()[name].items()}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
