"""Two pages that set figures beside what else is known: the scorecard and the ledger of gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ruta.accountability.figures import ledger, scorecard
from ruta.accountability.figures.ledger import Entry
from ruta.accountability.figures.released import Feed
from ruta.accountability.figures.released import Figure as Released
from ruta.accountability.figures.scorecard import Assessment, Scored
from ruta.accountability.publish import rounding
from ruta.accountability.publish.release import Release
from ruta.instruments.bilingual import Bilingual
from ruta.law import terms
from ruta.web.components import bars_html
from ruta.web.components.bars import Chart
from ruta.web.components.markup import joined

from . import drawings, names, reading


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody found: in a word and in a sentence, from where, until when."""

    word: str
    text: str
    source: str
    on: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the scorecard: what it stands on (figures, assessment, nothing), and all of it."""

    id: str
    name: str
    standing: str
    charts: SafeString
    current: Found | None
    history: list[Found]


@dataclass(frozen=True, slots=True)
class Gap:
    """A line of the ledger, its words ready to read."""

    id: str
    name: str
    law: str
    regulation: str
    found: str
    causes: list[str]
    owners: str
    target: str
    by_law: bool
    charts: SafeString
    by_article: SafeString
    silent: bool


def cells(of: Release) -> list[tuple[str, list[tuple[str, list[Cell]]]]]:
    """The scorecard: each kind of cell, its sectors (one without a name where it has none)."""
    every = scorecard.score(of.tables.values())
    return [
        (_said(scorecard.KINDS[kind]), _sectors(inside))
        for kind, inside in groupby(every, key=lambda each: each.cell.kind)
    ]


def gaps(of: Release) -> list[tuple[str, list[Gap]]]:
    """The ledger: each area with its implications."""
    areas = terms.load().areas
    found = ledger.entries(of.tables.values())
    return [
        (names.capital(areas[area].label(_language())), [_gap(each) for each in inside])
        for area, inside in groupby(found, key=lambda each: each.gap.area)
    ]


def _language() -> str:
    return get_language() or "es"


def _said(text: Bilingual) -> str:
    return names.capital(text.text(_language()))


def _sectors(scored: Iterable[Scored]) -> list[tuple[str, list[Cell]]]:
    return [
        (_said(scorecard.SECTORS[sector]) if sector else "", [_cell(each) for each in inside])
        for sector, inside in groupby(scored, key=lambda each: each.cell.sector)
    ]


def _cell(scored: Scored) -> Cell:
    return Cell(
        id=scored.cell.id,
        name=_said(scored.cell.name),
        standing=scored.standing,
        charts=_charts(scored.figures),
        current=_found(scored.current) if scored.current else None,
        history=[_found(each) for each in scored.history[1:]],
    )


def _found(told: Assessment) -> Found:
    word = _said(scorecard.SAYS[told.says])
    return Found(word, told.text.text(_language()), told.source, _day(told.on))


def _gap(entry: Entry) -> Gap:
    gap = entry.gap
    return Gap(
        id=gap.implication,
        name=_said(gap.name),
        law="; ".join(gap.law),
        regulation="; ".join(gap.regulation),
        found=gap.found.text(_language()),
        causes=[_said(each.name) for each in gap.causes],
        owners="; ".join(each.text(_language()) for each in gap.owners),
        target=gap.target.text.text(_language()),
        by_law=gap.target.by_law,
        charts=_charts(entry.figures),
        by_article=_charts(entry.by_article),
        silent=entry.without_data,
    )


def _day(on: date) -> str:
    return names.day(on.isoformat())


def _charts(figures: Iterable[Released]) -> SafeString:
    """The released figures of a cell, a chart for each feed."""
    by_feed = groupby(figures, key=lambda each: each.feed)
    return joined(
        bars_html.chart(_chart(feed, list(inside)), look="wide") for feed, inside in by_feed
    )


def _chart(feed: Feed, inside: Sequence[Released]) -> Chart:
    """One figure under its own name; several values of an attribute under the name of it."""
    unit, title = feed.indicator.unit, _said(feed.indicator.title)
    read = [reading.figure(_row(each), unit) for each in inside]
    broken = bool(feed.attribute and not feed.value)
    drawn = tuple(
        drawings.bar(figure, label=_said(each.label) if broken else title)
        for each, figure in zip(inside, read, strict=True)
    )
    top = drawings.top(read, unit)
    heading = title if broken else ""
    return Chart(drawings.heard(unit), drawn, top, heading, tracked=unit == reading.SHARE)


def _row(figure: Released) -> reading.Row:
    """The published texts of a figure, and the interval that their rounding leaves."""
    within = figure.feed.indicator.unit == reading.SHARE
    bounds = rounding.share(figure.n, figure.of, within=within) if figure.share else None
    return {
        "n": figure.n,
        "of": figure.of,
        "share": figure.share,
        "share_low": bounds.low if bounds else "",
        "share_high": bounds.high if bounds else "",
        "median_hours": figure.median_hours,
        "p90_hours": figure.p90_hours,
    }
