"""The registry's dictionary is read whole, refused when it is wrong, and told in the reference."""

from pathlib import Path

import pytest

from ruta.interop.cem import described, dictionary, values
from ruta.law import terms

ROOT = Path(__file__).resolve().parents[2]
BOOK = dictionary.load()


def spoiled(tmp_path: Path, old: str, new: str) -> Path:
    text = dictionary.FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "registry.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_it_has_the_168_documented_variables_and_the_18_that_nobody_documents() -> None:
    assert len(BOOK.documented) == 168
    assert len(BOOK.variables) == 186


def test_the_rows_of_the_four_forms_are_the_published_cases() -> None:
    assert sum(form.rows for form in BOOK.forms.values()) == 936_835


def test_every_variable_has_a_label_in_both_languages_a_source_and_a_confidence() -> None:
    for each in BOOK.variables.values():
        assert each.es, each.name
        assert each.en, each.name
        assert each.source in BOOK.sources
        assert each.confidence in BOOK.confidences


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "CONDICION"', 'name = "CEM"', "same name"),
        ("item = 7\n", "item = 8\n", "in order"),
        ('codes = "ethnicity"', 'codes = "ethnic"', "no list of codes"),
        ('section = "legal"', 'section = "legality"', "section 'legality'"),
        ('forms = ["2023-10"]', 'forms = ["2024-10"]', "2024-10"),
        ('filled = "HIJAS_VIVAS"', 'filled = "HIJAS"', "none of its variables"),
        ('confidence = "secondary"', 'confidence = "sure"', "confidence 'sure'"),
        ('variable = "ESTUDIA", code = "1"', 'variable = "ESTUDIA", code = "7"', "never is"),
        ("length = 43", "width = 43", "unknown key width"),
        ('en = "Sex of the person attended"', 'en = ""', "label is empty"),
    ],
)
def test_a_mistake_in_it_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(dictionary.BadDictionary, match=says):
        dictionary.read(spoiled(tmp_path, old, new))


def test_the_reference_says_what_the_dictionary_says() -> None:
    page = (ROOT / "docs" / "reference" / "cem-registry.md").read_text(encoding="utf-8")
    assert page == described.reference(), "run ./ruta import cem --reference"


def test_only_the_first_form_writes_the_area_with_letters() -> None:
    area = BOOK.variables["AREA_RESIDENCIA_DOMICILIO"]
    assert values.is_known(area, "U", "2020-01")
    assert not values.is_known(area, "U", "2023-10")


def test_the_types_of_violence_are_those_of_our_terms() -> None:
    labels = set((BOOK.variables["TIPO_VIOLENCIA"].codes or {}).values())
    assert len(labels) == len(terms.load().tables["violence_types"])
