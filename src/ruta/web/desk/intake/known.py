"""What the answers say of her, whichever page they were given on."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruta.instruments import branch

from . import choices
from .fields import YES
from .setting import Answers


class AgeRange(NamedTuple):
    """An age not known in years: its first year, the first year past it, and how it is said."""

    low: int
    past: int
    says: str | Promise


AGE_RANGES: Mapping[str, AgeRange] = {
    "<14": AgeRange(0, 14, _("Menos de 14 años")),
    "<18": AgeRange(14, branch.ADULT_FROM_YEARS, _("De 14 a 17 años")),
    "18+": AgeRange(branch.ADULT_FROM_YEARS, branch.OLDER_FROM_YEARS, _("De 18 a 59 años")),
    "60+": AgeRange(branch.OLDER_FROM_YEARS, 200, _("60 años o más")),
}
SEXUAL = "sexual"


def age_of(answers: Answers) -> int | None:
    """Her age in years, or the first year of its range; None when neither is known."""
    she = answers.get("persona", {})
    age, age_range = she.get("age"), she.get("age_range")
    return AGE_RANGES[age_range].low if age is None and age_range else age


def is_minor(answers: Answers) -> bool:
    """Whether she is under 18, as far as is known."""
    age = age_of(answers)
    return age is not None and age < branch.ADULT_FROM_YEARS


def is_older(answers: Answers) -> bool:
    """Whether she is 60 or over, as far as is known."""
    age = age_of(answers)
    return age is not None and age >= branch.OLDER_FROM_YEARS


def is_spared(answers: Answers) -> bool:
    """Whether she is not asked about the facts: those wait for the single interview."""
    return is_minor(answers) or answers.get("persona", {}).get("sexual") == YES


def facts(answers: Answers) -> Mapping[str, Any]:
    """What was answered of the facts: in full, or only what tonight's safety needs."""
    return answers.get("proteccion" if is_spared(answers) else "hechos", {})


def is_sexual(answers: Answers) -> bool:
    """Whether sexual violence is known of."""
    told = answers.get("persona", {}).get("sexual") == YES
    return told or SEXUAL in facts(answers).get("violence_types", ())


def account(answers: Answers) -> tuple[str, str]:
    """Her words and their language; no words when she has not told it."""
    told = answers.get("proteccion" if is_spared(answers) else "relato", {})
    language = told.get("account_language") or answers.get("lengua", {}).get("language", "")
    return told.get("account", ""), language


def instrument(answers: Answers) -> branch.Branch:
    """The risk form for her."""
    she = answers.get("persona", {})
    return branch.branch(
        sex=she.get("sex") or None,
        age=age_of(answers),
        bond=choices.bond_group(facts(answers).get("relation", "")),
        disability=bool(she.get("disability")),
    )
