"""Event logs in XES (IEEE 1849), plain or gzipped: one row per event, its case's name beside it."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

CASE = "case:"
VALUES = {"string", "date", "int", "float", "boolean", "id"}
GIVEN_UP = {"log", "trace"}
"""What holds so much that its parts are given up once read."""


class BadXes(ValueError):
    """A file that is no XES, or ends before its end; says where."""


def events(path: Path) -> Iterator[dict[str, Any]]:
    """
    The events of a log in the order written; attributes of a trace go by `case:` and their name.

    Values are texts, as the file writes them. Lists and containers are left out.

    :raises BadXes: with the line, when the file cannot be read to its end
    """
    try:
        with _opened(path) as file:
            yield from _events(file)
    except ParseError as error:
        raise BadXes(f"{path}: line {error.position[0]}: {error}") from error
    except (EOFError, gzip.BadGzipFile, zlib.error, DefusedXmlException) as error:
        raise BadXes(f"{path}: {error}") from error


def _opened(path: Path) -> BinaryIO | gzip.GzipFile:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def _events(file: BinaryIO | gzip.GzipFile) -> Iterator[dict[str, Any]]:
    trace: dict[str, Any] = {}
    inside: list[tuple[str, Element]] = []
    for happened, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
        if happened == "start":
            inside.append((_tag(element), element))
            trace = {} if inside[-1][0] == "trace" else trace
            continue
        tag, _ = inside.pop()
        above, parent = inside[-1] if inside else ("", None)
        if tag in VALUES and above == "trace":
            trace[CASE + element.get("key", "")] = element.get("value")
        elif tag == "event":
            yield {**trace, **{one.get("key", ""): one.get("value") for one in element}}
        if parent is not None and above in GIVEN_UP:
            # What was read is not held: a log has more of it than fits into memory.
            parent.remove(element)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]
