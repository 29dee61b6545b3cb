"""What the report of a release says: its figures in words only, for the template to set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from ruta.accountability.publish.release import Release
from ruta.web.components import lima

from . import book, drawings, front, names, order, places, reading
from .addresses import Asked
from .reading import Figure
from .seen import Seen

ARTICLE, DUTY = "article", "duty"
LAW = "Ley 30364"
Told = dict[str, Any]


def content(of: Release, language: str) -> Told:
    """The words of the report; a bar is a percentage of the width, from the rounded value."""
    seen = [Seen(of, table, Asked(of.id, table.name)) for table in of.tables.values()]
    return {
        "language": lima.spoken(language),
        "title": _("Cómo se cumple la ley"),
        "subtitle": names.period(of),
        "mark": names.simulated(of),
        "headlines": _headlines(seen),
        "about": _about(of),
        "reading": _reading(),
        "heads": [_("Qué"), _("Barra"), _("Cifra"), _("Cuántos"), _("Intervalo")],
        "articles_title": _("Artículo por artículo"),
        "articles": list(_articles(seen)),
        "figures_title": _("Cifra por cifra"),
        "figures": [_indicator(inside) for inside in _by_indicator(seen)],
        "closing": _(
            "Este informe está hecho solo con las tablas publicadas. Cualquiera puede rehacerlo: "
            "el paquete trae las tablas, las normas y las consultas."
        ),
    }


def _about(of: Release) -> list[list[str]]:
    said = of.manifest
    rows = [
        (_("Publicación"), of.id),
        (_("Periodo"), names.period(of)),
        (_("Publicado el"), names.day(said["made_at"])),
        (_("Corrige a"), book.correction_words(of)),
        (_("Aviso"), names.simulated(of)),
    ]
    return [[what, told] for what, told in rows if told]


def _reading() -> list[str]:
    return [
        book.rounding_words(),
        book.events_words(),
        _("Un porcentaje sale de las cuentas redondeadas, y solo de 100 o más; al lado, entre qué "
          "valores puede estar el exacto."),
        _("«Sin dato» no es cero: nadie lo registró, o es muy poco para publicarlo."),
    ]  # fmt: skip


def _headlines(seen: Sequence[Seen]) -> list[Told]:
    return [
        {
            "big": f"{each.big} {each.after}".strip() if not each.dots else each.figure.text,
            "title": each.title,
            "note": " · ".join(filter(None, (each.figure.note, each.figure.range))),
        }
        for each in front.headlines(seen)
    ]


def _articles(seen: Sequence[Seen]) -> Iterator[Told]:
    """Each article that some table is about: its figures, then those of each of its duties."""
    whole = _lines_by(seen, ARTICLE)
    duties = _lines_by(seen, DUTY)
    inside: dict[str, list[str]] = {}
    for duty in duties:
        inside.setdefault(_article_of(duty), []).append(duty)
    for article in sorted({*whole, *inside}, key=_order):
        yield {
            "title": article or _("Sin artículo"),
            "groups": [
                {"title": "", "lines": whole.get(article, [])},
                *(
                    {"title": names.value(DUTY, duty), "lines": duties[duty]}
                    for duty in inside.get(article, [])
                ),
            ],
        }


def _lines_by(seen: Sequence[Seen], attribute: str) -> dict[str, list[Told]]:
    """For each value of an attribute, a line from every table told by it alone."""
    found: dict[str, list[Told]] = {}
    for one in seen:
        if one.table.dimensions == (attribute,):
            for each in one.figures(by=attribute):
                line = _line(one, each, one.title)
                found.setdefault(each.row[attribute], []).append(line)
    return found


def _order(article: str) -> tuple[bool, list[tuple[int, int, str]]]:
    """The law itself first, then every other norm; within one, by number."""
    return not article.startswith(LAW), natural(article)


def _article_of(duty: str) -> str:
    wording = names.wordings().get(duty)
    return wording.article if wording else ""


def natural(text: str) -> list[tuple[int, int, str]]:
    """A key by which "art. 9" comes before "art. 15"."""
    parts = re.split(r"(\d+)", text)
    return [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts]


def _by_indicator(seen: Iterable[Seen]) -> list[list[Seen]]:
    grouped: dict[str, list[Seen]] = {}
    for one in seen:
        grouped.setdefault(one.table.said["indicator"], []).append(one)
    return list(grouped.values())


def _indicator(inside: Sequence[Seen]) -> Told:
    """One indicator: how to read it, then each table by one attribute that the articles lack."""
    said = inside[0].table.said
    terms = [
        (_("Pregunta"), said["question"]),
        (_("De cuántos"), said["denominator"]),
        (_("Fuente"), said["source"]),
        (_("No compares"), said["not_comparable"]),
    ]
    return {
        "title": names.spoken(said["title"]),
        "terms": [[what, names.spoken(told)] for what, told in terms if names.spoken(told)],
        "groups": [group for one in inside for group in _groups(one)],
    }


def _groups(seen: Seen) -> Iterator[Told]:
    if len(seen.table.dimensions) > 1 or seen.table.dimensions in ((ARTICLE,), (DUTY,)):
        return
    if not seen.table.dimensions:
        found = _of_places(seen)
        lines = [_line(seen, each, places.name(each.row["place"])) for each in found]
        yield {"title": _("Perú y sus departamentos"), "lines": lines}
        return
    by = seen.table.dimensions[0]
    figures = order.ordered(by, seen.figures(by=by))
    lines = [_line(seen, each, names.value(by, each.row[by])) for each in figures]
    if lines:
        yield {"title": names.capital(names.by([by])), "lines": lines}


def _of_places(seen: Seen) -> list[Figure]:
    inside = places.under(places.PERU, reading.places_of(seen.table))
    found = [one for place in inside if (one := seen.at(place).main())]
    whole = seen.main()
    return [*([whole] if whole else []), *reading.by_value(found)]


def _line(seen: Seen, figure: Figure, label: str) -> Told:
    """A line of a table: what, its value, of how many, between what; its bar in thousandths."""
    shared = seen.unit == reading.SHARE and figure.value is not None
    return {
        "label": label,
        "text": figure.text,
        "note": figure.note,
        "range": figure.range,
        "barred": seen.unit == reading.SHARE,
        "bar": float(figure.value / drawings.HUNDRED) if shared and figure.value else 0,
    }
