"""A reason that somebody must write out: long enough to say something, and asked in one way."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHORTEST, LONGEST = 20, 1000


def why(label: "str | _StrPromise", help_text: "str | _StrPromise") -> forms.CharField:
    """
    The field of a reason, of `SHORTEST` to `LONGEST` characters.

    :param help_text: who will read it
    """
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Escribe por qué."),
            "min_length": gettext_lazy("Escribe al menos 20 caracteres."),
        },
    )
