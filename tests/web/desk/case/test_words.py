"""A number of an act is read with what it counts."""

import pytest
from django.utils import translation

from ruta.web.desk.case import words


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [(300, "metres", "300 m"), (1, "months", "1 mes"), (1200, "days", "1,200 días"),
     (500, "soles", "S/ 500"), (24, "points", "24")],
)  # fmt: skip
def test_a_number_says_what_it_counts(value, unit, told):
    with translation.override("es-pe"):
        assert words.number_in_words(value, unit).replace(words.KEPT, " ") == told
