"""Codes are read with their labels, from the rooms that own them."""

from django.utils import translation

from ruta.web.components import labels


def test_a_bearer_reads_in_the_readers_language():
    with translation.override("es-pe"):
        assert labels.label("bearer", "cem") == "Centro Emergencia Mujer"
    with translation.override("en"):
        assert labels.label("bearer", "cem") != "cem"


def test_a_role_reads_with_its_label():
    assert labels.label("role", "prosecutor", "es") == "Fiscal"


def test_a_kind_of_act_reads_with_its_label():
    assert labels.label("kind", "complaint-presented-pnp", "es") != "complaint-presented-pnp"


def test_every_table_of_terms_can_be_read_by_its_own_name():
    assert labels.label("confidences", "secondary", "es") == "Fuente secundaria"


def test_a_code_without_a_label_is_shown_as_it_is():
    assert labels.label("bearer", "unheard-of", "es") == "unheard-of"
    assert labels.label("bearer", None, "es") == ""


def test_a_room_may_register_a_table_of_its_own():
    labels.register("specimen", lambda: {"a": ("uno", "one")})

    assert labels.label("specimen", "a", "en") == "one"
    assert labels.choices("specimen", "es") == [("a", "uno")]
