"""How a form field is drawn, and where its problems lead; `field_html` writes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.boundfield import BoundWidget
from django.utils.safestring import SafeString

from . import control_html
from .markup import NOTHING

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
SHORT = 20  # a text no longer than this gets a narrow box


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the error summary and the field it leads to; empty for the whole form."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """
    A field before it is written: `shape` is group, check, hidden or box; an empty id names nothing.

    A group has choices, each with its hint or none; every other shape has a control.
    """

    bound: BoundField
    shape: str
    control: SafeString
    describes: str
    hint_id: str
    error_id: str
    choices: tuple[tuple[BoundWidget, str], ...]
    optional: bool
    legend_size: str


def draw(bound: BoundField, *, legend_size: str = "m") -> Drawn:
    """A field as its form holds it now; `legend_size` is m or l."""
    shape = _shape(bound)
    return Drawn(
        bound=bound,
        shape=shape,
        control=NOTHING if shape == "group" else _control(bound),
        describes=_describes(bound),
        hint_id=_hint_id(bound),
        error_id=_error_id(bound),
        choices=tuple(_choices(bound)) if shape == "group" else (),
        optional=not bound.field.required and shape != "check",
        legend_size=legend_size,
    )


def problems(form: BaseForm) -> list[Problem]:
    """Every error of a form: those of the whole first, then field by field in their order."""
    if not form.is_bound:
        return []
    whole = [Problem(str(text), "") for text in form.non_field_errors()]
    return whole + [
        Problem(_led_by(str(form[name].label), str(text)), _first_id(form[name]))
        for name, errors in form.errors.items()
        if name in form.fields
        for text in errors
    ]


def _led_by(label: str, text: str) -> str:
    """An error that can be read away from its field: the field's label comes first."""
    return f"{label} {text}" if label.endswith("?") else f"{label}: {text[:1].lower()}{text[1:]}"


def _shape(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, GROUPS):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "hidden" if bound.is_hidden else "box"


def _control(bound: BoundField) -> SafeString:
    attrs: dict[str, str | bool] = {"class": _class(bound)}
    if described := _describes(bound):
        attrs["aria-describedby"] = described
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return control_html.control(bound, attrs)


def _class(bound: BoundField) -> str:
    widget = bound.field.widget
    kind = "select" if isinstance(widget, forms.Select) else "input"
    if isinstance(widget, forms.Textarea):
        return "input input--area"
    length = getattr(bound.field, "max_length", None)
    narrow = (length and length <= SHORT) or getattr(widget, "input_type", "") in {"number", "tel"}
    picked = isinstance(widget, forms.DateInput | forms.DateTimeInput)
    return f"{kind} {kind}--narrow" if narrow or picked else kind


def _choices(bound: BoundField) -> Iterator[tuple[BoundWidget, str]]:
    """Each choice with its hint, if the widget carries `hints` by value."""
    hints = getattr(bound.field.widget, "hints", {})
    for choice in bound.subwidgets:
        yield choice, hints.get(str(choice.data["value"]), "")


def _hint_id(bound: BoundField) -> str:
    return f"{bound.auto_id}-hint" if bound.help_text else ""


def _error_id(bound: BoundField) -> str:
    return f"{bound.auto_id}-error" if bound.errors else ""


def _describes(bound: BoundField) -> str:
    return " ".join(name for name in (_hint_id(bound), _error_id(bound)) if name)


def _first_id(bound: BoundField) -> str:
    return f"{bound.auto_id}_0" if _shape(bound) == "group" else bound.auto_id
