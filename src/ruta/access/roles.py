"""The roles a person may hold, and in which types of office; the table is `roles.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

SUPERVISOR = "supervisor"
SYSTEM = "system"


class Role(NamedTuple):
    """A role, its labels, and the types of office where it exists."""

    id: str
    es: str
    en: str
    offices: frozenset[str]


@cache
def every() -> Mapping[str, Role]:
    """The roles by identifier, in the order of the table."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            id_: Role(id_, entry["es"], entry["en"], frozenset(entry["offices"]))
            for id_, entry in table.items()
        }
    )


def allowed_in(office_type: str) -> tuple[Role, ...]:
    """The roles a person of this type of office may hold."""
    return tuple(role for role in every().values() if office_type in role.offices)
