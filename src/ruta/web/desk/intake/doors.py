"""
The doors a report may come in by, one for each kind of office, and the acts each begins with.

Police, prosecutors and courts receive complaints; the others attend her, and may present one.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ruta.access.viewer import Viewer


class Door(NamedTuple):
    """
    A door: its code in the law's terms, and the kinds of act it begins with, in order.

    `first` happen when she arrives, `registered` once the report is written down; `receives` says
    whether this office is one before which a complaint is presented.
    """

    code: str
    first: tuple[str, ...]
    registered: tuple[str, ...] = ()
    receives: bool = False


REGISTERED = ("complaint-registered", "code-assigned")
POLICE = Door("police", ("complaint-presented-pnp",), REGISTERED, True)
PROSECUTOR = Door("prosecutor", ("complaint-presented-prosecutor",), REGISTERED, True)
COURT = Door("court", ("complaint-presented-court",), REGISTERED, True)
CEM = Door("cem", ("case-open", "case-known-cem", "victim-attended"))
MINISTRY = Door("cem", ("case-open", "violence-known-public-servant", "victim-attended"))
HEALTH = Door("health", ("victim-attended-health", "case-open", "violence-known-professional"))
LINE_100 = Door("line100", ("case-open", "violence-known-public-servant", "victim-attended"))

DOORS: Mapping[str, Door] = MappingProxyType(
    {
        "pnp": POLICE,
        "fiscalia-penal": PROSECUTOR,
        "fiscalia-familia": PROSECUTOR,
        "juzgado-familia": COURT,
        "juzgado-paz-letrado": COURT,
        "juzgado-paz": COURT,
        "cem": CEM,
        "sau": MINISTRY,
        "sar": MINISTRY,
        "ipress": HEALTH,
        "linea100": LINE_100,
    }
)


def door_of(office_type: str) -> Door | None:
    """The door of an office of a type; None where no report is taken."""
    return DOORS.get(office_type)


def takes(viewer: Viewer) -> bool:
    """Whether somebody may take a report: their office has a door, and they attend at it."""
    return not viewer.is_supervisor and door_of(viewer.office_type) is not None
