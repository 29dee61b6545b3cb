"""What a form refuses by itself is said as pages speak: plainly, to one person, quoting nothing."""

from typing import Any

import pytest
from django import forms
from django.utils import translation

TYPED = "Lo-que-alguien-escribió"
CHOICES = [("a", "Una")]
REFUSED: list[tuple[forms.Field, Any]] = [
    (forms.CharField(), ""),
    (forms.CharField(max_length=9), TYPED),
    (forms.CharField(min_length=99), TYPED),
    (forms.CharField(), f"{TYPED}\0"),
    (forms.RegexField(r"\d+"), TYPED),
    (forms.ChoiceField(choices=CHOICES), TYPED),
    (forms.MultipleChoiceField(choices=CHOICES), [TYPED]),
    (forms.MultipleChoiceField(choices=CHOICES), TYPED),
    (forms.UUIDField(), TYPED),
    (forms.IntegerField(), TYPED),
    (forms.IntegerField(max_value=1), "2"),
    (forms.IntegerField(min_value=3), "2"),
    (forms.DecimalField(), TYPED),
    (forms.DateField(), TYPED),
    (forms.TimeField(), TYPED),
    (forms.DateTimeField(), TYPED),
    (forms.EmailField(), TYPED),
    (forms.FileField(), None),
]
FORMAL = ("Asegúrese", "Introduzca", "Escoja", "Ingrese", "válid", "UUID", "carácter", "Ensure")


@pytest.mark.parametrize(("field", "sent"), REFUSED, ids=lambda one: type(one).__name__)
def test_it_speaks_plainly_and_quotes_nothing(field: forms.Field, sent: Any) -> None:
    with translation.override("es-pe"), pytest.raises(forms.ValidationError) as refusal:
        field.clean(sent)
    with translation.override("es-pe"):
        (said,) = refusal.value.messages

    assert not [word for word in FORMAL if word in said], said
    assert TYPED not in said
    assert said.endswith(".")


def test_how_much_fits_is_said_with_its_figures() -> None:
    with translation.override("es-pe"), pytest.raises(forms.ValidationError) as refusal:
        forms.CharField(max_length=9).clean("x" * 12)

    with translation.override("es-pe"):
        assert refusal.value.messages == ["Caben 9 letras (hay 12). Acórtalo."]


def test_in_english_the_framework_speaks() -> None:
    with translation.override("en"), pytest.raises(forms.ValidationError) as refusal:
        forms.CharField().clean("")

    with translation.override("en"):
        assert refusal.value.messages == ["This field is required."]
