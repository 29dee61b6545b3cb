"""
The de-identified table: what figures are made from, and all that ever leaves the case file.

Two tables of one extract: one row per standing act, and one row per case. Identifiers are numbers
drawn anew at each extract; no name, address, text or exact age is among the columns.
"""

from __future__ import annotations

from typing import NamedTuple

from ruta.instruments.bilingual import Bilingual

INTEGER, TEXT, INSTANT, BOOLEAN, TEXTS = "integer", "text", "instant", "boolean", "texts"


OFFICES, OFFICE_TYPES, KINDS = "offices", "office_types", "kinds"
DEPARTMENTS, PROVINCES, WORDINGS = "departments", "provinces", "wordings"
ELSEWHERE = {
    KINDS: Bilingual("Tipos de acto", "Kinds of act"),
    OFFICES: Bilingual("Oficinas del directorio", "Offices of the directory"),
    OFFICE_TYPES: Bilingual("Tipos de oficina", "Types of office"),
    DEPARTMENTS: Bilingual("INEI, dos cifras", "INEI, two digits"),
    PROVINCES: Bilingual("INEI, cuatro cifras", "INEI, four digits"),
    WORDINGS: Bilingual("Redacciones de la ley", "Wordings of the law"),
}
"""Codes that are not a list of `ruta.acts.codes`."""
SECONDS = "seconds since 1970-01-01 UTC"


class Column(NamedTuple):
    """
    A column: its type, whether it may be null, its meaning; instants are in UTC.

    `codes` is where its codes come from: a list of `ruta.acts.codes` or a key of `ELSEWHERE`.
    `stored` is its name in an encoded store, where codes are numbers: see `filling`.
    """

    name: str
    type: str
    null: bool
    meaning: Bilingual
    codes: str = ""
    unit: str = ""
    stored: str = ""


def _column(
    name: str, type_: str, es: str, en: str, *,
    codes: str = "", unit: str = "", stored: str = "", null: bool = False,
) -> Column:  # fmt: skip
    return Column(name, type_, null, Bilingual(es, en), codes, unit, stored or name)


def _fact(name: str, es: str, en: str, codes: str) -> Column:
    return _column(name, TEXT, es, en, codes=codes, stored=f"fact_{name}", null=True)


def _of_office(name: str, es: str, en: str, codes: str, stored: str) -> Column:
    return _column(name, TEXT, es, en, codes=codes, stored=stored, null=True)


def _known(name: str, es: str, en: str, codes: str) -> Column:
    return _column(name, TEXT, es, en, codes=codes, null=True)


ACTS: tuple[Column, ...] = (
    _column(
        "case", INTEGER, "Número del caso en este extracto", "The case's number in this extract"
    ),
    _column("act", INTEGER, "Número del acto en este extracto", "The act's number in this extract"),
    _column("kind", TEXT, "Tipo de acto", "Kind of act", codes=KINDS),
    _column(
        "occurred_at", INSTANT, "Cuándo ocurrió", "When it happened", unit=SECONDS, stored="at"
    ),
    _column(
        "recorded_at", INSTANT, "Cuándo se registró", "When it was recorded",
        unit=SECONDS, stored="recorded",
    ),
    _column("arrival", INTEGER, "Orden de llegada en el caso", "Order of arrival in the case"),
    _of_office("office", "Oficina que lo registró", "Office that recorded it", OFFICES, "office"),
    _of_office(
        "office_type", "Tipo de esa oficina", "Type of that office", OFFICE_TYPES, "office_types"
    ),
    _of_office(
        "department", "Departamento de esa oficina", "Its department", DEPARTMENTS,
        "office_departments",
    ),
    _of_office(
        "province", "Provincia de esa oficina", "Its province", PROVINCES, "office_provinces"
    ),
    _of_office("to_office", "Oficina a la que se dirige", "Office addressed", OFFICES, "to"),
    _of_office(
        "to_office_type", "Tipo de oficina a la que se dirige", "Its type", OFFICE_TYPES,
        "office_types",
    ),
    _fact("risk", "Nivel de riesgo que fija el acto", "Risk level the act sets", "levels"),
    _fact("instrument", "Ficha usada", "Form used", "instruments"),
    _fact("door", "Puerta de entrada", "Door", "doors"),
    _fact("impediment", "Impedimento", "Impediment", "impediments"),
    _fact("duty", "Deber al que se refiere", "Duty it is about", WORDINGS),
    _column("start_act", INTEGER, "Acto que inició ese deber", "Act that started it", null=True),
    _fact("reason_code", "Razón codificada", "Coded reason", "reasons"),
    _fact("close_reason", "Razón del cierre", "Reason for closing", "close_reasons"),
    _column("annulled", BOOLEAN, "Si fue anulado", "Whether it was annulled"),
    _column("corrected", BOOLEAN, "Si es una corrección", "Whether it is a correction"),
)  # fmt: skip

CASES: tuple[Column, ...] = (
    _column(
        "case", INTEGER, "Número del caso en este extracto", "The case's number in this extract"
    ),
    _known("department", "Departamento donde vive", "Department of her home", DEPARTMENTS),
    _known("province", "Provincia donde vive", "Province of her home", PROVINCES),
    _known("sex", "Sexo", "Sex", "sexes"),
    _known("age_group", "Grupo de edad al abrirse el caso", "Age group at opening", "age_groups"),
    _known("language", "Lengua materna", "Mother tongue", "languages"),
    _known("ethnicity", "Autoidentificación étnica", "Ethnic self-identification", "ethnicities"),
    _column(
        "disability", BOOLEAN, "Consta que tiene una discapacidad", "A disability is on record",
        null=True,
    ),
    _column("migrant", BOOLEAN, "Consta que es migrante", "It is on record that she is a migrant",
            null=True),
    _known("relation", "Grupo del vínculo con la persona denunciada", "Group of the bond", "bonds"),
    _column(
        "violence_types", TEXTS, "Tipos de violencia", "Types of violence",
        codes="violence_types", null=True,
    ),
    _known("modality", "Modalidad", "Modality", "modalities"),
)  # fmt: skip
