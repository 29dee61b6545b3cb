"""
The de-identified table: what figures are made from, and all that ever leaves the case file.

Two tables of one extract: one row per standing act, and one row per case. Identifiers are numbers
drawn anew at each extract; no name, address, text or exact age is among the columns.
"""

from __future__ import annotations

from typing import NamedTuple

from ruta.instruments.bilingual import Bilingual

INTEGER, TEXT, INSTANT, BOOLEAN, TEXTS = "integer", "text", "instant", "boolean", "texts"


class Column(NamedTuple):
    """A column: its type, whether it may be null, and its meaning. Instants are in UTC."""

    name: str
    type: str
    null: bool
    meaning: Bilingual


def _column(name: str, type_: str, es: str, en: str, *, null: bool = False) -> Column:
    return Column(name, type_, null, Bilingual(es, en))


ACTS: tuple[Column, ...] = (
    _column(
        "case", INTEGER, "Número del caso en este extracto", "The case's number in this extract"
    ),
    _column("act", INTEGER, "Número del acto en este extracto", "The act's number in this extract"),
    _column("kind", TEXT, "Tipo de acto", "Kind of act"),
    _column("occurred_at", INSTANT, "Cuándo ocurrió", "When it happened"),
    _column("recorded_at", INSTANT, "Cuándo se registró", "When it was recorded"),
    _column("arrival", INTEGER, "Orden de llegada en el caso", "Order of arrival in the case"),
    _column("office", TEXT, "Oficina que lo registró", "Office that recorded it", null=True),
    _column("office_type", TEXT, "Tipo de esa oficina", "Type of that office", null=True),
    _column("department", TEXT, "Departamento de esa oficina", "Its department", null=True),
    _column("province", TEXT, "Provincia de esa oficina", "Its province", null=True),
    _column("to_office", TEXT, "Oficina a la que se dirige", "Office addressed", null=True),
    _column("to_office_type", TEXT, "Tipo de oficina a la que se dirige", "Its type", null=True),
    _column("risk", TEXT, "Nivel de riesgo que fija el acto", "Risk level the act sets", null=True),
    _column("instrument", TEXT, "Ficha usada", "Form used", null=True),
    _column("door", TEXT, "Puerta de entrada", "Door", null=True),
    _column("impediment", TEXT, "Impedimento", "Impediment", null=True),
    _column("duty", TEXT, "Deber al que se refiere", "Duty it is about", null=True),
    _column("start_act", INTEGER, "Acto que inició ese deber", "Act that started it", null=True),
    _column("reason_code", TEXT, "Razón codificada", "Coded reason", null=True),
    _column("close_reason", TEXT, "Razón del cierre", "Reason for closing", null=True),
    _column("annulled", BOOLEAN, "Si fue anulado", "Whether it was annulled"),
    _column("corrected", BOOLEAN, "Si es una corrección", "Whether it is a correction"),
)

CASES: tuple[Column, ...] = (
    _column(
        "case", INTEGER, "Número del caso en este extracto", "The case's number in this extract"
    ),
    _column("department", TEXT, "Departamento donde vive", "Department of her home", null=True),
    _column("province", TEXT, "Provincia donde vive", "Province of her home", null=True),
    _column("sex", TEXT, "Sexo", "Sex", null=True),
    _column("age_group", TEXT, "Grupo de edad: 0-5 … 60+", "Age group: 0-5 … 60+", null=True),
    _column("language", TEXT, "Lengua materna", "Mother tongue", null=True),
    _column(
        "ethnicity", TEXT, "Autoidentificación étnica", "Ethnic self-identification", null=True
    ),
    _column("disability", BOOLEAN, "Tiene discapacidad", "Has a disability", null=True),
    _column("migrant", BOOLEAN, "Es migrante", "Is a migrant", null=True),
    _column("relation", TEXT, "Grupo del vínculo", "Group of the bond", null=True),
    _column("violence_types", TEXTS, "Tipos de violencia", "Types of violence", null=True),
    _column("modality", TEXT, "Modalidad", "Modality", null=True),
)
