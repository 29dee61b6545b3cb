"""The parts of a case in words: what she ticks, what an office reads, what a rule is about."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruta.acts import codes
from ruta.cases import grants
from ruta.web.components.lima import spoken

ORDER = "ICRNHLS"
PARTS: Mapping[str, str] = MappingProxyType({v: k for k, v in grants.LETTERS.items()})


def named(letter: str) -> str:
    """A compartment as people call it."""
    if letter == "E":
        return _("Que hay un caso")
    if letter == "K":
        return _("Notas reservadas de quien la atiende")
    return codes.lists()["shared_parts"][PARTS[letter]].text(spoken(get_language()))


def listed(letters: Collection[str]) -> tuple[str, ...]:
    """Compartments in words, in their order."""
    return tuple(named(letter) for letter in ORDER if letter in letters)


def purpose(code: str) -> str:
    """What for."""
    known = codes.lists()["consent_purposes"].get(code)
    return known.text(spoken(get_language())) if known else code


def way(code: str) -> str:
    """How she gave it; nothing where it is not known to the reader."""
    known = codes.lists()["consent_ways"].get(code)
    return known.text(spoken(get_language())) if known else ""
