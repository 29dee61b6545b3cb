"""Which form for whom: never a refusal, at least a level decided by the professional."""

from __future__ import annotations

from typing import NamedTuple

from .bilingual import Bilingual

WOMAN = "mujer"
PARTNER = "partner"
ADULT_FROM_YEARS = 18
OLDER_FROM_YEARS = 60


class Branch(NamedTuple):
    """The form to apply, whether the professional decides the level, and why this form."""

    form: str
    professional_level: bool
    because: Bilingual


PARTNER_FORM = Branch(
    "fvr-partner",
    False,
    Bilingual(
        "Mujer agredida por su pareja o expareja.", "Woman harmed by a partner or former partner."
    ),
)
CHILDREN = Branch(
    "fvr-children",
    True,
    Bilingual("Tiene menos de 18 años.", "Under 18 years of age."),
)
OLDER = Branch(
    "fvr-older",
    True,
    Bilingual("Tiene 60 años o más.", "60 years of age or over."),
)
DISABILITY = Branch(
    "level-disability",
    True,
    Bilingual("Persona con discapacidad.", "Person with disability."),
)
WOMEN = Branch(
    "level-women",
    True,
    Bilingual(
        "Quien la agredió no es su pareja ni expareja, o no se sabe.",
        "The person who harmed her is not a partner or former partner, or it is not known.",
    ),
)
MEN = Branch(
    "level-men",
    True,
    Bilingual("No hay una ficha para esta persona.", "There is no form for this person."),
)


def branch(
    *, sex: str | None, age: int | None, bond: str | None, disability: bool = False
) -> Branch:
    """
    The form for a person, by sex, age in years and group of the bond with who did harm.

    Sexes and groups of bonds (`partner`, `family`, `none`) are the terms' own codes; anything may
    be unknown (`None`). An adult woman harmed by a partner gets the partner form at any age and
    with or without disability: it is the only one whose items are known.
    """
    if age is not None and age < ADULT_FROM_YEARS:
        return CHILDREN
    if sex == WOMAN and bond == PARTNER:
        return PARTNER_FORM
    if age is not None and age >= OLDER_FROM_YEARS:
        return OLDER
    if disability:
        return DISABILITY
    return WOMEN if sex == WOMAN else MEN
