"""Words that would be elements if they were not escaped, and what becomes of them."""

from collections.abc import Callable
from html.parser import HTMLParser

HOSTILE = """"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;{0}{look}%s%(n)s"""
PLAIN = "x"


class Elements(HTMLParser):
    """The elements of some HTML with the names of their attributes, and every text it holds."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.shape: list[tuple[str, ...]] = []
        self.texts: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.shape.append((tag, *(name for name, _ in attrs)))
        self.texts += [value or "" for _, value in attrs]

    def handle_endtag(self, tag):
        self.shape.append((f"/{tag}",))

    def handle_data(self, data):
        self.texts.append(data)


def holds_as_text(draw: Callable[[str], str], *, at_least: int = 1) -> None:
    """Hostile words make the same elements as plain ones, and can be read as they were typed."""
    hostile, plain = Elements(draw(HOSTILE)), Elements(draw(PLAIN))

    assert hostile.shape == plain.shape
    assert sum(HOSTILE in text for text in hostile.texts) >= at_least
