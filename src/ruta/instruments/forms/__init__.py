"""The forms of this folder, one TOML file each: the folder is the registry."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from ruta.instruments import reading
from ruta.instruments.model import Form

HERE = Path(__file__).parent


@lru_cache(maxsize=8)
def load(folder: Path = HERE) -> Mapping[str, Form]:
    """
    Every form of a folder by id; by default the shipped ones.

    :raises ruta.instruments.reading.BadForm: naming the file and the key
    """
    forms = (reading.read(path) for path in sorted(folder.glob("*.toml")))
    return MappingProxyType({form.id: form for form in forms})
