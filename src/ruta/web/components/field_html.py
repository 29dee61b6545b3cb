"""
A form field as HTML: its label, its hint, its error and its control, each leading to the others.

`fields` says how a field is drawn; Django's widgets draw the controls, lists apart.
"""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .fields import Drawn
from .markup import NOTHING, attributes, html, joined

FIELD = '<div class="field{wrong}">{content}</div>'
GROUP = """<fieldset class="field__group"{described}>
<legend class="field__label field__label--{size}">{label}{optional}</legend>{notes}
<div class="choices">{choices}</div>
</fieldset>"""
CHOICE = """<label class="choice" for="{target}">{control}<span class="choice__words">\
<span class="choice__label">{label}</span>{hint}</span></label>"""
BOX = """<label class="field__label" for="{target}">{label}{optional}</label>{notes}{control}"""


def field(drawn: Drawn) -> SafeString:
    """A whole field; a hidden one is its control alone."""
    if drawn.shape == "hidden":
        return drawn.control
    content = {"group": _group, "check": _check}.get(drawn.shape, _box)(drawn)
    wrong = " field--wrong" if drawn.bound.errors else ""
    return html(FIELD, wrong=wrong, content=content)


def _group(drawn: Drawn) -> SafeString:
    """Radios or boxes to tick, each with a large target."""
    described = drawn.describes or False
    return html(
        GROUP,
        described=attributes({"aria-describedby": described}),
        size=drawn.legend_size,
        label=drawn.bound.label,
        optional=_optional(drawn),
        notes=joined([_hint(drawn), _errors(drawn)]),
        choices=joined(
            html(
                CHOICE,
                target=choice.id_for_label,
                control=choice.tag(),
                label=choice.choice_label,
                hint=html('<span class="choice__hint">{}</span>', hint) if hint else "",
            )
            for choice, hint in drawn.choices
        ),
    )


def _check(drawn: Drawn) -> SafeString:
    """One box to tick: its label is beside it, its hint below its label."""
    hint = (
        html('<span class="choice__hint" id="{}">{}</span>', drawn.hint_id, drawn.bound.help_text)
        if drawn.hint_id
        else NOTHING
    )
    choice = html(
        CHOICE,
        target=drawn.bound.id_for_label,
        control=drawn.control,
        label=drawn.bound.label,
        hint=hint,
    )
    return joined([_errors(drawn), choice])


def _box(drawn: Drawn) -> SafeString:
    return html(
        BOX,
        target=drawn.bound.id_for_label,
        label=drawn.bound.label,
        optional=_optional(drawn),
        notes=joined([_hint(drawn), _errors(drawn)]),
        control=drawn.control,
    )


def _optional(drawn: Drawn) -> SafeString:
    """Says that it may be left empty."""
    if not drawn.optional:
        return NOTHING
    return html(' <span class="field__optional">{}</span>', _("(opcional)"))


def _hint(drawn: Drawn) -> SafeString:
    if not drawn.hint_id:
        return NOTHING
    return html('<p class="field__hint" id="{}">{}</p>', drawn.hint_id, drawn.bound.help_text)


def _errors(drawn: Drawn) -> SafeString:
    if not drawn.error_id:
        return NOTHING
    lines = joined(html("<span>{}</span>", error) for error in drawn.bound.errors)
    return html('<p class="field__error" id="{}">{}</p>', drawn.error_id, lines)
