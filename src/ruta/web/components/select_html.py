"""
A select list drawn in one go: Django draws each option with three templates, and lists are long.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .markup import attributes, joined


def is_plain(widget: forms.Widget) -> bool:
    """Whether a widget is a list that is drawn here: one choice, nothing special about it."""
    return type(widget) is forms.Select


def select(bound: BoundField, attrs: Mapping[str, Any]) -> SafeString:
    """The list of a field whose widget `is_plain`, its value chosen, with more attributes."""
    widget = bound.field.widget
    assert isinstance(widget, forms.Select)
    given = bound.build_widget_attrs(dict(attrs), widget)
    own = {"name": bound.html_name, **widget.attrs, **given, "id": bound.id_for_label or False}
    chosen = frozenset(widget.format_value(bound.value()))
    return format_html("<select{}>{}</select>", attributes(own), _options(widget.choices, chosen))


def _options(choices: Iterable[Any], chosen: Collection[str]) -> SafeString:
    """Options, and groups of them: a group is a name with its own choices."""
    return joined(
        format_html('<optgroup label="{}">{}</optgroup>', value, _options(label, chosen))
        if isinstance(label, list | tuple)
        else _option("" if value is None else str(value), label, chosen)
        for value, label in choices
    )


def _option(value: str, label: object, chosen: Collection[str]) -> SafeString:
    selected = SafeString(" selected") if value in chosen else ""
    return format_html('<option value="{}"{}>{}</option>', value, selected, label)
