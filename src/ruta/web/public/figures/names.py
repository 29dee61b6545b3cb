"""What the codes of a release are called: its attributes, their values, its periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruta import law
from ruta.accountability.comply import rows
from ruta.accountability.figures import attributes
from ruta.accountability.publish.release import Release
from ruta.instruments.bilingual import Bilingual
from ruta.law.model import Wording
from ruta.web.components import lima


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
    """What an attribute is called inside a sentence: "nivel de riesgo"."""
    known = attributes.every().get(name)
    told = known.name.text(get_language() or "es") if known else name.replace("_", " ")
    return told[:1].lower() + told[1:]


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
    known = attributes.every().get(attribute_)
    told = known.label(code).text(get_language() or "es") if known else code
    return capital(told)


def values(attribute_: str) -> Mapping[str, Bilingual]:
    """The values of an attribute in their own order; none where each names itself."""
    known = attributes.every().get(attribute_)
    return known.values if known else {}


def also_without_data(attribute_: str) -> bool:
    """Whether a value that no row is about is shown too."""
    known = attributes.every().get(attribute_)
    return bool(known and known.all)


def capital(text: str) -> str:
    """The text with a capital in front."""
    return text[:1].upper() + text[1:]


def day(told: str) -> str:
    """A day of the manifest in words: "1 abr 2026"."""
    on = date.fromisoformat(told[:10])
    return f"{on.day} {lima.MONTHS[lima.spoken(get_language())][on.month - 1]} {on.year}"


@cache
def wordings() -> Mapping[str, Wording]:
    """The newest wording of each duty, by the name under which its obligations are counted."""
    rulebook = law.rulebook.default()
    duty_of = rows.duties(rulebook)
    oldest_first = sorted(rulebook.wordings.values(), key=lambda each: (each.from_, each.id))
    return {duty_of[each.id]: each for each in oldest_first}
