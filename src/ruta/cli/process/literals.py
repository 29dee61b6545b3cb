"""Words that pages show in one language only: outside gettext, or asked of it before the reader.

In templates, every letter that somebody sees or hears; in modules, what reads as Spanish.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from ruta.cli.process import messages

HEARD = frozenset(
    "alt aria-description aria-label aria-roledescription data-label data-title label placeholder "
    "summary title".split()
)
# Names, formats and units, the same in every language; and the two languages' own names.
SAME = frozenset("CEM CSV DNI Español English PDF Ruta SVG XLSX h km m min".split())
SPANISH = re.compile(
    r"[áéíóúüñÁÉÍÓÚÜÑ¿¡«]|(?<![-\w</])(?:[Ll]a|[Ee]l|[Ll]os|[Ll]as|una?|del?|que|por)(?![-\w])"
)
SENTENCE = re.compile(r"[^\W\d_]{2,}[ ,]+[^\W\d_]{2,}|^.[A-ZÁÉÍÓÚ¿][a-záéíóú]")
LETTERS = re.compile(r"[^\W\d_]+")
QUOTED = re.compile(r"""(_\()?("[^"]*"|'[^']*')""")
VALUE = "zqz"  # stands for a value in a template
SILENT = "page_class"  # this block of a page holds an attribute that nobody reads
# Modules that keep both languages side by side, or data that is Spanish by nature.
BILINGUAL = {
    "directory/generated.py": "names of offices",
    "directory/migrations/0002_shelters.py": "the one name of every shelter",
    "directory/shelters.py": "the one name of every shelter",
    "web/components/clock_words.py": "both languages, as tables",
    "web/components/lima.py": "both languages, as tables",
    "web/components/specimens.py": "invented data of the style guide",
    "web/components/strip.py": "both languages, as tables",
    "web/components/term_words.py": "both languages, as tables",
    "web/components/timeline.py": "both languages, as tables",
    "web/components/templates/components/guide.html": "invented data of the style guide",
    "web/components/templates/components/guide_public.html": "invented data of the style guide",
    "web/components/templates/components/guide_step.html": "invented data of the style guide",
    "web/desk/court/bare_order.py": "the words an order is made of",
}
ROOMS = ("access", "cases", "directory", "web")


class Literal(NamedTuple):
    """A text in one language: the file, from the package's folder, the line and the words."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words}"


def of_package(folder: Path = messages.PACKAGE) -> list[Literal]:
    """Every such text of the templates, and of the modules of the rooms that speak to people."""
    found: list[Literal] = []
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.py")]):
        name = path.relative_to(folder).as_posix()
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".py" and name.startswith(ROOMS):
            found += [Literal(name, *one) for one in too_early(text)]
        if name in BILINGUAL or (path.suffix == ".py" and not name.startswith(ROOMS)):
            continue
        read = of_python if path.suffix == ".py" else of_template
        found += [Literal(name, *one) for one in read(text)]
    return found


# --- Templates ----------------------------------------------------------------------------------


def of_template(source: str) -> Iterator[tuple[int, str]]:
    """The lines and words of a template that no tag translates."""
    from django.template.base import Lexer, TokenType

    shown: list[str] = []
    closers: list[str] = []  # of the tags now open whose text is not read as it stands
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.TEXT:
            shown.append("\n" * token.contents.count("\n") if closers else token.contents)
        elif token.token_type == TokenType.BLOCK:
            shown.append(" ")
            _follow(token.split_contents(), closers)
        elif token.token_type == TokenType.VAR:
            shown.append(VALUE)
        if token.token_type in (TokenType.BLOCK, TokenType.VAR) and "endcomment" not in closers:
            yield from ((token.lineno or 0, words) for words in _given(token.contents))
    yield from _Reader().read("".join(shown))


def _follow(tag: list[str], closers: list[str]) -> None:
    """Note that a tag opens or closes a stretch whose text is not read as it stands."""
    name, *rest = tag
    if closers and name == closers[-1]:
        closers.pop()
    elif name in ("comment", "blocktranslate", "blocktrans"):
        closers.append(f"end{name}")
    elif name == "block" and (closers or rest == [SILENT]):
        closers.append("endblock")


def _given(tag: str) -> Iterator[str]:
    """Texts that a tag or a filter is given and that read as words, not as a name."""
    if tag.startswith(("translate ", "trans ", "blocktrans")):
        return
    for translated, quoted in QUOTED.findall(tag):
        if not translated and (SPANISH.search(quoted) or SENTENCE.search(quoted)):
            yield quoted


class _Reader(HTMLParser):
    """Reads a page for what a person sees or hears of it."""

    def read(self, page: str) -> list[tuple[int, str]]:
        self.found: list[tuple[int, str]] = []
        self.feed(page)
        self.close()
        return self.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in HEARD:
                self._keep(value or "")

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def _keep(self, text: str) -> None:
        said = text.replace(VALUE, "…")
        if set(LETTERS.findall(said)) - SAME:
            self.found.append((self.getpos()[0], " ".join(said.split())))


# --- Modules ------------------------------------------------------------------------------------


def of_python(source: str) -> Iterator[tuple[int, str]]:
    """The lines and words of a module that read as Spanish and are given to nobody to translate."""
    tree = ast.parse(source)
    said = {id(part) for node in ast.walk(tree) if _translates(node) for part in ast.walk(node)}
    said |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in said else None
        if isinstance(text, str) and SPANISH.search(text):
            yield node.lineno, text  # type: ignore[attr-defined]


def _translates(node: ast.AST) -> bool:
    """Whether a node is a call that gives a text in both languages, or asks for the other."""
    if not isinstance(node, ast.Call):
        return False
    return ast.unparse(node.func).rpartition(".")[2] in {"_", "Bilingual", *messages.FUNCTIONS}


def too_early(source: str) -> Iterator[tuple[int, str]]:
    """Texts translated while a module loads: in the language of nobody, and kept for everybody."""
    tree = ast.parse(source)
    names = messages.functions(tree)
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        waiting.extend(ast.iter_child_nodes(node))
        if isinstance(node, ast.Call):
            meant = names.get(ast.unparse(node.func), "_lazy")
            if not meant.endswith(("_lazy", "_noop")):
                yield node.lineno, ast.unparse(node)
