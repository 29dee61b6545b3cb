"""The matters of a naming, the reasons of a bar and the ties of a worker, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

MATTERS = {
    "assigned": gettext_noop("Tiene el caso a su cargo"),
    "trafficking": gettext_noop("Ve este caso de trata"),
    "shelter": gettext_noop("Conoce el refugio (tres personas como máximo)"),
    "supervision": gettext_noop("Supervisa la atención (180 días)"),
    "operation": gettext_noop("Ve los operativos antes de su hora"),
    "implicated": gettext_noop("Persona de confianza en la institución implicada"),
}
REASONS = {
    "blocked": gettext_noop("Ella no quiere que lo vea"),
    "implicated": gettext_noop("La persona denunciada trabaja ahí"),
    "conflict": gettext_noop("Conflicto de interés"),
}
TIES = {
    "self": gettext_noop("Documento propio"),
    "relative": gettext_noop("Documento de un familiar o de la pareja"),
}
ENDINGS = {
    "": gettext_noop("espera a quien vigila"),
    "ended": gettext_noop("se retiró"),
    "kept": gettext_noop("no se retiró"),
}


def tie(code: str) -> str:
    """Whose document was declared."""
    return _(TIES[code])


def ending(outcome: str) -> str:
    """What came of asking to take a tie back."""
    return _(ENDINGS[outcome])


def matter(code: str) -> str:
    """What somebody is named for."""
    return _(MATTERS[code])


def reason(code: str) -> str:
    """Why a case is closed to somebody."""
    return _(REASONS.get(code, code))
