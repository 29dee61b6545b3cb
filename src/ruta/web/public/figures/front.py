"""The front of a release: what it says first, by what the law orders, over the map, its list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruta import law
from ruta.accountability.publish.release import Release, Table
from ruta.web.components import bars_html, dots, dots_html
from ruta.web.components.bars import Bar, Chart

from . import drawings, names, order, places, reading, sections, themes
from .addresses import Asked
from .reading import Figure
from .sections import Section
from .seen import Seen

HEADLINES = 4
AT_A_GLANCE = 3
IMPLICATION, STEP, LEG = "implication", "step", "leg"
FIRST = (
    "in-time", "never-met", "time-to-protection", "rights-used", "attrition", "protection-legs",
)  # fmt: skip
"""The indicators that are told first, where a release has them."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure of the country: `big` is read first, `after` next; `dots` show a share."""

    title: str
    href: str
    big: str
    after: str
    figure: Figure
    dots: SafeString | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """An indicator of a release: its first table, and the others that answer it."""

    title: str
    href: str
    question: str
    tables: tuple[tuple[str, str], ...]

    @property
    def many(self) -> bool:
        """Whether its other tables are too many to be read in passing."""
        return len(self.tables) > AT_A_GLANCE


@dataclass(frozen=True, slots=True)
class Theme:
    """What some questions are about."""

    id: str
    title: str
    questions: list[Question]


@dataclass(frozen=True, slots=True)
class Front:
    """What the front of a release shows; what the release has no table for is left out."""

    headlines: list[Headline]
    routes: list[tuple[Chart, str]]
    stages: list[Chart]
    stages_of: str
    map: Section | None
    map_of: str
    themes: list[Theme]

    @property
    def ways(self) -> list[tuple[SafeString, str]]:
        """How far a complaint comes and where time is lost: each drawn, and where it is told."""
        return [(bars_html.chart(chart), href) for chart, href in self.routes]

    @property
    def panels(self) -> SafeString:
        """The sixteen implications as small multiples, one panel for each area."""
        return bars_html.panels(self.stages)


def front(release: Release, language: str) -> Front:
    """The front of a release; `language` is that of the address, or empty."""
    seen = sorted(
        (Seen(release, t, Asked(release.id, t.name, language=language)) for t in _tables(release)),
        key=_rank,
    )
    stages = next((one for one in seen if _told_by(one, IMPLICATION)), None)
    over = next((one for one in seen if one.unit == reading.SHARE and _departments(one)), None)
    return Front(
        headlines=headlines(seen),
        routes=[_route(one, by) for by in (STEP, LEG) for one in seen if _told_by(one, by)][:2],
        stages=list(_stages(stages)) if stages else [],
        stages_of=stages.asked.page if stages else "",
        map=sections.by_place(over) if over else None,
        map_of=over.title if over else "",
        themes=list(_themes(seen)),
    )


def _tables(release: Release) -> Iterable[Table]:
    return release.tables.values()


def _departments(seen: Seen) -> list[str]:
    return places.under(places.PERU, reading.places_of(seen.table))


def _rank(seen: Seen) -> int:
    indicator = seen.table.said["indicator"]
    return FIRST.index(indicator) if indicator in FIRST else len(FIRST)


def _told_by(seen: Seen, attribute: str) -> bool:
    return seen.table.dimensions == (attribute,)


def _route(seen: Seen, by: str) -> tuple[Chart, str]:
    """The country's figures of one table, in the order of its steps."""
    found = order.ordered(by, seen.figures(by=by))
    chart = drawings.chart(
        found,
        name=lambda each: names.value(by, each.row[by]),
        href=lambda _each: "",
        unit=seen.unit,
        top=drawings.top(found, seen.unit),
        title=seen.title,
    )
    return chart, seen.asked.page


def headlines(seen: Iterable[Seen]) -> list[Headline]:
    """What a release says first."""
    return list(_headlines(sorted(seen, key=_rank)))


def _headlines(seen: Iterable[Seen]) -> Iterator[Headline]:
    """The first figure of each indicator that is one number for the country, four at most."""
    told: set[str] = set()
    for one in seen:
        indicator, figure = one.table.said["indicator"], one.main()
        if indicator in told or one.table.dimensions or figure is None or figure.value is None:
            continue
        told.add(indicator)
        yield _headline(one, figure)
        if len(told) == HEADLINES:
            return


def _headline(seen: Seen, figure: Figure) -> Headline:
    whole = dots.whole(figure.value) if seen.unit == reading.SHARE and figure.value else None
    return Headline(
        title=seen.title,
        href=seen.asked.page,
        big=_big(seen, figure) if whole is None else str(whole),
        after=_("por cada 100") if seen.unit == reading.RATIO else "",
        figure=figure,
        dots=None if whole is None else dots_html.hundred(whole),
    )


def _big(seen: Seen, figure: Figure) -> str:
    return figure.row["share"] if seen.unit == reading.RATIO else figure.text


def _stages(seen: Seen) -> Iterator[Chart]:
    """A panel for each area, a line for each implication, also for those without any figure."""
    found = {each.row[IMPLICATION]: each for each in seen.figures(by=IMPLICATION)}
    top = drawings.top(found.values(), seen.unit)
    terms, language = law.rulebook.default().terms, get_language() or "es"
    for area, inside in order.implications():
        lines = tuple(_stage(seen, code, found.get(code)) for code in inside)
        title = names.capital(terms.areas[area].label(language))
        yield Chart(drawings.heard(seen.unit), lines, top, title, seen.unit == reading.SHARE)


def _stage(seen: Seen, code: str, figure: Figure | None) -> Bar:
    label = names.value(IMPLICATION, code)
    if figure is None or not figure.row["level"]:
        return Bar(label, reading.counted(""), look="none")
    return drawings.bar(figure, label=label, href=seen.asked.broken(IMPLICATION, code).page)


def _themes(seen: Iterable[Seen]) -> Iterator[Theme]:
    """Every indicator of the release, under what it is about."""
    grouped: dict[str, list[Seen]] = {}
    for one in seen:
        grouped.setdefault(one.table.said["indicator"], []).append(one)
    in_order = sorted(grouped, key=themes.order)
    for theme, title in themes.TITLES.items():
        inside = [_question(grouped[name]) for name in in_order if themes.of(name) == theme]
        if inside:
            yield Theme(theme, str(title), inside)


def _question(several: Sequence[Seen]) -> Question:
    first, *others = sorted(several, key=lambda one: len(one.table.dimensions))
    return Question(
        title=first.title,
        href=first.asked.page,
        question=names.spoken(first.table.said["question"]),
        tables=tuple((names.by(one.table.dimensions), one.asked.page) for one in others),
    )
