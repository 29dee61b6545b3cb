"""
The few places of each role, in the order of its day; five at most, so that they fit a phone.

Whoever has more of them has a fifth, "Más", that leads to the rest.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ruta.access import roles
from ruta.access.audit import told
from ruta.access.decision import OPERATORS
from ruta.access.people import User
from ruta.access.request import Request
from ruta.access.viewer import Viewer
from ruta.web.components import lists
from ruta.web.components.lists import Place


class Spot(NamedTuple):
    """
    A place before it is told in the reader's language.

    `label`, and `says`, what one does there, are message ids.
    """

    label: str
    href: str
    icon: str
    says: str = ""

    def told(self) -> Place:
        """The place in the language of now."""
        return Place(_(self.label), self.href, self.icon)


DAY = Spot(gettext_noop("Mi día"), "/mi-dia/", "day")
CASES = Spot(gettext_noop("Casos"), "/casos/", "cases")
TERMS = Spot(gettext_noop("Plazos"), "/plazos/", "clock")
REPORT = Spot(
    gettext_noop("Denuncias"), "/denuncias/nueva/", "new", gettext_noop("Tomar una denuncia.")
)
COURT = Spot(gettext_noop("Recibido"), "/juzgado/", "court")
OVERSEE = Spot(gettext_noop("Oficinas"), "/supervision/", "people")
WATCH = Spot(gettext_noop("Alertas"), "/vigilancia/alertas/", "shield")
EMERGENCIES = Spot(gettext_noop("Emergencias"), "/vigilancia/emergencias/", "day")
AUDIT = Spot(gettext_noop("Registro"), "/vigilancia/registro/", "cases")
SIGN = Spot(gettext_noop("Firmas"), "/vigilancia/nombramientos/", "person")
TIES = Spot(
    gettext_noop("Vínculos"),
    "/vigilancia/vinculos/",
    "people",
    gettext_noop("Decidir si se retira un vínculo que alguien declaró."),
)
DELAYS = Spot(
    gettext_noop("Demoras"),
    "/vigilancia/demoras/",
    "clock",
    gettext_noop("Cuántas veces un juzgado demoró lo que ella ve de su expediente."),
)
LAW = Spot(gettext_noop("La ley"), "/ley/", "law", gettext_noop("Cada plazo, con su artículo."))
ALERTS = Spot(
    gettext_noop("Alertas"),
    "/alertas/",
    "shield",
    gettext_noop("Lo que otros intentaron en los casos de tu oficina."),
)
PEOPLE = Spot(
    gettext_noop("Personas"), "/personas/", "people", gettext_noop("Las cuentas de tu oficina.")
)
LINK = Spot(
    gettext_noop("Preguntar por otro caso"),
    "/vincular/",
    "search",
    gettext_noop("Saber si una persona tiene un caso en otra oficina, sin verlo."),
)
QUESTIONS = Spot(
    gettext_noop("Otras oficinas preguntan"),
    "/vincular/pendientes/",
    "next",
    gettext_noop("Decidir qué se contesta sobre los casos de tu oficina."),
)
UNSEEN = Spot(
    gettext_noop("Nombrar en un caso de trata"),
    "/nombramientos/",
    "person",
    gettext_noop("Nombrar a alguien de tu oficina en un caso que no ves."),
)
LEAD = Spot(
    gettext_noop("Supervisión"),
    "/supervision/",
    "people",
    gettext_noop("Lo vencido, la carga y la continuidad en tu oficina."),
)
COUNT = Spot(
    gettext_noop("Preguntas"),
    "/mi-oficina/preguntas/",
    "search",
    gettext_noop("Contar los casos, plazos y actos de tu oficina."),
)
REPORTS = Spot(
    gettext_noop("Informes"),
    "/mi-oficina/informes/",
    "cases",
    gettext_noop("Lo que se cuenta cada semana o cada mes, y te espera aquí."),
)
FIGURES = Spot(
    gettext_noop("Cifras"),
    "/vigilancia/cifras/",
    "map",
    gettext_noop("Cómo se cumple cada deber en el país, en números redondeados."),
)
MORE = Spot(gettext_noop("Más"), "/mas/", "more")
MOST = 5

AT_A_DESK = (DAY, CASES, TERMS, REPORT, LAW)
PLACES: Mapping[str, tuple[Spot, ...]] = MappingProxyType(
    {
        "court_clerk": (DAY, COURT, CASES, TERMS, LAW),
        "shelter_worker": (DAY, CASES, TERMS, LAW),
        "oversight": (WATCH, EMERGENCIES, SIGN, AUDIT, TIES, DELAYS, FIGURES, LAW),
        "administrator": (PEOPLE, ALERTS, LAW),
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
        "shelter_worker": SEE_WHAT_CAME,
        "court_clerk": Spot(gettext_noop("Ver lo recibido"), COURT.href, COURT.icon),
        "oversight": Spot(gettext_noop("Ver las alertas"), WATCH.href, WATCH.icon),
        "administrator": Spot(gettext_noop("Ver las personas"), PEOPLE.href, PEOPLE.icon),
        "analyst": Spot(gettext_noop("Leer la ley"), "/ley/", LAW.icon),
        roles.SUPERVISOR: Spot(gettext_noop("Ver lo vencido por oficina"), OVERSEE.href, "people"),
    }
)


def places(
    viewer: Viewer | None, *, coordinates: bool = False, unseen: int = 0
) -> tuple[Place, ...]:
    """
    The places of whoever looks; nobody signed in has none.

    :param coordinates: whether they coordinate their office
    :param unseen: how many alerts wait for them
    """
    if viewer is None:
        return ()
    found = spots(viewer, coordinates=coordinates)
    if len(found) > MOST:
        found = (*found[: MOST - 1], MORE)
    return tuple(_counted(spot, unseen) for spot in found)


def more(viewer: Viewer, *, coordinates: bool) -> tuple[Spot, ...]:
    """The places that do not fit, behind "Más"."""
    found = spots(viewer, coordinates=coordinates)
    return found[MOST - 1 :] if len(found) > MOST else ()


def spots(viewer: Viewer, *, coordinates: bool) -> tuple[Spot, ...]:
    """Every place this person may use: those of the role, and then those of some people only."""
    own = PLACES.get(viewer.role, AT_A_DESK)
    alerts = (ALERTS,) if told.are_for(viewer, coordinates=coordinates) else ()
    first = tuple(spot for spot in own if spot not in (LAW, ALERTS))
    # What waits for a coordinator goes before what any day begins with a button for.
    cut = MOST - 2
    return (*first[:cut], *alerts, *first[cut:], *_of_some(viewer, coordinates), LAW)


def of(request: Request) -> tuple[Place, ...]:
    """The places of whoever asks, with what waits for them."""
    viewer, coordinates = request.viewer, coordinates_own(request)
    if viewer is None:
        return ()
    told_of = viewer.agency == "OVERSIGHT" or told.are_for(viewer, coordinates=coordinates)
    unseen = told.unseen(viewer) if told_of else 0
    return places(viewer, coordinates=coordinates, unseen=unseen)


def here(request: Request) -> str:
    """Where an address is, in words: the place it belongs to, also of those behind "Más"."""
    if request.viewer is None:
        return ""
    found = spots(request.viewer, coordinates=coordinates_own(request))
    place = lists.current([spot.told() for spot in found], request.path)
    return place.label if place else ""


def coordinates_own(request: Request) -> bool:
    """Whether who asks coordinates their office."""
    return isinstance(request.user, User) and request.user.coordinates


def _of_some(viewer: Viewer, coordinates: bool) -> tuple[Spot, ...]:
    """The places that depend on the agency, and on who coordinates an office."""
    asks = viewer.agency not in OPERATORS | {"OVERSIGHT", "SURVIVOR", ""}
    answers = viewer.agency == "CEM" and not viewer.is_supervisor
    names = coordinates and viewer.agency in {"PNP", "FISC"}
    people = coordinates and PEOPLE not in PLACES.get(viewer.role, ())
    leads = asks and (coordinates or viewer.is_supervisor)
    wanted = (
        (LINK, asks), (QUESTIONS, answers), (UNSEEN, names), (PEOPLE, people),
        (LEAD, leads and not viewer.is_supervisor), (COUNT, asks), (REPORTS, leads),
    )  # fmt: skip
    return tuple(spot for spot, theirs in wanted if theirs)


def _counted(spot: Spot, unseen: int) -> Place:
    return replace(spot.told(), count=unseen if spot in (ALERTS, WATCH) else 0)


def home(viewer: Viewer) -> str:
    """Where the day of this role begins: its first place."""
    return PLACES.get(viewer.role, AT_A_DESK)[0].href


def first_action(viewer: Viewer) -> Place:
    """What this role most often comes to do: the primary action of its day."""
    return FIRST_ACTIONS.get(viewer.role, TAKE_A_COMPLAINT).told()


def takes_reports(viewer: Viewer) -> bool:
    """Whether taking a report is a place of this role."""
    return REPORT in PLACES.get(viewer.role, AT_A_DESK)
