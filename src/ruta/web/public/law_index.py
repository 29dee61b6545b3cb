"""The law of a day as a reader looks for it: by institution, by stage, by words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ruta.law.model import Wording
from ruta.law.rulebook import Rulebook
from ruta.law.terms import Term


@dataclass(frozen=True, slots=True)
class Search:
    """What the reader asked for; every field but the day may be empty."""

    on: date
    bearer: str = ""
    implication: str = ""
    with_term: bool = False
    words: str = ""

    def finds(self, wording: Wording) -> bool:
        """Whether a wording answers the search."""
        return (
            self.bearer in ("", wording.bearer, *wording.other_bearers)
            and self.implication in ("", wording.implication)
            and not (self.with_term and wording.within is None)
            and self._speaks_of(wording)
        )

    def _speaks_of(self, wording: Wording) -> bool:
        if not self.words.strip():
            return True
        text = plain(
            f"{wording.title_es} {wording.title_en} {wording.article} {wording.note} {wording.id}"
        )
        return all(word in text for word in plain(self.words).split())


class Stage(NamedTuple):
    """The duties of one of the sixteen implications, under its area."""

    area: Term
    implication: Term
    wordings: list[Wording]


def plain(text: str) -> str:
    """Text without accents or capitals, so that "camara" finds "Cámara"."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def stages(rulebook: Rulebook, search: Search) -> list[Stage]:
    """The duties that answer a search, in the order of areas and implications."""
    found = [w for w in rulebook.on(search.on).values() if search.finds(w)]
    grouped = _by_implication(found)
    return [
        Stage(rulebook.terms.areas[_area(grouped[id_])], implication, grouped[id_])
        for id_, implication in rulebook.terms.implications.items()
        if id_ in grouped
    ]


def _area(wordings: list[Wording]) -> str:
    return wordings[0].area


def _by_implication(wordings: Iterable[Wording]) -> Mapping[str, list[Wording]]:
    grouped: dict[str, list[Wording]] = {}
    for wording in wordings:
        grouped.setdefault(wording.implication, []).append(wording)
    return grouped


def bearers_in(rulebook: Rulebook) -> list[Term]:
    """The institutions that some wording binds, by label."""
    ids = {w.bearer for w in rulebook.wordings.values()}
    return sorted((rulebook.terms.bearers[id_] for id_ in ids), key=lambda t: plain(t.es))
