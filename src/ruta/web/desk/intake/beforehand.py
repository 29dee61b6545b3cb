"""What the law makes this worker report, to be said to her before she speaks."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ruta.acts import vocabulary
from ruta.law.model import Wording
from ruta.law.rulebook import Rulebook
from ruta.web.components.lima import spoken
from ruta.web.components.term_words import term_words

from .doors import Door

REPORTS = frozenset(
    {
        "police-report-sent-court",
        "police-report-sent-prosecutor",
        "prosecutor-informed",
        "family-prosecutor-informed",
        "cem-notified",
        "complaint-presented",
        "child-protection-informed",
    }
)
"""The acts by which one institution tells another what she said."""
ALWAYS = ("child-at-risk-known",)
EVERYBODY = "any-person"


class Told(NamedTuple):
    """A duty as it is shown: `for_child` says that it is owed only where a child is at risk."""

    id: str
    title: str
    term: str
    article: str
    for_child: bool


def tell(duties: Iterable[Wording], language: str) -> list[Told]:
    """Duties in words."""
    return [
        Told(
            duty.id,
            duty.title_en if spoken(language) == "en" else duty.title_es,
            term_words(duty, language),
            duty.article,
            duty.starts in (*ALWAYS, "child-complaint"),
        )
        for duty in duties
    ]


def must_report(
    rulebook: Rulebook, door: Door, office_type: str, *, on: date
) -> tuple[Wording, ...]:
    """
    The duties in force to tell another institution that a report at this door starts.

    In the order of the law; those of everyone for a child at risk are the last.
    """
    starts = set(_counted((*door.first, *door.registered, *ALWAYS)))
    found = [
        wording
        for wording in rulebook.on(on).values()
        if wording.starts in starts
        and REPORTS.intersection(wording.ends)
        and _binds(rulebook, wording, office_type)
    ]
    return tuple(sorted(found, key=lambda wording: wording.bearer == EVERYBODY))


def _binds(rulebook: Rulebook, wording: Wording, office_type: str) -> bool:
    bearers = (wording.bearer, *wording.other_bearers)
    return EVERYBODY in bearers or any(office_type in rulebook.office_types(b) for b in bearers)


def _counted(kinds: Iterable[str]) -> Iterable[str]:
    for kind in kinds:
        yield from vocabulary.expand(kind, {})
