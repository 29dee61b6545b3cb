"""The reference of indicators is what their files say."""

from pathlib import Path

from ruta.cli import indicators

REFERENCE = Path(__file__).parents[3] / "docs/reference/indicators.md"


def test_the_reference_is_generated_from_the_files() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == indicators.reference()
