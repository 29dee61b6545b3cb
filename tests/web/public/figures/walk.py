"""Walks what is made of a release: the numbers it says, and the lengths it draws them by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO

import pikepdf

NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
GEOMETRY = {"x", "y", "x1", "x2", "y1", "y2", "width", "height", "d", "viewBox", "class", "id", "r"}


def numbers(text: str) -> set[str]:
    """Every number of a text, without the commas of its thousands."""
    return {each.replace(",", "").strip() for each in NUMBER.findall(text)}


@dataclass
class Line:
    """A line of a chart: the number it says first, its bar's width, the ends of its interval."""

    said: str = ""
    width: str = ""
    ends: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """A page: its words with those of its attributes, its charts, the dots of its drawings."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.charts: list[list[Line]] = []
        self.dots: list[str] = []
        self.links: list[str] = []
        self._in_value = self._in_range = 0
        self.feed(source)

    @property
    def numbers(self) -> set[str]:
        """Every number that can be read, seen or heard."""
        return {each for words in self.words for each in numbers(words)}

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        look = given.get("class", "")
        self.words += [value for name, value in given.items() if name not in GEOMETRY]
        if "href" in given:
            self.links.append(given["href"])
        if tag == "ul" and look == "bars__list":
            self.charts.append([])
        if tag == "li" and "bars__line" in look:
            self.charts[-1].append(Line())
        if tag == "span":
            self._in_value = look == "bars__value"
        if tag == "g":
            self._in_range = look in ("bars__range", "bars__halo")
        if tag == "rect":
            self.charts[-1][-1].width = given["width"]
        if tag == "line" and self._in_range:
            self.charts[-1][-1].ends += [given["x1"], given["x2"]]
        if tag == "path" and "h0" in given.get("d", ""):
            self.dots.append(given["d"])

    def handle_endtag(self, tag):
        if tag == "g":
            self._in_range = False

    def handle_data(self, data):
        self.words.append(data)
        if self._in_value and data.strip():
            found = NUMBER.findall(data)
            self.charts[-1][-1].said = found[0].replace(",", "") if found else ""
            self._in_value = False


def pdf_text(content: bytes) -> str:
    """The words of a PDF, page after page, by what its fonts say their glyphs are."""
    with pikepdf.open(BytesIO(content)) as document:
        return "\n".join(" ".join(_shown(page)) for page in document.pages)


def _shown(page: pikepdf.Page) -> Iterator[str]:
    fonts = {name: _meanings(font) for name, font in page.resources.get("/Font", {}).items()}
    meanings: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            meanings = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            pieces = operands[0] if str(operator) == "TJ" else operands
            texts = [bytes(each) for each in pieces if isinstance(each, pikepdf.String)]
            codes = b"".join(texts)
            pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
            yield "".join(meanings.get(int.from_bytes(pair), "") for pair in pairs)


def _meanings(font: pikepdf.Object) -> dict[int, str]:
    """Glyph code to text, from the font's ToUnicode map."""
    said = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", said, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", said, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int.from_bytes(bytes.fromhex(text))
            for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[code] = chr(start + step)
    return found
