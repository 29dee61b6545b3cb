"""What figures are broken down by: the name of each attribute, and of each of its values."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruta.accountability.comply import rows
from ruta.acts import codes
from ruta.instruments.bilingual import Bilingual
from ruta.law import rulebook

from . import groups

FILE = Path(__file__).parent / "attributes.toml"
NOT_KNOWN = "not-known"
"""The value of an attribute that nobody knows."""
_NOT_KNOWN = Bilingual("No se sabe", "Not known")


@dataclass(frozen=True, slots=True)
class Attribute:
    """
    One attribute.

    :ivar values: names of its values in the order to show them; empty where a value names itself
    :ivar all: whether a value without data is shown too
    """

    id: str
    name: Bilingual
    values: Mapping[str, Bilingual]
    all: bool

    def label(self, value: str) -> Bilingual:
        """The name of a value; itself where it has no other."""
        if value == NOT_KNOWN:
            return _NOT_KNOWN
        return self.values.get(value) or Bilingual(value, value)


@cache
def every() -> Mapping[str, Attribute]:
    """Every attribute by id."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return MappingProxyType({id_: _attribute(id_, entry) for id_, entry in said.items()})


def _attribute(id_: str, entry: Mapping[str, Any]) -> Attribute:
    own = {code: Bilingual(v["es"], v["en"]) for code, v in entry.get("values", {}).items()}
    listed = entry.get("codes", ())
    names = (listed,) if isinstance(listed, str) else tuple(listed)
    values = {code: label for name in names for code, label in codes.lists()[name].items()}
    values |= _MADE[id_]() if id_ in _MADE else {}
    return Attribute(
        id_, Bilingual(entry["es"], entry["en"]), MappingProxyType({**values, **own}),
        entry.get("all", False),
    )  # fmt: skip


def _duties() -> dict[str, Bilingual]:
    """Each duty by the words of its latest wording."""
    law = rulebook.default()
    named: dict[str, Bilingual] = {}
    of = rows.duties(law)
    for wording in sorted(law.wordings.values(), key=lambda each: (each.from_, each.id)):
        named[of[wording.id]] = Bilingual(wording.title_es, wording.title_en)
    return {
        **{id_: Bilingual(w.title_es, w.title_en) for id_, w in law.wordings.items()},
        **named,
    }


def _groups() -> dict[str, Bilingual]:
    return dict(groups.labels())


_MADE: Mapping[str, Callable[[], dict[str, Bilingual]]] = {
    "duty": _duties,
    "office_group": _groups,
    "to_group": _groups,
}
