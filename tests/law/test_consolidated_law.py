"""The law of every day, folded from the stream of norms, equals the reviewed list of duties."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ruta.law import rulebook
from ruta.law.model import Wording

GOLDEN = Path(__file__).parent / "golden" / "consolidated.csv"
REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "law" / "duties.toml"
LEVELS = ("leve", "moderado", "severo", "indeterminado")
MIRROR_OF_1297 = (
    "https://github.com/crafter-research/legalize-pe/blob/"
    "45109e4b9e0174bf283a40dffae3597cf2af16fb/pe/DLEG-1297-2016.md"
)
ARTICLE_IN_SPANISH = (
    (r"\(2015 text\)", "(texto de 2015)"),
    (r"kept by Ley 31715 as 16\.c", "mantenido por la Ley 31715 como 16.c"),
    (r"\(before DL 1551\)", "(antes del DL 1551)"),
    (r"single transitional provision", "disposición transitoria única"),
    (r"(\d)(?:st|nd) transitional provision", r"\1.ª disposición transitoria"),
    (r"(\d)(?:st|th) final provision", r"\1.ª disposición final"),
    (r"annex 04", "anexo 04"),
    (r"guidelines \(attention section\)", "lineamientos (sección de atención)"),
    (r"SíseVe protocol 02", "Protocolo SíseVe 02"),
    (r"\bart\. (\S+) and (?!\d\.ª)", r"arts. \1 y "),
    (r" and ", " y "),
)


class Row(NamedTuple):
    """One duty of the golden list, flattened; `until` is exclusive and empty while in force."""

    id: str
    bearer: str
    starts: str
    ends: str
    within: str
    kind: str
    basis: str
    risk: str
    article: str
    from_: str
    until: str
    area: str
    implication: str
    source: str
    confidence: str

    def in_force_on(self, day: date) -> bool:
        return self.from_ <= day.isoformat() and (not self.until or day.isoformat() < self.until)


def golden() -> dict[str, Row]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return {line[0]: Row(*line) for line in lines}


def row_of(wording: Wording) -> Row:
    """A wording flattened as the golden list is: the levels of risk it holds for, or none if all"""
    term = wording.within
    levels = [x for x in LEVELS if all(c.holds({"risk": x}) for c in wording.given)]
    return Row(
        id=wording.id,
        bearer=wording.bearer,
        starts=wording.starts,
        ends=" ".join(wording.ends),
        within=term.text if term else "",
        kind=wording.kind,
        basis=("working" if term.working else "calendar") if term else "",
        risk=" ".join(levels) if wording.given else "",
        article=wording.article,
        from_=wording.from_.isoformat(),
        until=wording.until.isoformat() if wording.until else "",
        area=wording.area,
        implication=wording.implication,
        source=wording.source,
        confidence=wording.confidence,
    )


def row_of_reference(duty: dict[str, Any]) -> Row:
    """A duty of the reference: its last day in force becomes the morrow, its article Spanish."""
    article = duty["article"]
    for english, spanish in ARTICLE_IN_SPANISH:
        article = re.sub(english, spanish, article)
    last = duty["valid_to"]
    return Row(
        id=duty["id"],
        bearer=duty["actor"],
        starts=duty["trigger"],
        ends=duty["fulfils"],
        within=duty["limit"],
        kind=duty["limit_kind"],
        basis=duty["basis"] if duty["limit"] else "",
        risk=" ".join(duty["risk"]),
        article=article,
        from_=duty["valid_from"],
        until=(date.fromisoformat(last) + timedelta(days=1)).isoformat() if last else "",
        area=duty["area"],
        implication=duty["implication"],
        source=address(duty["source"]),
        confidence=duty["confidence"],
    )


def address(source: str) -> str:
    """The one address of a source, without the remarks around it."""
    found = re.match(r"https?://[^\s;]+", source)
    if found:
        return found[0]
    return MIRROR_OF_1297 if "DLEG-1297" in source else "sin texto localizado"


def seams() -> list[date]:
    """Every day on which something enters or leaves force, and the day before each."""
    days = {date.fromisoformat(d) for row in golden().values() for d in (row.from_, row.until) if d}
    return sorted(days | {day - timedelta(days=1) for day in days})


@pytest.mark.parametrize("day", seams(), ids=str)
def test_the_law_of_a_day_is_the_golden_list_of_that_day(day: date) -> None:
    law = {id_: row_of(wording) for id_, wording in rulebook.default().on(day).items()}

    assert law == {id_: row for id_, row in golden().items() if row.in_force_on(day)}


def test_before_law_30364_there_is_no_duty() -> None:
    assert rulebook.default().on(date(2015, 11, 23)) == {}


def test_no_wording_is_missing_or_added() -> None:
    assert rulebook.default().wordings.keys() == golden().keys()


def test_the_golden_list_is_the_reference_where_the_reference_is_at_hand() -> None:
    rows = golden()
    if REFERENCE.exists():
        duties = tomllib.loads(REFERENCE.read_text(encoding="utf-8"))["duty"]
        rows = {duty["id"]: row_of_reference(duty) for duty in duties}

    assert rows == golden(), "the golden list differs from the reference"
    assert len(rows) == 225


def test_eighty_five_duties_have_a_term_and_five_of_them_no_start() -> None:
    with_term = [row for row in golden().values() if row.within]

    assert len(with_term) == 85
    assert Counter(row.confidence for row in with_term) == {
        "verified-text": 79,
        "secondary": 4,
        "recalled-unverified": 2,
    }
    assert sum(not row.starts for row in with_term) == 5


def hours_of_the_court(day: date) -> dict[str, int]:
    """What the family court has for each level of risk on a day, from knowing the case."""
    hours = {}
    for wording in rulebook.default().on(day).values():
        if (wording.bearer, wording.starts, wording.ends, wording.kind) == (
            "juzgado-familia",
            "case-known-court",
            ("measures-decided",),
            "max",
        ):
            assert wording.within
            levels = [x for x in LEVELS if all(c.holds({"risk": x}) for c in wording.given)]
            assert not hours.keys() & levels, "two terms for one level of risk"
            hours |= dict.fromkeys(levels, wording.within.hours)
    return hours


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2015-11-24", (72, 72, 72, 72)),
        ("2018-09-04", (72, 72, 72, 72)),
        ("2018-09-05", (48, 48, 24, 72)),
        ("2023-03-22", (48, 48, 24, 72)),
        ("2023-03-23", (24, 24, 24, 48)),
        ("2026-06-12", (24, 24, 24, 48)),
    ],
)
def test_both_sides_of_each_seam_of_the_court_clock(day: str, hours: tuple[int, ...]) -> None:
    assert hours_of_the_court(date.fromisoformat(day)) == dict(zip(LEVELS, hours, strict=True))


@pytest.mark.parametrize(
    ("day", "ceilings"),
    [
        ("2020-04-27", {}),
        ("2020-04-28", {"court-measures-covid-24h": 24}),
        ("2023-03-22", {"court-measures-covid-24h": 24}),
        ("2023-03-23", {"court-measures-covid-24h": 24, "chain-measures-48h": 48}),
        ("2023-05-25", {"court-measures-covid-24h": 24, "chain-measures-48h": 48}),
        ("2023-05-26", {"chain-measures-48h": 48}),
    ],
)
def test_both_sides_of_each_seam_from_the_complaint(day: str, ceilings: dict[str, int]) -> None:
    law = rulebook.default().on(date.fromisoformat(day)).values()

    found = {
        w.id: w.within.hours
        for w in law
        if w.starts == "complaint-presented" and w.ends == ("measures-decided",) and w.within
    }

    assert found == ceilings
