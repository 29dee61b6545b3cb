"""
A registry as a workbook: what Ruta could answer, what is left to be typed, and the codes for it.

The first page has the registry's columns, after one with Ruta's code of the case, by which whoever
completes it finds the case; `read` leaves that one out. Every cell is a text, so none is ever run.
"""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import msoffcrypto
import xlsxwriter
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from ruta.postgres.refusal import Refusal

from .names import column_name

CASE = "CASO_RUTA"
LARGEST_BYTES = 16_000_000
"""Of the file and of each part of it: some hundred times what a centre may take out."""
WIDTH = 18
_NAMES = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET, _SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_COLUMN = re.compile(r"([A-Z]{1,3})[0-9]+")
_WHOLE = re.compile(r"([0-9]+)\.0+")
_NUMBER = re.compile(r"[0-9]{1,9}")
_DAMAGED = (
    zipfile.BadZipFile, KeyError, IndexError, ValueError, ParseError, DefusedXmlException,
    RuntimeError, EOFError, OSError, struct.error, zlib.error, lzma.LZMAError,
)  # fmt: skip
"""All that a zip or its XML may raise: a part locked, cut short, or packed in no known way."""


class UnreadableWorkbook(Refusal):
    """The file is no workbook of a registry, or its password is another."""


@dataclass(frozen=True)
class Page:
    """A page of a workbook: its name (31 signs at most), its columns and its rows, all texts."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]] = field(repr=False)


def written(pages: Sequence[Page], *, mark: str, now: datetime) -> bytes:
    """
    The workbook, made at `now` (its wall clock; a workbook knows no zones).

    :param mark: who took it out and when, for its properties and the foot of each printed page
    """
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": now.replace(tzinfo=None), "comments": mark})
        bold = book.add_format({"bold": True})
        for page in pages:
            sheet = book.add_worksheet(page.name)
            sheet.set_footer("&L" + mark.replace("&", "&&"))
            _put(sheet, page, bold)
    return file.getvalue()


def _put(sheet: Any, page: Page, bold: Any) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, max(len(page.columns) - 1, 0), WIDTH)
    for at, title in enumerate(page.columns):
        sheet.write_string(0, at, title, bold)
    for line, row in enumerate(page.rows, start=1):
        for at, text in enumerate(row):
            if text:
                sheet.write_string(line, at, text)


def read(content: bytes, password: str = "") -> list[dict[str, str]]:
    """
    The rows of the first page by column; that of the case is left out, and so are empty rows.

    :raises UnreadableWorkbook: if it is none, is too large, or the password is wrong
    """
    if len(content) > LARGEST_BYTES:
        raise UnreadableWorkbook("this workbook is too large")
    plain = _opened(content, password)
    try:
        with zipfile.ZipFile(BytesIO(plain)) as parts:
            shared = _shared(parts)
            lines = _lines(_part(parts, _SHEET), shared)
            columns = {at: column_name(name) for at, name in next(lines, {}).items()}
            rows = [_named(columns, line) for line in lines]
    except _DAMAGED:
        raise UnreadableWorkbook("this is no workbook of a registry") from None
    return [row for row in rows if any(row.values())]


def _named(columns: Mapping[int, str], line: Mapping[int, str]) -> dict[str, str]:
    return {name: line.get(at, "") for at, name in columns.items() if name and name != CASE}


def _opened(content: bytes, password: str) -> bytes:
    """The workbook itself, out of its password's envelope where it has one."""
    if content[:4] == b"PK\x03\x04":
        return content
    plain = BytesIO()
    try:
        locked = msoffcrypto.OfficeFile(BytesIO(content))
        locked.load_key(password=password, verify_password=True)
        locked.decrypt(plain)
    except Exception:  # the library raises many kinds, some of them bare
        raise UnreadableWorkbook("this is no workbook, or its password is another") from None
    return plain.getvalue()


def _part(parts: zipfile.ZipFile, name: str) -> Element:
    if parts.getinfo(name).file_size > LARGEST_BYTES:
        raise UnreadableWorkbook("this workbook is too large")
    root: Element = ElementTree.fromstring(parts.read(name), forbid_dtd=True)
    return root


def _shared(parts: zipfile.ZipFile) -> list[str]:
    if _SHARED not in parts.namelist():
        return []
    return [_text(each) for each in _part(parts, _SHARED).iter(f"{_NAMES}si")]


def _lines(sheet: Element, shared: Sequence[str]) -> Iterator[dict[int, str]]:
    """Each line's texts by the number of their column; a cell without a place follows the last."""
    for row in sheet.iter(f"{_NAMES}row"):
        line: dict[int, str] = {}
        at = 0
        for cell in row.iter(f"{_NAMES}c"):
            said = _COLUMN.fullmatch(cell.get("r", ""))
            at = _place(said[1]) if said else at + 1
            line[at] = _of_cell(cell, shared)
        yield line


def _place(letters: str) -> int:
    """The number of a column, from 1: `A` is 1, `AA` 27."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found


def _of_cell(cell: Element, shared: Sequence[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    told = cell.findtext(f"{_NAMES}v") or ""
    if cell.get("t") == "s":
        if not _NUMBER.fullmatch(told):
            raise ValueError(told)
        return shared[int(told)]
    whole = _WHOLE.fullmatch(told)
    return whole[1] if whole else told


def _text(holder: Element) -> str:
    return "".join(part.text or "" for part in holder.iter(f"{_NAMES}t"))
