"""What is kept of a person, ready to read: each fact with its label and its value in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ruta.acts import codes
from ruta.cases.parties import Person
from ruta.cases.party_fields import CONTACT, FIELDS
from ruta.directory import territory
from ruta.web.components import labels
from ruta.web.components.lists import Row

from .words import spoken

LABELS = {
    "names": gettext_noop("Nombres"),
    "surnames": gettext_noop("Apellidos"),
    "preferred_name": gettext_noop("Cómo quiere que la llamen"),
    "document_type": gettext_noop("Tipo de documento"),
    "document": gettext_noop("Documento"),
    "birth_date": gettext_noop("Fecha de nacimiento"),
    "age": gettext_noop("Edad"),
    "sex": gettext_noop("Sexo"),
    "gender_identity": gettext_noop("Identidad de género"),
    "sexual_orientation": gettext_noop("Orientación sexual"),
    "language": gettext_noop("Lengua"),
    "interpreter_needed": gettext_noop("Necesita intérprete"),
    "nationality": gettext_noop("Nacionalidad"),
    "migration_status": gettext_noop("Situación migratoria"),
    "ethnicity": gettext_noop("Pueblo o etnia"),
    "disability": gettext_noop("Discapacidad y apoyos"),
    "pregnant": gettext_noop("Está embarazada"),
    "civil_status": gettext_noop("Estado civil"),
    "education": gettext_noop("Estudios"),
    "occupation": gettext_noop("Ocupación"),
    "workplace": gettext_noop("Lugar de trabajo"),
    "security_forces": gettext_noop("Fuerzas armadas o policiales"),
    "bond": gettext_noop("Vínculo con ella"),
    "children_count": gettext_noop("Hijas e hijos"),
    "description": gettext_noop("Descripción"),
    "telephone": gettext_noop("Teléfono"),
    "other_telephone": gettext_noop("Otro teléfono"),
    "email": gettext_noop("Correo electrónico"),
    "address": gettext_noop("Domicilio"),
    "address_reference": gettext_noop("Referencia del domicilio"),
    "ubigeo": gettext_noop("Distrito"),
    "whereabouts": gettext_noop("Dónde puede estar"),
    "safe_channel": gettext_noop("Medio seguro"),
    "safe_hours": gettext_noop("Horas seguras"),
    "contact_person": gettext_noop("Quién puede contestar"),
}
TABLES = {"language": "language", "bond": "bond"}
CODES = {"workplace": "audit_agency"}  # elsewhere a text: what is no code stays as written
YES_NO = {"true": gettext_noop("Sí"), "yes": gettext_noop("Sí"), "si": gettext_noop("Sí"),
          "false": gettext_noop("No"), "no": gettext_noop("No")}  # fmt: skip


def identity_rows(person: Person) -> tuple[Row, ...]:
    """Who a person is, line by line."""
    return _rows(person, contact=False)


def contact_rows(person: Person) -> tuple[Row, ...]:
    """How a person is reached, line by line."""
    return _rows(person, contact=True)


def fact_in_words(name: str, value: Any) -> str:
    """A fact of a person in the reader's language; what has no code is shown as written."""
    if name in TABLES:
        return labels.label(TABLES[name], str(value))
    if name in CODES and value in labels.pairs(CODES[name]):
        return labels.label(CODES[name], str(value))
    if name == "ubigeo" and value in territory.districts():
        place = territory.district(value)
        return f"{place.district}, {place.province}, {place.department}"
    if name == "safe_channel" and value in codes.lists()["safe_channels"]:
        return codes.lists()["safe_channels"][value].text(spoken())
    if name in ("pregnant", "interpreter_needed"):
        known = YES_NO.get(str(value).lower())
        return _(known) if known else str(value)
    if name == "sex":
        return {"female": _("Mujer"), "male": _("Hombre")}.get(str(value), str(value))
    return str(value)


@dataclass(frozen=True)
class Change:
    """A change of what is kept of a person: until which instant it stood, why, and what stood."""

    until: datetime
    why: str
    rows: tuple[Row, ...]


def changes(person: Person) -> tuple[Change, ...]:
    """What stood before, the latest change first; of each, only what changed."""
    found = []
    for letter, versions in person.earlier.items():
        afterwards = [one["facts"] for one in versions[1:]] + [person.facts]
        found += [
            Change(
                datetime.fromisoformat(one["until"]), one.get("why", ""),
                _stood(letter, one, after),
            )
            for one, after in zip(versions, afterwards, strict=True)
        ]  # fmt: skip
    return tuple(sorted(found, key=lambda change: change.until, reverse=True))


def _stood(letter: str, one: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Row, ...]:
    """The facts of one version of a compartment that the next no longer had so."""
    return tuple(
        Row(_(LABELS[name]), fact_in_words(name, one["facts"].get(name, "–")))
        for name in LABELS
        if FIELDS[name].compartment == letter and after.get(name) != one["facts"].get(name)
    )


def _rows(person: Person, *, contact: bool) -> tuple[Row, ...]:
    return tuple(
        Row(_(LABELS[name]), fact_in_words(name, person.facts[name]))
        for name in LABELS
        if name in person.facts and (FIELDS[name].compartment == CONTACT) == contact
    )
