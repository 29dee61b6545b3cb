"""
The control of a field drawn in one go: Django draws each option of a list with three templates.

Lists of one choice, boxes of one line and hidden values are drawn here; any other widget, and any
widget with ways of its own, by Django.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

from .markup import attributes, html, joined

INPUTS = (forms.TextInput, forms.HiddenInput)


def control(bound: BoundField, attrs: Mapping[str, Any]) -> SafeString:
    """The control of a field with its value and its attributes, and these more."""
    widget = bound.field.widget
    if type(widget) is forms.Select:
        return _select(bound, widget, _given(bound, attrs))
    if type(widget) in INPUTS:
        return _input(bound, widget, _given(bound, attrs))
    return bound.as_widget(attrs=dict(attrs))


def _given(bound: BoundField, attrs: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of a control besides its name and value."""
    widget = bound.field.widget
    given = bound.build_widget_attrs(dict(attrs), widget)
    return {**widget.attrs, **given, "id": bound.id_for_label or False}


def _input(bound: BoundField, widget: forms.Widget, given: Mapping[str, Any]) -> SafeString:
    value = widget.format_value(bound.value())
    shown = {
        "type": getattr(widget, "input_type", "text"),
        "name": bound.html_name,
        "value": False if value is None else str(value),
    }
    return html("<input{}>", attributes({**shown, **given}))


def _select(bound: BoundField, widget: forms.Select, given: Mapping[str, Any]) -> SafeString:
    chosen = frozenset(widget.format_value(bound.value()))
    named = attributes({"name": bound.html_name, **given})
    return html("<select{}>{}</select>", named, _options(widget.choices, chosen))


def _options(choices: Iterable[Any], chosen: Collection[str]) -> SafeString:
    """Options, and groups of them: a group is a name with its own choices."""
    return joined(
        html('<optgroup label="{}">{}</optgroup>', value, _options(label, chosen))
        if isinstance(label, list | tuple)
        else _option("" if value is None else str(value), label, chosen)
        for value, label in choices
    )


def _option(value: str, label: object, chosen: Collection[str]) -> SafeString:
    selected = SafeString(" selected") if value in chosen else ""
    return html('<option value="{}"{}>{}</option>', value, selected, label)
