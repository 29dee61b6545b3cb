"""
Pieces of HTML put together in Python, where a page draws too many of them for templates.

A piece that is not HTML already is escaped on its way in, exactly as Django's `format_html` does,
in a third of its time: a page of a case is made of a thousand pieces.

    >>> str(joined(["<b>", html("<i>{}</i>", "&")]))
    '&lt;b&gt;<i>&amp;</i>'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

NOTHING = SafeString("")


def html(pattern: str, *pieces: object, **named: object) -> SafeString:
    """A pattern of our own, never one that somebody typed, with pieces in its places."""
    filled = {name: _inside(piece) for name, piece in named.items()}
    return SafeString(pattern.format(*map(_inside, pieces), **filled))


def joined(pieces: Iterable[object], between: str = NOTHING) -> SafeString:
    """The pieces one after another."""
    return SafeString(_inside(between).join(map(_inside, pieces)))


def _inside(piece: Any) -> str:
    """A piece as it stands inside HTML; plain text, the most frequent by far, goes straight."""
    if type(piece) is SafeString:
        return piece
    return escape(piece) if type(piece) is str else conditional_escape(piece)


def link(href: str, words: object, *, otherwise: str = "{}") -> SafeString:
    """A link with these words; where there is no address, the words as `otherwise` prints them."""
    return html('<a href="{}">{}</a>', href, words) if href else html(otherwise, words)


def tag(words: str, tone: str) -> SafeString:
    """A short label; `tone` is quiet, calm, done, soon or late."""
    return html('<span class="tag tag--{}">{}</span>', tone, words)


def folded(summary: str, content: str) -> SafeString:
    """Something one key away, under its summary."""
    return html('<details class="disclosure"><summary>{}</summary>{}</details>', summary, content)


def heard(words: object) -> SafeString:
    """Words that are read aloud and not seen."""
    return html('<span class="visually-hidden">{}</span>', words)


def listed(items: Iterable[object], look: str = "", each: str = "") -> SafeString:
    """A list; `look` is its own class, `each` that of its items."""
    shown = _class(each)
    lines = joined(html("<li{}>{}</li>", shown, item) for item in items)
    return html("<ul{}>{}</ul>", _class(look), lines)


def attributes(values: Mapping[str, object]) -> SafeString:
    """
    Attributes with a space before each: `True` prints the name alone, `False` nothing.

        >>> str(attributes({"name": "a&b", "required": True, "disabled": False}))
        ' name="a&amp;b" required'
    """
    return joined(
        html(" {}", name) if value is True else html(' {}="{}"', name, value)
        for name, value in values.items()
        if value is not False
    )


def _class(look: str) -> SafeString:
    return attributes({"class": look}) if look else NOTHING
