"""The glossary is what the terms say."""

from pathlib import Path

from ruta.cli import glossary

ROOT = Path(__file__).parents[2]


def test_the_glossary_is_generated_from_the_terms() -> None:
    assert (ROOT / "GLOSSARY.md").read_text() == glossary.glossary(), "run ./ruta glossary"
