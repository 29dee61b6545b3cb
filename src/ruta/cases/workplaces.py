"""
Where somebody accused works: an institution that reads cases is closed to theirs at once.

It follows from what is written of the person, in the same transaction, as `blocks.shut` would do it
by hand; the people of that institution find no case from the next request on (rule 8). A bar stays
when what was written changes: taking it off is `blocks.reopen`, by who accompanies her. And nobody
else closes it to those: what others write of them is told, and a person decides.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from ruta.access import agencies
from ruta.access.audit import alerts
from ruta.access.viewer import Viewer
from ruta.access.walls import Bar

IMPLICATED: Final = "implicated"
INSTITUTIONS: Final = ("PNP", "FISC", "PJ", "SALUD", "CEM", "LINEA", "UPE", "HOGAR", "RURAL", "ONG")
FORCES: Final = {"pnp": "PNP"}


def of(role: str, facts: Mapping[str, Any]) -> frozenset[str]:
    """
    The agencies in which somebody works who is accused; of anybody else, none.

    Only what was chosen from a list decides: a text that names a station may say where he lives.
    """
    if role != "accused":
        return frozenset()
    works, force = str(facts.get("workplace")), str(facts.get("security_forces"))
    return frozenset({works, FORCES.get(force, "")} & set(INSTITUTIONS))


def close(
    case_id: UUID, people: Iterable[tuple[str, Mapping[str, Any]]], *, by: Viewer, now: datetime,
    known: frozenset[str] = frozenset(),
) -> None:  # fmt: skip
    """
    Close a case to the institutions in which its accused work, and tell others to name somebody.

    :param people: role and facts of each
    :param known: agencies that were written of them before, and are not new
    """
    found = frozenset().union(*(of(role, facts) for role, facts in people)) - known
    there = Bar.objects.filter(case_id=case_id, reason=IMPLICATED, subject__in=found)
    new = found - set(there.values_list("subject", flat=True)) if found else frozenset()
    if not new:
        return
    barred = new if by.agency in agencies.ACCOMPANY else new - agencies.ACCOMPANY
    Bar.objects.bulk_create(
        [
            Bar(case_id=case_id, subject=each, reason=IMPLICATED, since=now)
            for each in sorted(barred)
        ],
        ignore_conflicts=True,
    )
    # About nobody's conduct: the CEM that wrote it down names somebody, as any other would.
    alerts.raise_afterwards(IMPLICATED, case_id=case_id, by=None)
