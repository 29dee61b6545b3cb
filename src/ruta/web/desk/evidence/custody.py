"""The custody of a file: who sealed it and every opening since, by its mark in the audit."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from ruta.access.audit import opened
from ruta.access.audit.opened import Opening
from ruta.cases import evidence
from ruta.web.components import labels
from ruta.web.desk.case import who_opened
from ruta.web.desk.case.reading import Reading


@dataclass(frozen=True)
class Step:
    """What an office did with the file, when, and how often within that minute; never who."""

    at: datetime
    who: str
    function: str
    what: str
    times: int = 1

    def is_as(self, other: "Step") -> bool:
        """Whether both are the same deed of the same office and function in the same minute."""
        return (self.who, self.function, self.what) == (
            other.who,
            other.function,
            other.what,
        ) and self.at.replace(second=0, microsecond=0) == other.at.replace(second=0, microsecond=0)


def steps(seen: Reading, holder: UUID) -> tuple[Step, ...]:
    """
    From the sealing on, the first first; nothing where the reader may not know who opened a case.

    What a court ordered to keep for a time is not among them until that time is over.
    """
    if not seen.file.standing.allows("read", "C"):
        return ()
    mark = evidence.mark(seen.case_id, holder)
    found = [each for each in opened.of_case(seen.case_id) if each.purpose.endswith(f"-{mark}")]
    told: list[Step] = []
    for step in map(_step, reversed(found)):
        if told and told[-1].is_as(step):
            told[-1] = replace(told[-1], times=told[-1].times + 1)
        else:
            told.append(step)
    return tuple(told)


def _step(opening: Opening) -> Step:
    return Step(
        opening.at, who_opened.who(opening), labels.label("role", opening.role), _what(opening)
    )


def _what(opening: Opening) -> str:
    done = {
        "attach": _("Selló el original y la copia"),
        "read": _("Leyó la ficha"),
        "view": _("Miró la copia"),
        "export": _("Se llevó el original"),
    }
    return done.get(opening.purpose.partition("-")[0], _("La abrió"))
