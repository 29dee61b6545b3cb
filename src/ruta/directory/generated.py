"""Offices made by rule, because no open list of them was found.

One of each kind for every province or department, so that each duty of the law has someone to owe
it. Every one is a demonstration and says so in its name; an installation brings its own.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ruta.directory import territory

SOURCE = "generada por Ruta para la demostración"
LIMA = "150101"


class Kind(NamedTuple):
    """A kind of office: the prefix of its identifiers, its type, and the beginning of its name."""

    prefix: str
    type: str
    name: str


FOR_EACH_PROVINCE = (
    Kind("PJ-FAM", "juzgado-familia", "Juzgado de Familia de"),
    Kind("PJ-PLE", "juzgado-paz-letrado", "Juzgado de Paz Letrado de"),
    Kind("PJ-PAZ", "juzgado-paz", "Juzgado de Paz de"),
    Kind("MP-PEN", "fiscalia-penal", "Fiscalía Provincial Penal de"),
    Kind("MP-FAM", "fiscalia-familia", "Fiscalía Provincial de Familia de"),
    Kind("MP-IML", "iml", "División Médico Legal de"),
    Kind("MINJ-DEF", "defensa-publica", "Defensa Pública de Víctimas de"),
    Kind("MUN", "gobierno-local", "Municipalidad Provincial de"),
    Kind("IE", "institucion-educativa", "Institución Educativa de"),
)
FOR_EACH_DEPARTMENT = (
    Kind("PJ-PEN", "juzgado-penal", "Juzgado Penal de"),
    Kind("PJ-SAL", "sala-familia", "Sala Superior de Familia de"),
    Kind("MP-SUP", "fiscalia-superior-familia", "Fiscalía Superior de Familia de"),
    Kind("MIMP-UPE", "upe", "Unidad de Protección Especial de"),
    Kind("GORE", "gobierno-regional", "Gobierno Regional de"),
    Kind("RUTA-SUP", "supervision", "Supervisión de la respuesta en"),
    Kind("DP-OFI", "defensoria", "Oficina Defensorial de"),
)
FOR_THE_COUNTRY = (
    Kind("MIMP-SEDE", "mimp", "Ministerio de la Mujer y Poblaciones Vulnerables"),
    Kind("MIMP-DIPAM", "dipam", "Dirección de Personas Adultas Mayores"),
    Kind("SUCAMEC-SEDE", "sucamec", "SUCAMEC"),
)


def _row(kind: Kind, *, code: str, place: str, seat: str) -> dict[str, str]:
    name = " ".join(filter(None, (kind.name, place)))
    return {
        "id": f"{kind.prefix}-{code}" if code else kind.prefix,
        "type": kind.type,
        "name": f"{name} (demostración)",
        "ubigeo": seat,
        "lat": "",
        "lon": "",
        "national": "" if code else "1",
        "source": SOURCE,
    }


def offices() -> Iterator[Mapping[str, str]]:
    """The rows, in the shape of the data files; each sits in the capital of what it covers."""
    for kind in FOR_EACH_PROVINCE:
        for code, province in territory.provinces().items():
            yield _row(kind, code=code, place=province.name, seat=f"{code}01")
    for kind in FOR_EACH_DEPARTMENT:
        for code, name in territory.departments().items():
            yield _row(kind, code=code, place=name, seat=f"{code}0101")
    for kind in FOR_THE_COUNTRY:
        yield _row(kind, code="", place="", seat=LIMA)


def line_100() -> Mapping[str, str]:
    """The national line as an office, from the national channels; it is real, not made."""
    channels = {row["id"]: row for row in territory.rows("national_channels")}
    row = channels["LINEA100"]
    return {
        **row,
        "id": "MIMP-LINEA100",
        "phone": row["contact"],
        "ubigeo": LIMA,
        "lat": "",
        "lon": "",
        "national": "1",
    }
