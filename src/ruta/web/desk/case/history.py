"""The acts of a case down the page, latest first, with filters that stay in the address."""

import unicodedata
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruta.acts import vocabulary
from ruta.cases.rows import ActRow
from ruta.web.components import labels, timeline
from ruta.web.components.timeline import Entry

from . import families, words
from .reading import Reading

SHOWN = 8
TOLD_AT_ONCE = ("risk", "measures", "hearing_at", "appointment_at", "close_reason", "impediment")


@dataclass(frozen=True)
class History:
    """The acts that a filter leaves, and how many there are in all."""

    days: tuple[timeline.Day, ...]
    shown: int
    found: int
    total: int

    @property
    def more(self) -> bool:
        """Whether acts were left for another page."""
        return self.shown < self.found


class HistoryFilters(forms.Form):
    """Which acts to show: by institution, by kind of work, by words of their name."""

    institucion = forms.ChoiceField(label=gettext_lazy("Institución"), required=False)
    familia = forms.ChoiceField(label=gettext_lazy("De qué trata"), required=False)
    texto = forms.CharField(label=gettext_lazy("Acto"), required=False, max_length=60)

    def __init__(self, data: QueryDict, *, reading: Reading) -> None:
        super().__init__(data)
        acts = reading.file.acts
        offices = {act.office_id for act in acts if act.office_id}
        known = {family_of(act) for act in acts}
        self._set("institucion", sorted((id_, reading.office_name(id_)) for id_ in offices))
        self._set("familia", [pair for pair in families.choices() if pair[0] in known])

    def _set(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Todas")), *choices]

    def keep(self, act: ActRow) -> bool:
        """Whether an act passes; a filter that is no choice of ours is not in force."""
        asked = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        text = plain(asked.get("texto", ""))
        return (
            asked.get("institucion", "") in ("", act.office_id)
            and asked.get("familia", "") in ("", family_of(act))
            and (not text or text in plain(labels.label("kind", act.kind)))
        )

    @property
    def in_force(self) -> bool:
        """Whether any filter is set."""
        return self.is_valid() and any(self.cleaned_data.values())


def history(reading: Reading, filters: HistoryFilters, *, whole: bool) -> History:
    """
    The acts a filter leaves, latest first.

    :param whole: all of them; else, without a filter, the latest few
    """
    acts = [act for act in reversed(reading.file.acts) if filters.keep(act)]
    shown = acts if whole or filters.in_force else acts[:SHOWN]
    entries = [entry(act, reading) for act in shown]
    return History(timeline.by_day(entries), len(shown), len(acts), len(reading.file.acts))


def entry(act: ActRow, reading: Reading) -> Entry:
    """An act as the timeline prints it."""
    stated = {**act.facts, **reading.opened.facts.get(act.act_id, {})}
    told = [name for name in TOLD_AT_ONCE if name in stated]
    at_once = words.facts_in_words(act.kind, {name: stated[name] for name in told})
    rest = {name: value for name, value in stated.items() if name not in told}
    return Entry(
        anchor=anchor(act.act_id),
        kind=labels.label("kind", act.kind),
        at=act.at,
        recorded_at=act.recorded_at,
        office=reading.office_name(act.office_id),
        summary=" · ".join(fact.value for fact in at_once),
        facts=words.facts_in_words(act.kind, rest),
        corrects=anchor(act.corrects),
        corrected_by=anchor(act.corrected_by),
        annulled_by=anchor(act.annulled_by),
        href=f"{reading.href}actos/{act.act_id}/",
        to=reading.office_name(act.to_office_id),
    )


def anchor(act_id: object) -> str:
    """The id of an act on the page; nothing for no act."""
    return f"acto-{act_id}" if act_id else ""


def family_of(act: ActRow) -> str:
    """The family of an act's kind; of a kind no longer known, the record's own."""
    kind = vocabulary.kinds().get(act.kind)
    return kind.family if kind else "record"


def plain(text: str) -> str:
    """Text to compare by: no accents, no capitals."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()
