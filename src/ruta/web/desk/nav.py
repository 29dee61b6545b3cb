"""The few places of each role, in the order of its day; five at most, so that they fit a phone."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ruta.access import roles
from ruta.access.viewer import Viewer
from ruta.web.components.lists import Place


class Spot(NamedTuple):
    """A place before it is told in the reader's language; `label` is a message id."""

    label: str
    href: str
    icon: str

    def told(self) -> Place:
        """The place in the language of now."""
        return Place(_(self.label), self.href, self.icon)


DAY = Spot(gettext_noop("Mi día"), "/mi-dia/", "day")
CASES = Spot(gettext_noop("Casos"), "/casos/", "cases")
TERMS = Spot(gettext_noop("Plazos"), "/plazos/", "clock")
REPORT = Spot(gettext_noop("Denuncias"), "/denuncias/nueva/", "new")
COURT = Spot(gettext_noop("Recibido"), "/juzgado/", "court")
OVERSEE = Spot(gettext_noop("Oficinas"), "/supervision/", "people")
ALERTS = Spot(gettext_noop("Alertas"), "/vigilancia/alertas/", "shield")
EMERGENCIES = Spot(gettext_noop("Emergencias"), "/vigilancia/emergencias/", "day")
AUDIT = Spot(gettext_noop("Registro"), "/vigilancia/registro/", "cases")
DELAYS = Spot(gettext_noop("Demoras"), "/vigilancia/demoras/", "clock")
LAW = Spot(gettext_noop("La ley"), "/ley/", "law")

PEOPLE = Spot(gettext_noop("Personas"), "/personas/", "people")

AT_A_DESK = (DAY, CASES, TERMS, REPORT, LAW)
PLACES: Mapping[str, tuple[Spot, ...]] = MappingProxyType(
    {
        "court_clerk": (DAY, COURT, CASES, TERMS, LAW),
        "oversight": (ALERTS, EMERGENCIES, AUDIT, DELAYS, LAW),
        "administrator": (PEOPLE, LAW),
        "analyst": (LAW,),
        roles.SUPERVISOR: (DAY, OVERSEE, CASES, TERMS, LAW),
    }
)
TAKE_A_COMPLAINT = Spot(gettext_noop("Tomar una denuncia"), REPORT.href, REPORT.icon)
SEE_WHAT_CAME = Spot(gettext_noop("Ver los casos sin abrir"), "/casos/?mostrar=nuevos", CASES.icon)
FIRST_ACTIONS: Mapping[str, Spot] = MappingProxyType(
    {
        "cem_psychologist": SEE_WHAT_CAME,
        "cem_lawyer": SEE_WHAT_CAME,
        "cem_social_worker": SEE_WHAT_CAME,
        "prosecutor": SEE_WHAT_CAME,
        "court_clerk": Spot(gettext_noop("Ver lo recibido"), COURT.href, COURT.icon),
        "oversight": Spot(gettext_noop("Ver las alertas"), ALERTS.href, ALERTS.icon),
        "administrator": Spot(gettext_noop("Ver las personas"), PEOPLE.href, PEOPLE.icon),
        "analyst": Spot(gettext_noop("Leer la ley"), "/ley/", LAW.icon),
        roles.SUPERVISOR: Spot(gettext_noop("Ver lo vencido por oficina"), OVERSEE.href, "people"),
    }
)


def places(viewer: Viewer | None) -> tuple[Place, ...]:
    """The places of whoever looks; nobody signed in has none."""
    if viewer is None:
        return ()
    return tuple(spot.told() for spot in PLACES.get(viewer.role, AT_A_DESK))


def home(viewer: Viewer) -> str:
    """Where the day of this role begins: its first place."""
    return PLACES.get(viewer.role, AT_A_DESK)[0].href


def first_action(viewer: Viewer) -> Place:
    """What this role most often comes to do: the primary action of its day."""
    return FIRST_ACTIONS.get(viewer.role, TAKE_A_COMPLAINT).told()


def takes_reports(viewer: Viewer) -> bool:
    """Whether taking a report is a place of this role."""
    return REPORT in PLACES.get(viewer.role, AT_A_DESK)
