"""The labels that a file itself gives to its codes, held against the dictionary's."""

import unicodedata
from collections.abc import Iterator, Mapping

from . import values
from .dictionary import Dictionary
from .names import printable
from .report import Relabelled


def differing(
    labels: Mapping[str, Mapping[str, str]], dictionary: Dictionary
) -> Iterator[Relabelled]:
    """Codes whose label is not the dictionary's, capitals, accents and signs apart."""
    for name, given in labels.items():
        variable = dictionary.variables.get(name)
        if variable is None or variable.codes is None:
            continue
        for code, label in given.items():
            known = variable.codes.get(values.tidy(variable, code), "")
            if plain(label) != plain(known):
                yield Relabelled(name, printable(code, 8), printable(label, 60), known)


def plain(text: str) -> str:
    """A label without what transcriptions differ in."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if sign.isalnum())
