"""The reference of access is what the table says."""

from pathlib import Path

from ruta.cli import access

REFERENCE = Path(__file__).parents[2] / "docs/reference/access.md"


def test_the_reference_is_generated_from_the_table() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == access.reference()
