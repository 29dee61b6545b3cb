"""Every status has a shape, a tone and a word; colour never alone."""

import pytest

from ruta.law import status as law_status
from ruta.law import terms
from ruta.web.components import statuses


def test_every_status_of_the_law_has_a_look():
    assert set(law_status.STATUSES) | {"due-soon"} == set(statuses.LOOKS)


@pytest.mark.parametrize("language", ["es-pe", "en"])
def test_every_status_has_a_word_in_both_languages(language):
    assert all(statuses.status(code, language).word for code in statuses.LOOKS)


def test_late_and_in_time_differ_by_more_than_colour():
    looks = [statuses.status(code) for code in statuses.LOOKS]

    assert len({(look.shape, look.word) for look in looks}) == len(looks)


def test_every_confidence_and_level_of_the_terms_has_a_look():
    assert set(terms.load().tables["confidences"]) == set(statuses.CONFIDENCES)
    assert set(terms.load().tables["levels"]) == set(statuses.RISKS)


def test_what_is_not_known_reads_as_not_verified_and_not_assessed():
    assert statuses.confidence("hearsay").code == statuses.UNVERIFIED
    assert statuses.risk(None).word == "riesgo no determinado"
