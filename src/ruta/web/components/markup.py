"""
Pieces of HTML put together in Python, where a page draws too many of them for templates.

A piece that is not HTML already is escaped on its way in; `format_html` does so for its arguments.

    >>> str(joined(["<b>", format_html("<i>{}</i>", "&")]))
    '&lt;b&gt;<i>&amp;</i>'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

NOTHING = SafeString("")


def joined(pieces: Iterable[str], between: str = NOTHING) -> SafeString:
    """The pieces one after another."""
    return SafeString(conditional_escape(between).join(map(conditional_escape, pieces)))


def link(href: str, words: object, *, otherwise: str = "{}") -> SafeString:
    """A link with these words; where there is no address, the words as `otherwise` prints them."""
    return (
        format_html('<a href="{}">{}</a>', href, words) if href else format_html(otherwise, words)
    )


def tag(words: str, tone: str) -> SafeString:
    """A short label; `tone` is quiet, calm, done, soon or late."""
    return format_html('<span class="tag tag--{}">{}</span>', tone, words)


def folded(summary: str, content: str) -> SafeString:
    """Something one key away, under its summary."""
    return format_html(
        '<details class="disclosure"><summary>{}</summary>{}</details>', summary, content
    )


def heard(words: object) -> SafeString:
    """Words that are read aloud and not seen."""
    return format_html('<span class="visually-hidden">{}</span>', words)


def listed(items: Iterable[str], look: str = "", each: str = "") -> SafeString:
    """A list; `look` is its own class, `each` that of its items."""
    shown = _class(each)
    lines = joined(format_html("<li{}>{}</li>", shown, item) for item in items)
    return format_html("<ul{}>{}</ul>", _class(look), lines)


def attributes(values: Mapping[str, object]) -> SafeString:
    """
    Attributes with a space before each: `True` prints the name alone, `False` nothing.

        >>> str(attributes({"name": "a&b", "required": True, "disabled": False}))
        ' name="a&amp;b" required'
    """
    return joined(
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
        for name, value in values.items()
        if value is not False
    )


def _class(look: str) -> SafeString:
    return attributes({"class": look}) if look else NOTHING
