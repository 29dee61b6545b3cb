"""Which column of a log holds what: said by whoever asks, else guessed by its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

REQUIRED = ("case", "kind", "at")
# By what is held, the names it goes by in logs: ours, those of XES (IEEE 1849), those of tools.
NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "case": ("case", "case_id", "caseid", "case:concept:name", "caso", "id_caso", "expediente"),
        "kind": (
            "kind", "activity", "concept:name", "event", "event_name", "action", "acto",
            "tipo_de_acto", "actividad", "task",
        ),
        "at": (
            "at", "occurred_at", "time:timestamp", "timestamp", "time", "datetime", "start_time",
            "event_time", "fecha", "fecha_hora", "cuando",
        ),
        "act": ("act", "act_id", "event_id", "eventid", "id", "id_acto"),
        "recorded_at": ("recorded_at", "recorded", "registered_at", "fecha_registro"),
        "arrival": ("arrival", "sequence", "seq", "orden"),
        "office": ("office", "org:resource", "office_id", "resource", "oficina"),
        "office_type": ("office_type", "org:group", "org:role", "tipo_oficina"),
        "to": ("to", "to_office", "addressee", "destino"),
        "to_type": ("to_type", "to_office_type", "tipo_destino"),
        "corrects": ("corrects", "corrige"),
        "annuls": ("annuls", "anula"),
        "annulled": ("annulled", "anulado"),
    }
)  # fmt: skip
FACT = "fact."


class NoColumn(ValueError):
    """A log without a column it cannot be read without; says which there are."""


@dataclass(frozen=True)
class Columns:
    """The column of each thing held, and of each fact; what the log has nothing of is left out."""

    held: Mapping[str, str]
    facts: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.held[name]

    def __contains__(self, name: object) -> bool:
        return name in self.held


def columns(
    there: Sequence[str], *, said: Mapping[str, str] | None = None, facts: Iterable[str] = ()
) -> Columns:
    """
    Find the columns of a log.

    :param there: the names of its columns
    :param said: by what is held (`case`, `at`, `fact.risk`…), the column, as `--map` says it
    :param facts: names of facts that the rules read; looked for by those names
    :raises NoColumn: when one said is not there, or a required one is neither said nor guessed
    """
    asked = dict(said or {})
    for name, column in asked.items():
        if name not in NAMES and not name.startswith(FACT):
            raise NoColumn(f"{name!r} is nothing a log holds; one of: {', '.join(NAMES)}, fact.…")
        if column not in there:
            raise NoColumn(f"no column {column!r}; there are: {', '.join(there)}")
    plain = {_plain(column): column for column in reversed(there)}
    held = {name: asked[name] for name in NAMES if name in asked}
    for name, known in NAMES.items():
        if name not in held:
            guess = next((plain[_plain(one)] for one in known if _plain(one) in plain), None)
            if guess is not None and guess not in held.values():
                held[name] = guess
    missing = [name for name in REQUIRED if name not in held]
    if missing:
        raise NoColumn(
            f"no column for {', '.join(missing)}: say which with --map {missing[0]}=COLUMN;"
            f" there are: {', '.join(there) or 'none'}"
        )
    stated = {n.removeprefix(FACT): column for n, column in asked.items() if n.startswith(FACT)}
    for fact in facts:
        near = next((plain[n] for n in (_plain(fact), _plain(f"fact_{fact}")) if n in plain), None)
        if near is not None and fact not in stated and near not in held.values():
            stated[fact] = near
    return Columns(held, stated)


def _plain(name: str) -> str:
    """A name without accents, capitals or marks between words."""
    letters = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", letters)
