"""Codes of cases, as written, read aloud and typed."""

import re
from uuid import UUID, uuid4

import pytest

from ruta.cases import codes


def test_a_code_is_a_place_and_six_letters_that_are_not_mistaken() -> None:
    for _ in range(200):
        assert re.fullmatch(
            r"PUN-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}", codes.code_of(uuid4(), "PUNO")
        )


def test_a_code_is_always_the_same_for_a_case() -> None:
    id_ = UUID("0b0b0b0b-0000-4000-8000-000000000001")

    assert codes.code_of(id_, "Puno") == codes.code_of(id_, "PUNO")


@pytest.mark.parametrize(
    ("department", "prefix"),
    [
        ("Áncash", "ANC"), ("HUÁNUCO", "HUC"), ("Huancavelica", "HUV"), ("SAN MARTÍN", "SAN"),
        ("LA LIBERTAD", "LAL"), ("Madre de Dios", "MDD"), ("", "PER"),
    ],
)  # fmt: skip
def test_each_department_has_its_prefix(department: str, prefix: str) -> None:
    assert codes.prefix_of(department) == prefix


@pytest.mark.parametrize("typed", ["PUN-7K2Q-9F", "pun7k2q9f", " pun 7k2q 9f ", "PUN 7K2Q-9F"])
def test_a_code_is_found_however_it_is_typed(typed: str) -> None:
    assert codes.tidy(typed) == "PUN-7K2Q-9F"


def test_letters_that_look_like_figures_are_figures() -> None:
    assert codes.tidy("MOQ-OIL2-9F") == "MOQ-0112-9F"
