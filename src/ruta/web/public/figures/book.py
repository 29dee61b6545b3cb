"""A table as a workbook: one sheet says how to read it, the other has its rows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext as _

from ruta.accountability.publish import release
from ruta.accountability.publish.release import MEASURES, Release, Table

from . import names, places
from .sections import MEASURES as HEADS

KEPT = 64  # workbooks a process remembers: each some tens of kilobytes


def workbook(of: Release, table: str, language: str) -> bytes:
    """The workbook in the language now spoken; the same bytes each time it is asked for."""
    return _made(of.folder, release.digest(of.folder / release.MANIFEST), table, language)


@lru_cache(maxsize=KEPT)
def _made(folder: Path, _frozen: str, name: str, _language: str) -> bytes:
    of, out = release.opened(folder), io.BytesIO()
    table = of.tables[name]
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        made = datetime.fromisoformat(of.manifest["made_at"]).replace(tzinfo=None)
        book.set_properties(
            {
                "title": names.spoken(table.said["title"]),
                "comments": names.simulated(of),
                "created": made,
            }
        )
        _about(book, of, table)
        _rows(book, of, table)
    return out.getvalue()


def _about(book: xlsxwriter.Workbook, of: Release, table: Table) -> None:
    sheet = book.add_worksheet(_("Cómo leerla"))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90, book.add_format({"text_wrap": True, "valign": "top"}))
    strong = book.add_format({"bold": True, "valign": "top"})
    for line, (what, told) in enumerate(described(of, table)):
        sheet.write_string(line, 0, what, strong)
        sheet.write_string(line, 1, told)


def described(of: Release, table: Table) -> list[tuple[str, str]]:
    """How to read a table, line by line; whether its country is invented comes first."""
    said = table.said
    lines = [
        (_("Aviso"), names.simulated(of)),
        (_("Cifra"), names.spoken(said["title"])),
        (_("Pregunta"), names.spoken(said["question"])),
        (_("De cuántos"), names.spoken(said["denominator"])),
        (_("Fuente"), names.spoken(said["source"])),
        (_("No compares"), names.spoken(said["not_comparable"])),
        (_("Publicación"), of.id),
        (_("Periodo"), names.period(of)),
        (_("Redondeo"), rounding_words()),
        (_("Menos de diez"), events_words() if said.get("counts") == "events" else ""),
        (_("Corrige a"), correction_words(of)),
    ]
    return [(what, told) for what, told in lines if told]


def rounding_words() -> str:
    """The rule of rounding in one sentence."""
    return _(
        "Cada cuenta está redondeada por su lado: de 0 a 9 dice <10; lo demás, la decena más "
        "cercana. Un vacío no se publica."
    )


def events_words() -> str:
    """What `<10` means where a case may be counted twice."""
    return _(
        "Un caso puede contarse varias veces: <10 dice también más de diez, si son de menos de "
        "diez casos."
    )


def correction_words(of: Release) -> str:
    """What a release corrects, and why; empty where it corrects none."""
    corrects = of.manifest.get("corrects")
    return f"{corrects}: {of.manifest.get('why') or ''}" if corrects else ""


def _rows(book: xlsxwriter.Workbook, of: Release, table: Table) -> None:
    sheet = book.add_worksheet(_("Datos"))
    top, strong = 0, book.add_format({"bold": True})
    if notice := names.simulated(of):
        sheet.write_string(0, 0, notice, strong)
        top = 1
    for column, head in enumerate(_heads(table)):
        sheet.write_string(top, column, head, strong)
    for line, row in enumerate(_cells(table), top + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, float):
                sheet.write_number(line, column, cell)
            else:
                sheet.write_string(line, column, cell)
    sheet.freeze_panes(top + 1, 0)
    sheet.set_column(0, 1 + len(table.dimensions), 26)


def _heads(table: Table) -> list[str]:
    attributes = [names.capital(names.attribute(name)) for name in table.dimensions]
    return [_("Ubigeo"), _("Lugar"), *attributes, *(str(HEADS[name]) for name in MEASURES)]


def _cells(table: Table) -> Iterator[list[str | float]]:
    """A place's code stays text: it begins with 0; `<10` stays text, numbers are numbers."""
    for row in table.rows():
        said = [names.value(name, row[name]) for name in table.dimensions]
        measures = [_cell(row[name]) for name in MEASURES]
        yield [row["place"], places.full_name(row["place"]), *said, *measures]


def _cell(text: str) -> str | float:
    return float(text) if text.replace(".", "", 1).isdigit() else text
