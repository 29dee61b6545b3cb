"""How long a duty has, in words."""

from datetime import date

import pytest

from ruta.law import rulebook
from ruta.web.components.term_words import term_words

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(("language", "words"), [("es", "cada mes"), ("en", "every month")])
def test_what_returns_every_month_does_not_count_it(language, words):
    told = {term_words(one, language) for one in rulebook.default().on(TODAY).values()}

    assert words in told
    assert not {one for one in told if one.startswith(("cada 1 ", "every 1 "))}
