"""The reasons of an emergency opening, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

REASONS = {
    "immediate-danger": gettext_noop("Está en peligro ahora"),
    "injured": gettext_noop("Está herida o necesita atención médica"),
    "missing": gettext_noop("No se sabe dónde está"),
    "call-for-help": gettext_noop("Llamó o vino a pedir ayuda"),
    "other": gettext_noop("Otra urgencia"),
}


def choices() -> list[tuple[str, str]]:
    """Every reason with its words, none chosen."""
    return [("", _("Elige")), *((code, _(words)) for code, words in REASONS.items())]


def reason(code: str) -> str:
    """A reason in words; of an old one, its code."""
    return _(REASONS[code]) if code in REASONS else code
