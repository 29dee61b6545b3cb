"""
Who may consent: she herself from 14 years on; for a younger child somebody without conflict.

Whoever is accused never consents for the child (SEC-13). Known by name, by document, or by being to
her what the accused is to her: with a father accused, no father consents.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ruta.acts.facts import FactsRefused
from ruta.instruments.bilingual import Bilingual

DECIDES_FROM_YEARS = 14
ANSWERS, SEPARATOR = "contact_person", " · "
HERSELF, REPRESENTATIVE = "herself", "representative"
RANGES = MappingProxyType({"<14": 0, "<18": 14, "18+": 18, "60+": 60})
INSTITUTIONS = frozenset({"upe", "court"})
# What a representative may be to her, as the bonds of an accused call it; and their sex, if said.
BONDS: Mapping[str, tuple[frozenset[str], str]] = MappingProxyType(
    {
        "mother": (frozenset({"parent", "step-parent"}), "mujer"),
        "father": (frozenset({"parent", "step-parent"}), "hombre"),
        "grandparent": (frozenset({"grandparent", "great-grandparent"}), ""),
        "guardian": (
            frozenset(
                {"uncle-aunt", "great-uncle-aunt", "sibling", "cousin", "other-family", "same-home"}
            ),
            "",
        ),
    }
)
CHILD_ALONE = Bilingual(
    "Tiene menos de 14 años: decide quien la representa, la UPE o el juzgado.",
    "She is under 14: who represents her, the child protection unit or the court decides.",
)
DECIDES = Bilingual("Desde los 14 años decide ella misma.", "From 14 years on she decides herself.")
NOT_SAID = Bilingual("Di quién la representa.", "Say who represents her.")
NAMELESS = Bilingual("Escribe el nombre de quien la representa.", "Write who represents her.")
ACCUSED = Bilingual(
    "Puede ser la persona denunciada: no decide por ella. Acude a la UPE o al juzgado.",
    "This may be the accused person, who does not decide for her. Go to the child protection unit"
    " or the court.",
)


@dataclass(frozen=True)
class Giver:
    """Who gives a consent; `role` and `name` are those of a representative."""

    by: str = HERSELF
    role: str = ""
    name: str = ""


@dataclass(frozen=True)
class Someone:
    """What must be known of a person of the case: their role in it and what is kept of them."""

    role: str
    facts: Mapping[str, Any]


def check(giver: Giver, people: Iterable[Someone]) -> None:
    """
    Refuse whoever may not decide for her.

    :raises FactsRefused: at `consent_by`, `consent_role` or `consent_representative`
    """
    known = list(people)
    years = next((age_of(one.facts) for one in known if one.role == "survivor"), None)
    child = years is not None and years < DECIDES_FROM_YEARS
    if giver.by != REPRESENTATIVE:
        if child:
            raise FactsRefused({"consent_by": CHILD_ALONE})
        return
    if not child:
        raise FactsRefused({"consent_by": DECIDES})
    if not giver.role:
        raise FactsRefused({"consent_role": NOT_SAID})
    if giver.role in INSTITUTIONS:
        return
    if not giver.name.strip():
        raise FactsRefused({"consent_representative": NAMELESS})
    if any(may_be(giver, one.facts) for one in known if one.role == "accused"):
        raise FactsRefused({"consent_role": ACCUSED})


def may_be(giver: Giver, accused: Mapping[str, Any]) -> bool:
    """Whether a representative may be this accused person: in doubt, yes."""
    bonds, sex = BONDS.get(giver.role, (frozenset(), ""))
    other = str(accused.get("sex") or "")
    same_place = accused.get("bond") in bonds and (not sex or not other or sex == other)
    return same_place or _same_name(giver.name, accused)


def without_accused(
    facts: Mapping[str, Any], accused: Iterable[Mapping[str, Any]]
) -> Mapping[str, Any]:
    """The facts of somebody, without who may answer for them where that may be the accused."""
    name, _mark, rest = str(facts.get(ANSWERS, "")).partition(SEPARATOR)
    if not name or not any(_same_name(name, him) for him in accused):
        return facts
    return {**{key: value for key, value in facts.items() if key != ANSWERS},
            **({ANSWERS: rest} if rest else {})}  # fmt: skip


def age_of(facts: Mapping[str, Any]) -> int | None:
    """Years, or the first year of the range written; none when neither is known."""
    written = str(facts.get("age", ""))
    return int(written) if written.isdecimal() else RANGES.get(written)


def _same_name(name: str, accused: Mapping[str, Any]) -> bool:
    """Whether every word of one name is in the other, whatever the accents and the order."""
    whole = f"{accused.get('names', '')} {accused.get('surnames', '')}"
    one, other = _words(name), _words(whole)
    return bool(one and other) and (one <= other or other <= one)


def _words(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().casefold()
    return frozenset("".join(c if c.isalnum() else " " for c in plain).split())
