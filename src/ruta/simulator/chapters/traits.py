"""
What figures are broken down by besides the published counts: her people, a disability, her origin,
the modality of the violence.

Drawn from a source of their own, so that the rest of a case is the same with or without them.
"""

from dataclasses import replace

from ruta.simulator.draw import Draw
from ruta.simulator.journey import Journey, Person
from ruta.simulator.stream import SimParty

PEOPLE_OF = {"quechua": "quechua", "aymara": "aymara", "spanish": ""}
AMAZONIAN = "amazonian"
SAYS = {
    "mestizo": "Mestiza",
    "quechua": "Quechua",
    "aymara": "Aimara",
    AMAZONIAN: "De un pueblo de la Amazonía",
    "afroperuvian": "Afroperuana",
    "white": "Blanca",
    "other": "Otro",
    "unknown": "No sabe",
}
ABROAD = "Venezolana (inventada)"
ASKED_FROM_YEARS = 12
STATES_VIOLENCE = "violence_types"


def describe(draw: Draw, person: Person, she: SimParty) -> SimParty:
    """She, with what she may have said of herself."""
    more: dict[str, str] = {}
    spoken = PEOPLE_OF.get(person.language, AMAZONIAN)
    of_tongue, otherwise = draw.chance("people-of-her-tongue"), draw.code("ethnicity-otherwise")
    if person.age >= ASKED_FROM_YEARS:
        more["ethnicity"] = SAYS[spoken if spoken and of_tongue else otherwise]
    if draw.chance("disability"):
        more["disability"] = draw.code("disability")
    if draw.chance("foreign"):
        more["nationality"] = ABROAD
    return replace(she, facts=she.facts | more)


def name_modality(draw: Draw, journey: Journey) -> None:
    """The modality, where a complaint states the violence."""
    modality = _modality(draw, journey)
    for _, act in journey.kept:
        if STATES_VIOLENCE in act.facts:
            act.facts["modality"] = modality


def _modality(draw: Draw, journey: Journey) -> str:
    person, rare = journey.person, draw.unit()
    share = draw.share
    if person.bond == "none":
        trafficked = person.violence == "sexual" and rare < share("trafficking")
        return "trata-explotacion-sexual" if trafficked else "otras"
    if person.bond == "family":
        return "integrantes-grupo-familiar"
    gravest = journey.severe and person.violence == "fisica" and person.sex == "mujer"
    return "feminicidio" if gravest and rare < share("femicide-attempt") else "pareja"
