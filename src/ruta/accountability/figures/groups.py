"""The groups of offices in which figures are published: no figure names a single office."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruta.instruments.bilingual import Bilingual

FILE = Path(__file__).parent / "office_groups.toml"
OTHER = "other"


@cache
def labels() -> Mapping[str, Bilingual]:
    """The groups of offices, each with its name."""
    named = {id_: Bilingual(said["es"], said["en"]) for id_, said in _said().items()}
    return MappingProxyType({**named, OTHER: Bilingual("Otras", "Others")})


def of_type(office_type: str) -> str:
    """The group in which a type of office is published."""
    return _by_type().get(office_type, OTHER)


@cache
def _said() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def _by_type() -> Mapping[str, str]:
    return {type_: id_ for id_, said in _said().items() for type_ in said["types"]}
