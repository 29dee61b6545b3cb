"""The words of the audit's codes (`audit_words.toml`), added to the tables of labels."""

import tomllib
from functools import cache, partial
from pathlib import Path

from ruta.web.components import labels
from ruta.web.components.labels import Pairs

TABLES = (
    "audit_compartment", "audit_basis", "audit_done", "audit_event", "audit_alert",
    "audit_reason", "audit_outcome", "audit_verdict", "audit_agency",
)  # fmt: skip


def register() -> None:
    """Name the tables; each is read at its first use."""
    for table in TABLES:
        labels.register(table, partial(_pairs, table))


def compartments(letters: str) -> str:
    """Compartments in words, in the order of the file."""
    known = [code for code in labels.pairs("audit_compartment") if code in letters]
    return ", ".join(labels.label("audit_compartment", code) for code in known)


@cache
def _tables() -> dict[str, Pairs]:
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return {
        table: {code: (es, en) for code, (es, en) in entries.items()}
        for table, entries in tomllib.loads(text).items()
    }


def _pairs(table: str) -> Pairs:
    return _tables()[table]


register()
