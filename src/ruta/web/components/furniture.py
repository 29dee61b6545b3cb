"""What stands around the content of a page: the places of a role, the languages, the banner."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from . import lima
from .lists import Place
from .markup import NOTHING, html, joined

KEPT = 256  # roles, languages and places are few; what they count may change
OTHER_LANGUAGE = """<form class="language" action="/idioma/" method="post">{token}\
<input type="hidden" name="next" value="{next}">
<button class="button button--link" type="submit" name="language" value="{code}" lang="{code}">\
{name}</button></form>"""
TOKEN = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'


@lru_cache(maxsize=KEPT)
def nav(places: tuple[Place, ...], here: Place | None, language: str | None) -> SafeString:
    """The places of a role; `language` is the one spoken now, in which their names are already."""
    return render_to_string("components/nav.html", {"places": places, "here": here})


@lru_cache(maxsize=KEPT)
def demo_banner(demo: bool, language: str | None) -> SafeString:
    """Says that the data is invented, where it is; `language` is the one spoken now."""
    return render_to_string("components/demo_banner.html", {"demo": demo})


def language_switch(*, language: str | None, token: str, back: str) -> SafeString:
    """
    A button for each language other than the current one.

    :param token: of the session, against forged forms; empty where there is none
    :param back: the address to come back to
    """
    now = lima.spoken(language)
    held = html(TOKEN, token) if token else NOTHING
    return joined(
        html(OTHER_LANGUAGE, token=held, next=back, code=code, name=name)
        for code, name in settings.LANGUAGES
        if lima.spoken(code) != now
    )
