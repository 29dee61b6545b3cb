"""Nobody is found in a release: fifty invented countries, attacked by somebody else's code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.accountability.publish import invented
from tests.accountability.publish.attacker import Attacker, Found, as_it_stands

from ruta.accountability.indicators.reading import Indicator
from ruta.accountability.publish import gate, limits, period, showing, tables
from ruta.accountability.publish.figure import Figure
from ruta.accountability.publish.freezing import Draft, Written, freeze
from ruta.accountability.publish.release import Release
from ruta.accountability.publish.showing import Shown
from ruta.instruments.bilingual import Bilingual

WORDS = Bilingual("Muestra", "Sample")
KEPT = Indicator(
    id="kept", title=WORDS, question=WORDS, unit="share", grain=WORDS, denominator=WORDS,
    source="none", not_comparable=WORDS, dimensions=((), ("risk",), ("kind", "risk")),
    place="home", sensitive=False, examples=(), sql="", answers=(), file="kept.sql",
)  # fmt: skip


def frozen(shown: Shown, into: Path) -> Release:
    """A release of one figure, frozen like any other."""
    of = period.period(shown.figure.period)
    written: list[Written] = list(tables.tables(KEPT, shown, of))
    said = {
        "id": of.name,
        "period": {"from": of.from_.isoformat(), "until": of.until.isoformat()},
        "made_at": "2026-12-01T00:00:00+00:00",
        "simulated": {"seed": 0, "cases": 0},
    }
    return freeze(Draft(said, written), into=into)


def published(figures: Sequence[Figure], into: Path) -> list[Release]:
    """Quarters and then their year, each gated beside all that came before it."""
    before: list[Shown] = []
    for figure in figures:
        before += gate.passed([figure], before).shown
    return [frozen(shown, into) for shown in before]


def linked(seed: int) -> list[Figure]:
    cases = invented.country(seed)
    return [*invented.quarters(cases), invented.figure(cases, "2025")]


def everything_named(figures: Sequence[Figure]) -> dict[str, tuple[str, ...]]:
    """The values of attributes of which every release names all there are."""
    found = {}
    for name in ("kind", "risk"):
        named = {figure.listed(name) for figure in figures}
        counted = {
            values[0]
            for figure in figures
            for (_, grouping), counts in figure.counts.items()
            if grouping.by == (name,)
            for (_, values) in counts
        }
        if len(named) == 1 and set(*named) == counted:
            found[name] = named.pop()
    return found


def attacker(figures: Sequence[Figure], **how: object) -> Attacker:
    departments = figures[0].departments or frozenset()
    provinces = [place for place in limits.places("province") if place[:2] in departments]
    return Attacker(everything_named(figures), provinces, **how)  # type: ignore[arg-type]


def attacked(figures: Sequence[Figure], releases: Sequence[Release]) -> list[Found]:
    thief = attacker(figures)
    for release in releases:
        for table in release.tables.values():
            thief.take(release.id, table.dimensions, table.rows())
    return thief.found()


def unsafe(found: Sequence[Found]) -> list[Found]:
    return [one for one in found if one.recovered or one.exists or one.narrow]


@pytest.mark.check("SEC-40")
@pytest.mark.parametrize("seed", [4, 8])
def test_the_attack_recovers_nothing(seed: int, tmp_path: Path) -> None:
    figures = linked(seed)

    found = attacked(figures, published(figures, tmp_path))

    assert found, "nothing was small: the attack had nothing to do"
    assert unsafe(found) == []


@pytest.mark.full
@pytest.mark.check("SEC-40")
@pytest.mark.parametrize("seed", range(100, 150))
def test_the_attack_recovers_nothing_of_fifty_countries(seed: int, tmp_path: Path) -> None:
    figures = linked(seed)

    found = attacked(figures, published(figures, tmp_path))

    print(f"country {seed}: {len(found)} small cells attacked, {len(unsafe(found))} found")
    assert unsafe(found) == []


def weak(figure: Figure) -> Iterator[dict[str, str]]:
    """A release as it is often made: what is under ten is hidden, the rest is exact."""
    for grouping in sorted(figure.declared):
        for cell in showing.cells(figure, grouping):
            n = figure.count("of", cell).n
            values = dict(zip(grouping.by, cell.values, strict=True))
            text = "<10" if n < 10 else str(n)
            yield {"place": cell.place, "kind": "", "risk": "", **values, "of": text}


@pytest.mark.check("SEC-40")
def test_the_same_attack_finds_women_in_a_release_with_exact_totals() -> None:
    figures = linked(1)
    thief = attacker(figures, reads=as_it_stands)
    for figure in figures[:1]:
        thief.take(figure.period, ("kind", "risk"), weak(figure))

    found = thief.found()

    assert [one for one in found if one.recovered]
    assert [one for one in found if one.exists]


@pytest.mark.check("SEC-40")
def test_the_attack_finds_women_in_rounded_tables_that_passed_no_gate() -> None:
    figure = linked(4)[4]
    thief = attacker([figure])
    for (measure, cell), text in showing.show(figure, {}).texts.items():
        if measure == "n" or len(cell.grouping.by) > 1:
            continue
        values = {"kind": "", "risk": "", **dict(zip(cell.grouping.by, cell.values, strict=True))}
        thief.take(figure.period, values, [{"place": cell.place, **values, measure: text}])

    assert unsafe(thief.found())


@pytest.mark.check("SEC-40")
def test_every_step_the_gate_took_is_in_the_manifest() -> None:
    figures = linked(2)
    before: list[Shown] = []
    for figure in figures:
        verdict = gate.passed([figure], before)
        before += verdict.shown

    said = verdict.said()

    assert said["passed"]
    assert {"province"} <= {step["level"] for step in said["merged"]}
    assert all(step["because"] or step["shown"] == "not" for step in said["merged"])
    # How many cells it was is a count of women, and stands nowhere.
    assert all(isinstance(why, str) for step in said["merged"] for why in step["because"])


@pytest.mark.check("SEC-40")
def test_what_earlier_releases_give_away_whatever_is_left_out_is_refused() -> None:
    figures = linked(3)
    careless = [
        Shown(f, {k: f.count(*k).text for k in showing.show(f, {}).texts}, f.declared)
        for f in figures[:4]
    ]

    with pytest.raises(gate.NotSafe):
        gate.passed([figures[4]], careless)


def test_what_was_not_proved_in_time_is_shown_more_coarsely() -> None:
    figure = linked(13)[0]

    verdict = gate.passed([figure], seconds=0)

    unproved = [s for s in verdict.said()["merged"] if "unproved" in s["because"]]
    assert unproved
    assert len(verdict.shown[0].groupings) < len(figure.declared)
