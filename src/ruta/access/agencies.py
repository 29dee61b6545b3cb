"""Which agency a person acts for: it follows from the type of their office and from their role."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

AGENCIES = (
    "CEM", "PNP", "FISC", "PJ", "SALUD", "HOGAR", "LINEA", "RURAL", "ONG", "UPE",
    "ADMIN", "ANALYST", "OVERSIGHT", "SURVIVOR",
)  # fmt: skip
NONE = ""
# Those who accompany her: they close a case to others, and change what decides for her.
ACCOMPANY: Final = frozenset({"CEM", "LINEA", "UPE"})


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    """`agencies.toml`: by type of office, and by the roles that go before it."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def agency_of(office_type: str, role: str = "") -> str:
    """The agency, one of `AGENCIES`; empty for an office that takes no part in a case."""
    table = _table()
    return table["roles"].get(role) or table["offices"].get(office_type, NONE)


def office_types(agency: str) -> frozenset[str]:
    """The types of office of an agency."""
    return frozenset(type_ for type_, of in _table()["offices"].items() if of == agency)


def deciding_roles() -> Mapping[str, str]:
    """The agency of each role that decides by itself, whatever the office."""
    return _table()["roles"]
