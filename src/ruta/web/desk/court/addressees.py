"""The offices a notice may go to, by territory, and the one chosen to begin with."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ruta.directory import queries, territory
from ruta.directory.models import Office

from .notices import Notice
from .told import Told

Choices = list[tuple[str, str]]
PROVINCE = 4  # figures of a province in a code of district


@dataclass(frozen=True)
class Addressees:
    """Offices in groups; `first` is the id chosen to begin with, `why` says how it was found."""

    groups: list[tuple[str, Choices]]
    first: str = ""
    why: str = ""


def addressees(notice: Notice, told: Told) -> Addressees:
    """The offices of the notice's types around her home, or around the court when it is unknown."""
    home = str(told.her.get("ubigeo", ""))
    known = home in territory.districts()
    ubigeo = home if known else queries.office(told.case.viewer.office_id).ubigeo
    near = queries.around(notice.types, ubigeo)
    if not near:
        return Addressees([])
    here = [office for office in near if office.id in told.case.file.offices]
    if notice.first_in_case and here:
        return Addressees(_groups(near, here, ubigeo), here[0].id, _("Ya está en el caso."))
    return Addressees(_groups(near, here, ubigeo), near[0].id, _why(near[0], told, known=known))


def _why(office: Office, told: Told, *, known: bool) -> str:
    if office.national:
        return ""
    if known:
        return _("La que corresponde a su domicilio.")
    if not told.knows_how_to_reach_her:
        return _("La más cercana al juzgado: dónde vive ella está cerrado para tu oficina.")
    return _("La más cercana al juzgado: no se anotó dónde vive ella.")


def _groups(near: list[Office], here: list[Office], ubigeo: str) -> list[tuple[str, Choices]]:
    """Each office once: the one that serves, those in the case, her province, the others."""
    first, *rest = near
    others = [office for office in rest if office not in here]
    inside = [office for office in others if office.ubigeo[:PROVINCE] == ubigeo[:PROVINCE]]
    groups = (
        (_("La que corresponde"), [first]),
        (_("Ya en el caso"), [office for office in here if office != first]),
        (_("De la provincia"), inside),
        (_("Otras de la región"), [office for office in others if office not in inside]),
    )
    return [(name, [(one.id, one.name) for one in found]) for name, found in groups if found]
