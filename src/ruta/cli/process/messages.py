"""Every text of the package that has to be said in English too, and the catalogue that says it.

A text of a page is written in Spanish, inside gettext, and is its own identifier. Python is read by
its syntax tree, templates as Django itself makes identifiers of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PACKAGE = Path(__file__).resolve().parents[2]
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MODULE = "django.utils.translation"
WIDTH = 100

# What the arguments of each function of gettext are.
ONE, CONTEXT = ("one",), ("context", "one")
MANY, CONTEXT_MANY = ("one", "many"), ("context", "one", "many")
FUNCTIONS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), ONE),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), CONTEXT),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), MANY),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), CONTEXT_MANY),
}
IN_TEMPLATES = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


class Message(NamedTuple):
    """A Spanish text; `many` is its plural and `context` tells it from its homonyms, or empty."""

    one: str
    many: str = ""
    context: str = ""


class MadeAtRunTime(ValueError):
    """A text given to gettext that is put together at run time: no catalogue can hold it."""


def of_package(folder: Path = PACKAGE) -> dict[Message, list[str]]:
    """
    Every message of the templates and modules in a folder, with the files that say it.

    :raises MadeAtRunTime: naming file and line
    """
    found: dict[Message, list[str]] = {}
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html")]):
        read = of_python if path.suffix == ".py" else of_template
        name = path.relative_to(folder).as_posix()
        try:
            messages = set(read(path.read_text(encoding="utf-8")))
        except MadeAtRunTime as error:
            raise MadeAtRunTime(f"{name}:{error}") from None
        for message in messages:
            found.setdefault(message, []).append(name)
    return found


def of_template(source: str) -> Iterator[Message]:
    """The messages of a template, as Django makes them of its tags."""
    from babel.messages.extract import extract
    from django.utils.translation.template import templatize

    # Every call is on one line; what stands before it would read as indentation.
    calls = "\n".join(line.strip() for line in templatize(source).splitlines())
    for _line, said, _comments, context in extract("python", BytesIO(calls.encode()), IN_TEMPLATES):
        one, many = said if isinstance(said, tuple) else (said, "")
        yield Message(one, many, context or "")


def of_python(source: str) -> Iterator[Message]:
    """
    The messages of a module, whatever name it gives to the functions of gettext.

    :raises MadeAtRunTime: with the line
    """
    tree = ast.parse(source)
    names = functions(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (meant := names.get(ast.unparse(node.func))):
            taken = FUNCTIONS[meant]
            texts = [_text(argument) for argument in node.args[: len(taken)]]
            given = dict(zip(taken, (text for text in texts if text is not None), strict=False))
            if len(given) == len(taken):
                yield Message(**given)


def functions(tree: ast.AST) -> Mapping[str, str]:
    """The functions of gettext by the names that a module gives them."""
    return {
        name.asname or name.name: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == MODULE
        for name in node.names
        if name.name in FUNCTIONS
    }


def _text(node: ast.expr) -> str | None:
    """A text written out; none for a name, which holds a text marked where it was written."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr | ast.BinOp | ast.IfExp | ast.BoolOp):
        raise MadeAtRunTime(f"{node.lineno}: {ast.unparse(node)}")
    return None


# --- The catalogue ------------------------------------------------------------------------------


def read(path: Path = CATALOGUE) -> Catalog:
    """The catalogue of a language, which its folder names."""
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def held(catalogue: Catalog) -> dict[Message, tuple[str, ...]]:
    """What a catalogue says for each message: one text, or one for each plural."""
    entries: dict[Message, tuple[str, ...]] = {}
    for entry in catalogue:
        if entry.id:
            one, many = (*_texts(entry.id), "")[:2]
            entries[Message(one, many, entry.context or "")] = _texts(entry.string)
    return entries


def _texts(value: object) -> tuple[str, ...]:
    """One text, or one for each plural; Babel gives a text, or a sequence of them."""
    return tuple(value) if isinstance(value, list | tuple) else (str(value or ""),)


def merged(old: Catalog, found: Mapping[Message, list[str]]) -> Catalog:
    """A catalogue of exactly these messages, with what the old one says of them."""
    from babel.messages.catalog import Catalog

    said = held(old)
    new = Catalog(locale=old.locale, project="Ruta", header_comment=old.header_comment)
    for message, files in sorted(found.items(), key=lambda pair: (pair[1], pair[0])):
        empty = ("",) * (new.num_plurals if message.many else 1)
        texts = said.get(message, empty)
        new.add(
            (message.one, message.many) if message.many else message.one,
            texts if message.many else texts[0],
            locations=[(name, 0) for name in files],
            context=message.context or None,
        )
    return new


def lacking(catalogue: Catalog) -> list[Message]:
    """The messages without all of their English."""
    return [message for message, said in held(catalogue).items() if not all(said)]


def write(catalogue: Catalog, path: Path = CATALOGUE) -> None:
    """Keep a catalogue, the header short and the entries by the file that says them."""
    from babel.messages.pofile import write_po

    text = BytesIO()
    write_po(text, catalogue, width=WIDTH, omit_header=True)
    part = path.with_suffix(".part")
    part.write_bytes(header(catalogue).encode() + text.getvalue())
    part.replace(path)


def header(catalogue: Catalog) -> str:
    """The first entry of a catalogue: what it is, and how its language makes plurals; no dates."""
    lines = {
        "Project-Id-Version": "Ruta",
        "Language": str(catalogue.locale),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalogue.plural_forms,
    }
    told = "".join(f'"{name}: {value}\\n"\n' for name, value in lines.items())
    return f'{catalogue.header_comment}\nmsgid ""\nmsgstr ""\n{told}\n'
