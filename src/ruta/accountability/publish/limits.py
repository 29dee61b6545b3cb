"""
What may be published at all: of which places, by which attributes, of which time. No request
that crosses a limit is answered by a rounder number; it is refused.

Districts: the rule lets those of 20,000 people or more be published. The de-identified extract
says no district, so that none is: neither district, village nor office is a level here.
"""

from __future__ import annotations

from collections.abc import Sequence

from ruta.directory import territory

LEVELS = ("country", "department", "province")
"""The levels there are, coarse to fine."""
ATTRIBUTES = 2
"""At most, beyond place and time."""
BROKEN_DOWN = {
    (False, 0): LEVELS, (False, 1): LEVELS[:2], (False, 2): LEVELS[:1],
    (True, 0): LEVELS, (True, 1): LEVELS, (True, 2): LEVELS[:2],
}  # fmt: skip
"""
For a quarter or a year and a number of attributes, the levels. Finer, nearly every cell would be
small: much to find out, and nothing to read.
"""
ROWS_OF_A_PLACE = 24
"""Below the country, an attribute that breaks a place into more rows than this is left out."""
REGIONAL = ("country", "department")
"""The levels of a sensitive topic; by year only, and by no attribute but one of `TOPIC`."""
TOPIC = frozenset({"step", "way", "leg", "disability"})
"""What a sensitive topic is made of: the steps of its way, not who walks it."""
DISTRICT_POPULATION = 20_000
PEOPLES = frozenset({"ethnicity", "language"})
"""What tells an ethnic people: never below a province."""
IDENTIFYING = frozenset(
    {"case_id", "case", "office", "district", "village", "day", "month", "day_of_week"}
)
"""What nothing is ever published by."""


class Forbidden(ValueError):
    """A request that the limits do not allow; says which."""


def check(
    *, by: Sequence[str], level: str, place: str = "", yearly: bool, sensitive: bool = False
) -> None:
    """
    Let a request pass, or not.

    :param level: country, department, province, or a finer one, which is refused
    :param place: the code of one place asked for, if one is
    :param yearly: whether it is of a whole year
    :param sensitive: trafficking, femicide, sexual violence against minors, LGBTI, disability
    :raises Forbidden: with the limit it crosses
    """
    if level == "district":
        _check_district(by, place)
    if level not in LEVELS:
        raise Forbidden(f"nothing is published by {level}")
    if len(by) > ATTRIBUTES or len(set(by)) < len(by):
        raise Forbidden(f"at most {ATTRIBUTES} attributes beyond place and time")
    if found := IDENTIFYING.intersection(by):
        raise Forbidden(f"nothing is published by {', '.join(sorted(found))}")
    if level not in BROKEN_DOWN[yearly, len(by)]:
        time = "year" if yearly else "quarter"
        raise Forbidden(f"of a {time}, nothing is published by {len(by)} attributes and {level}")
    if sensitive or "disability" in by:
        _check_sensitive(by, level, yearly)


def allowed(*, by: Sequence[str], level: str, yearly: bool, sensitive: bool) -> bool:
    """Whether a request passes."""
    try:
        check(by=by, level=level, yearly=yearly, sensitive=sensitive)
    except Forbidden:
        return False
    return True


def _check_sensitive(by: Sequence[str], level: str, yearly: bool) -> None:
    if not yearly or level not in REGIONAL:
        raise Forbidden("a sensitive topic is published by region and year only")
    if len(by) > 1 or not TOPIC.issuperset(by):
        raise Forbidden("a sensitive topic is published by no attribute of a person but its own")


def _check_district(by: Sequence[str], place: str) -> None:
    if PEOPLES.intersection(by):
        raise Forbidden("no people or language is published by district")
    known = territory.districts().get(place)
    if known is None or (known.population or 0) < DISTRICT_POPULATION:
        raise Forbidden(f"no district of fewer than {DISTRICT_POPULATION} people is published")
    raise Forbidden("the extract says no district, so that none is published")


def places(level: str) -> tuple[str, ...]:
    """Every place of a level, whether or not anything happened there; the country is empty."""
    if level == "country":
        return ("",)
    known = territory.departments() if level == "department" else territory.provinces()
    return tuple(sorted(known))


def parent(place: str) -> str:
    """The place that a place is in."""
    return place[:2] if len(place) > 2 else ""
