"""What a court may choose among, each with what it needs and who carries it out."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruta.acts import codes
from ruta.law import terms
from ruta.law.terms import Term
from ruta.web.components import labels, lima

Choices = list[tuple[str, str]]
OWN = frozenset({"juzgado-familia"})


class Hinted(forms.CheckboxSelectMultiple):
    """Boxes to tick, each with a line under it."""

    def __init__(self, table: str) -> None:
        super().__init__()
        self.table = table

    @property
    def hints(self) -> Mapping[str, str]:
        """By code: what to know of it, and who carries it out."""
        return {code: hint(term) for code, term in terms.load().tables[self.table].items()}


def hint(term: Term) -> str:
    """What to know of a measure (in Spanish, as the law's notes are), and who carries it out."""
    note = term.more.get("note", "") if lima.spoken(get_language()) == "es" else ""
    executors = [who for who in term.more.get("executor", ()) if who not in OWN]
    by = _("Ejecuta: %(who)s.") % {"who": _listed(executors)} if executors else ""
    return " ".join(text.strip() for text in (note, by) if text)


def listed(table: str) -> Choices:
    """A list of codes that acts use, as choices in the reader's language."""
    language = get_language() or "es"
    return [(code, name.text(language)) for code, name in codes.lists()[table].items()]


def _listed(bearers: Iterable[str]) -> str:
    return ", ".join(labels.label("bearer", who) for who in bearers)
