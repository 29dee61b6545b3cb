"""The facts kept of a person: each with the compartment that seals it and its greatest length."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from ruta.acts.facts import FactsRefused
from ruta.instruments.bilingual import Bilingual

ROLES = ("survivor", "child", "accused", "witness", "informant", "other")
IDENTITY, CONTACT = "I", "L"
UNKNOWN = Bilingual("Este dato no se guarda de una persona.", "This is not kept of a person.")
UNKNOWN_ROLE = Bilingual("No existe este papel en un caso.", "There is no such role in a case.")
NO_BIRTH = Bilingual("Escribe el día así: 1990-03-08.", "Write the day like this: 1990-03-08.")
BIRTH = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
NOT_TEXT = Bilingual(
    "Tiene un carácter que no se puede guardar.", "It has a character that cannot be kept."
)


class Field(NamedTuple):
    """Where a fact is sealed and how long it may be, in characters."""

    compartment: str
    max_length: int


FIELDS: dict[str, Field] = {
    "role": Field(IDENTITY, 20),
    "names": Field(IDENTITY, 200),
    "surnames": Field(IDENTITY, 200),
    "preferred_name": Field(IDENTITY, 200),
    "document_type": Field(IDENTITY, 40),
    "document": Field(IDENTITY, 40),
    "birth_date": Field(IDENTITY, 10),
    "age": Field(IDENTITY, 3),
    "sex": Field(IDENTITY, 40),
    "gender_identity": Field(IDENTITY, 80),
    "sexual_orientation": Field(IDENTITY, 80),
    "language": Field(IDENTITY, 80),
    "interpreter_needed": Field(IDENTITY, 5),
    "nationality": Field(IDENTITY, 80),
    "migration_status": Field(IDENTITY, 80),
    "ethnicity": Field(IDENTITY, 80),
    "disability": Field(IDENTITY, 200),
    "pregnant": Field(IDENTITY, 20),
    "civil_status": Field(IDENTITY, 40),
    "education": Field(IDENTITY, 80),
    "occupation": Field(IDENTITY, 200),
    "workplace": Field(IDENTITY, 200),
    "security_forces": Field(IDENTITY, 80),
    "bond": Field(IDENTITY, 80),
    "children_count": Field(IDENTITY, 3),
    "description": Field(IDENTITY, 2000),
    "telephone": Field(CONTACT, 40),
    "other_telephone": Field(CONTACT, 40),
    "email": Field(CONTACT, 200),
    "address": Field(CONTACT, 500),
    "address_reference": Field(CONTACT, 500),
    "ubigeo": Field(CONTACT, 6),
    "whereabouts": Field(CONTACT, 500),
    "safe_channel": Field(CONTACT, 80),
    "safe_hours": Field(CONTACT, 200),
    "contact_person": Field(CONTACT, 300),
}


def split(facts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """
    A person's facts by compartment; empty ones are left out. "NA" is a name like any other.

    :raises FactsRefused: naming each field that is unknown or too long, and an unknown role
    """
    errors: dict[str, Bilingual | str] = {}
    compartments: dict[str, dict[str, Any]] = {IDENTITY: {}, CONTACT: {}}
    for name, value in facts.items():
        if value is None or value == "":
            continue
        field = FIELDS.get(name)
        if field is None:
            errors[name] = UNKNOWN
        elif len(str(value)) > field.max_length:
            errors[name] = _too_long(field.max_length)
        elif "\x00" in str(value):
            errors[name] = NOT_TEXT
        elif name == "birth_date" and not is_birth(str(value)):
            errors[name] = NO_BIRTH
        else:
            compartments[field.compartment][name] = value
    if facts.get("role", ROLES[0]) not in ROLES:
        errors["role"] = UNKNOWN_ROLE
    if errors:
        raise FactsRefused(errors)
    return compartments


def is_birth(text: str) -> bool:
    """Whether a text is a day on which somebody may have been born."""
    try:
        return BIRTH.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _too_long(most: int) -> Bilingual:
    return Bilingual(
        f"Debe tener {most} caracteres o menos.", f"It must have {most} characters or fewer."
    )
