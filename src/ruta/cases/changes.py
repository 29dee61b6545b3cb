"""
Whether somebody may change what is kept of a person: whose it is, and an age that decides for her.

Who a person is was written by an office, and is changed by it or by those who accompany her; how to
reach them, by whoever reads it. The age of somebody protected, which says whether she decides by
herself and how long the case is a minor's, is raised past 14 or 18 by those who accompany her only.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from ruta.access import agencies
from ruta.access.standing import Standing
from ruta.access.viewer import Viewer
from ruta.access.walls import CaseMark
from ruta.acts.facts import FactsRefused
from ruta.instruments.bilingual import Bilingual

from . import guardians, marks
from .models import SealedItem

DECIDING: Final = (guardians.DECIDES_FROM_YEARS, marks.OF_AGE)
OF_ANOTHER = Bilingual(
    "Lo escribió otra oficina: pídele el cambio, o al CEM.",
    "Another office wrote it: ask it, or the CEM, to change it.",
)
GROWN = Bilingual(
    "Con esta edad decidiría ella misma: la cambia el CEM, la Línea 100 o la UPE.",
    "At this age she would decide herself: the CEM, Línea 100 or the UPE changes it.",
)


def check_whose(
    case_id: UUID, party_id: UUID, before: Mapping[str, Any], after: Mapping[str, Any], *,
    by: Viewer, standing: Standing,
) -> None:  # fmt: skip
    """
    Refuse to change who somebody is where another office wrote it.

    :raises FactsRefused: at each fact that would change
    """
    changed = {name for name in {**before, **after} if before.get(name) != after.get(name)}
    written = SealedItem.objects.filter(case_id=case_id, item_id=party_id, compartment="I")
    own = by.agency in agencies.ACCOMPANY or written.filter(office_id=by.office_id).exists()
    if changed and not standing.allows("write", "I", own=own):
        raise FactsRefused(dict.fromkeys(sorted(changed), OF_ANOTHER))


def check_age(
    case_id: UUID, role: str, before: Mapping[str, Any], after: Mapping[str, Any], *, by: Viewer,
    now: datetime,
) -> None:  # fmt: skip
    """
    Refuse an age by which a minor of the case would decide, or be of age; unknown is as old as any.

    :raises FactsRefused: at `age`
    """
    if role not in marks.PROTECTED or by.agency in agencies.ACCOMPANY:
        return
    was, would_be = guardians.age_of(before), guardians.age_of(after)
    if was is None or not any(
        was < years and (would_be is None or would_be >= years) for years in DECIDING
    ):
        return
    if CaseMark.objects.filter(case_id=case_id, minor_until__gte=now.date()).exists():
        raise FactsRefused({"age": GROWN})
