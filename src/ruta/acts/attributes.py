"""
What figures know of a case: coarse codes out of what is known of her and what acts state.

A name, an address, an exact age or a free text never come out: a word that is not understood is
left out. Parts of one case, in the order they were written, are put together by `together`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any
from unicodedata import combining, normalize

from ruta.law import terms

from . import codes, table

Part = Mapping[str, Any]

AGES = ((5, "0-5"), (11, "6-11"), (17, "12-17"), (29, "18-29"), (44, "30-44"), (59, "45-59"))
OLDEST = "60+"
MOST_YEARS = 120
"""Nobody is older: what says so is a slip, and no age."""
YEARS = re.compile(r"[0-9]{1,3}")
DEPARTMENT = "(?:0[1-9]|1[0-9]|2[0-5])"
PLACE = re.compile(f"{DEPARTMENT}[0-9]{{4}}")
"""A district of INEI, of one of the 25 departments; 99 is a place nobody stated."""
HOMES = {"department": re.compile(DEPARTMENT), "province": re.compile(f"{DEPARTMENT}[0-9]{{2}}")}
PEOPLES = {
    "mestiz": "mestizo",
    "quechua": "quechua",
    "aimara": "aymara",
    "aymara": "aymara",
    "amazon": "amazonian",
    "ashanin": "amazonian",
    "awajun": "amazonian",
    "shipib": "amazonian",
    "afro": "afroperuvian",
    "negr": "afroperuvian",
    "blanc": "white",
}
AT_HOME = frozenset({"", "pe", "peru", "peruana", "peruano"})


def of_her(facts: Mapping[str, Any], *, on: date) -> Part:
    """
    What is known of the woman or family member harmed, as codes of `ruta.acts.table.CASES`.

    :param on: the day her age is counted at
    """
    ubigeo = str(facts.get("ubigeo") or "")
    known = PLACE.fullmatch(ubigeo)
    return _told(
        {
            "department": ubigeo[:2] if known else None,
            "province": ubigeo[:4] if known else None,
            "sex": _listed(facts.get("sex"), "sexes"),
            "age_group": _age_group(facts, on),
            "language": _listed(facts.get("language"), "languages"),
            "ethnicity": _people(_plain(facts.get("ethnicity"))),
            "disability": bool(facts.get("disability")),
            "migrant": _plain(facts.get("nationality")) not in AT_HOME
            or bool(facts.get("migration_status")),
        }
    )


def of_accused(facts: Mapping[str, Any]) -> Part:
    """The group of the bond with the accused."""
    return _told({"relation": bond_group(facts.get("bond"))})


def of_act(facts: Mapping[str, Any]) -> Part:
    """What an act states of the violence; an act that states nothing of it has no part."""
    if not ("violence_types" in facts or "relation" in facts or "modality" in facts):
        return {}
    types = (_listed(type_, "violence_types") for type_ in facts.get("violence_types") or ())
    return _told(
        {
            "relation": bond_group(facts.get("relation")),
            "violence_types": tuple(type_ for type_ in types if type_),
            "modality": _listed(facts.get("modality"), "modalities"),
        }
    )


def only_codes(said: Any) -> Part:
    """
    Of what was sealed, what is a column of `table.CASES` and a code of its list; nothing else.

    Whoever seals may have been somebody else than this program: a name in a place of a code would
    leave the case file with the others.
    """
    if not isinstance(said, Mapping):
        return {}
    return {
        column.name: said[column.name]
        for column in table.CASES
        if column.name in said and _is_code(column, said[column.name])
    }


def renewed(earlier: Part, later: Part) -> Part:
    """
    What is known of somebody of whom something else is said now: the later stands whole.

    Only where she lives stays when the later says nothing of it, as who may change a name may be
    one to whom her home is closed.
    """
    if "department" in later:
        return later
    home = {name: earlier[name] for name in HOMES if name in earlier}
    return {**home, **later}


def together(parts: Iterable[Part]) -> dict[str, Any]:
    """One case out of its parts: what was said last stands, types of violence add up."""
    found: dict[str, Any] = {}
    types: set[str] = set()
    for part in parts:
        found.update(part)
        types.update(part.get("violence_types", ()))
    if types:
        order = codes.lists()["violence_types"]
        found["violence_types"] = tuple(type_ for type_ in order if type_ in types)
    return found


@cache
def bond_group(bond: str | None) -> str | None:
    """Partner, family or none, of a bond of the terms."""
    term = terms.load().bonds.get(bond or "")
    return None if term is None else str(term.more.get("group", term.id))


def _is_code(column: table.Column, value: Any) -> bool:
    if column.type == table.BOOLEAN:
        return isinstance(value, bool)
    if column.type == table.TEXTS:
        return isinstance(value, list | tuple) and all(_listed(v, column.codes) for v in value)
    if column.name in HOMES:
        return isinstance(value, str) and HOMES[column.name].fullmatch(value) is not None
    return column.type == table.TEXT and _listed(value, column.codes) is not None


def _told(part: Mapping[str, Any]) -> Part:
    return {name: value for name, value in part.items() if value is not None and value != ()}


def _listed(code: Any, name: str) -> str | None:
    return code if isinstance(code, str) and code in codes.lists()[name] else None


def _age_group(facts: Mapping[str, Any], on: date) -> str | None:
    """The group of an age in years or of a birth; of a range, a slip or another text, none."""
    years = _years(facts, on)
    if years is None or not 0 <= years <= MOST_YEARS:
        return None
    return next((group for last, group in AGES if years <= last), OLDEST)


def _years(facts: Mapping[str, Any], on: date) -> int | None:
    born, age = str(facts.get("birth_date") or ""), str(facts.get("age") or "")
    if facts.get("age") == 0:
        age = "0"
    if born:
        try:
            day = date.fromisoformat(born)
        except ValueError:
            return None
        return on.year - day.year - ((on.month, on.day) < (day.month, day.day))
    return int(age) if YEARS.fullmatch(age) else None


def _people(told: str) -> str | None:
    """A people or group by what it is commonly called."""
    if told in codes.lists()["ethnicities"]:
        return told
    return next((code for start, code in PEOPLES.items() if start in told), None)


def _plain(text: Any) -> str:
    """Lower case and without accents."""
    spread = normalize("NFD", str(text or "").casefold().strip())
    return "".join(letter for letter in spread if not combining(letter))
