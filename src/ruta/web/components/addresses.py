"""Filters that stay in the address: chips to remove each one, and links to the next page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms import BaseForm, BoundField
from django.http import QueryDict

from .lists import Chip

AFTER, BEFORE = "despues", "antes"
CURSORS = (AFTER, BEFORE)


def chips(form: BaseForm, params: QueryDict) -> list[Chip]:
    """One chip for each value in force of a filter form; a hidden field has none."""
    return [
        Chip(f"{field.label}: {_words(field, value)}", without(params, field.html_name, value))
        for field in form.visible_fields()
        for value in params.getlist(field.html_name)
        if value
    ]


def without(params: QueryDict, name: str, value: str) -> str:
    """The address with one value of one parameter taken away, back on the first page."""
    left = _first_page(params)
    left.setlist(name, [kept for kept in left.getlist(name) if kept != value])
    return f"?{left.urlencode()}"


def page(params: QueryDict, name: str, cursor: str) -> str:
    """The address of a neighbouring page: same filters, another cursor."""
    left = _first_page(params)
    left[name] = cursor
    return f"?{left.urlencode()}"


def _first_page(params: QueryDict) -> QueryDict:
    left = params.copy()
    for cursor in CURSORS:
        left.pop(cursor, None)
    return left


def _words(field: BoundField, value: str) -> str:
    """The value as its choice is labelled, or as it was written."""
    return _labels(getattr(field.field, "choices", ())).get(value, value)


def _labels(choices: Iterable[Any]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for code, label in choices:
        if isinstance(label, list | tuple):
            labels |= _labels(label)
        else:
            labels[str(code)] = str(label)
    return labels
