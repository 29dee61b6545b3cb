"""The styles and scripts of the pages: the folder `static/components/` is the registry."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

FOLDER = Path(__file__).resolve().parent / "static" / "components"
FIRST = ("tokens.css", "elements.css")
LAST = ("print.css",)


@cache
def styles() -> tuple[str, ...]:
    """Every style sheet as a static path: tokens and plain elements first, print last."""
    names = {path.name for path in FOLDER.glob("*.css")}
    middle = sorted(names.difference(FIRST, LAST))
    return tuple(f"components/{name}" for name in (*FIRST, *middle, *LAST))


@cache
def scripts() -> tuple[str, ...]:
    """Every behaviour as a static path; each is a module of its own and imports none."""
    return tuple(f"components/{path.name}" for path in sorted(FOLDER.glob("*.js")))


@cache
def style_links() -> SafeString:
    """A link to every style sheet, written once."""
    links = ((static(path),) for path in styles())
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)


@cache
def script_links() -> SafeString:
    """A tag for every behaviour, as a module, written once."""
    links = ((static(path),) for path in scripts())
    return format_html_join("\n", '<script type="module" src="{}"></script>', links)


@cache
def icon(name: str) -> SafeString:
    """A drawing of `templates/components/icons/`, read once."""
    return render_to_string(f"components/icons/{name}.html")
