"""The norm files, the terms and the calendars shipped: complete, sound and sourced."""

from __future__ import annotations

import csv
import tomllib
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from ruta.law import check, rulebook, terms
from ruta.law.model import Wording

LAW = Path(rulebook.__file__).parent
NORMS = sorted((LAW / "norms").glob("*.toml"))
HOLIDAYS = Path(__file__).parent / "golden" / "holidays.csv"
REFERENCE = Path(__file__).parents[3] / "shared/reference/directory/feriados_2016_2027.csv"
LEVELS = ("leve", "moderado", "severo", "indeterminado")
RECURRING_WITH_A_START = {"pnp-geomap-monthly", "executor-periodic-6m", "executor-periodic-3m"}


def wordings() -> list[Wording]:
    return list(rulebook.default().wordings.values())


def levels(wording: Wording) -> set[str]:
    return {x for x in LEVELS if all(c.holds({"risk": x}) for c in wording.given)}


def meet(one: Wording, other: Wording) -> bool:
    first, last = sorted((one, other), key=lambda w: w.from_)
    return first.until is None or last.from_ < first.until


def test_the_linter_finds_nothing_wrong() -> None:
    assert [str(problem) for problem in check.check(LAW / "norms")] == []


@pytest.mark.parametrize("path", NORMS, ids=lambda path: path.stem)
def test_a_norm_says_in_both_languages_what_it_did(path: Path) -> None:
    norm = tomllib.loads(path.read_text(encoding="utf-8"))["norm"]

    assert norm["about_es"].endswith(".")
    assert norm["about_en"].endswith(".")


def test_a_norm_read_for_its_clocks_or_its_doubts_has_a_file() -> None:
    ids = set(rulebook.default().norms)

    assert {"ley-30862", "ds-004-2020-mimp", "dl-1551", "ley-32298", "dl-1703"} <= ids
    assert not {"ley-31156", "ley-31439"} & ids


def test_no_two_wordings_of_one_thread_rule_the_same_day_and_risk() -> None:
    book = rulebook.default()

    clashes = {
        (one.id, other.id)
        for wording in wordings()
        for one, other in combinations(book.thread(wording.id), 2)
        if meet(one, other) and levels(one) & levels(other)
    }

    assert clashes == set()


def test_a_replaced_wording_ends_the_day_its_successor_begins() -> None:
    book = rulebook.default()

    for wording in wordings():
        for earlier in wording.replaces:
            assert book.wordings[earlier].until == wording.from_


@pytest.mark.parametrize(
    ("wording", "thread"),
    [
        ("police-custody-48h", ["police-custody-24h", "police-custody-48h"]),
        ("mimp-report-march", ["pcm-report-november", "mimp-report-march"]),
        ("pnp-report-24h-2015", ["pnp-report-24h-2015", "pnp-report-to-court-24h"]),
        (
            "court-variation-24h",
            [
                "court-variation-mild-moderate-48h",
                "court-variation-severe-24h",
                "court-variation-24h",
            ],
        ),
    ],
)
def test_a_thread_tells_the_history_of_a_duty(wording: str, thread: list[str]) -> None:
    assert [w.id for w in rulebook.default().thread(wording)] == thread


def test_the_thread_of_the_court_clock_holds_its_seven_wordings() -> None:
    thread = [w.id for w in rulebook.default().thread("court-measures-72h-2015")]

    assert thread[0] == "court-measures-72h-2015"
    assert len(thread) == 7


def test_every_term_that_can_start_has_a_worked_example() -> None:
    starting = [w for w in wordings() if w.within and w.starts]

    assert len(starting) == 80
    assert [w.id for w in starting if not w.examples] == []


def test_an_unread_earlier_wording_is_said_to_be_presumed() -> None:
    presumed = [w for w in wordings() if w.verified_from and w.verified_from > w.from_]

    assert len(presumed) == 64
    assert [w.id for w in presumed if not any("se presume" in d for d in w.doubts)] == []


def test_what_is_not_verified_carries_a_doubt() -> None:
    unsure = [w for w in wordings() if w.confidence != "verified-text"]

    assert [w.id for w in unsure if not w.doubts] == []


def test_a_prohibition_names_the_acts_that_breach_it() -> None:
    prohibitions = [w for w in wordings() if w.kind == "prohibition"]

    assert len(prohibitions) == 11
    assert [w.id for w in prohibitions if not w.breached_by] == []


def test_a_recurring_duty_of_a_case_ends_with_the_measures() -> None:
    recurring = {w.id: w.discharged_by for w in wordings() if w.kind == "recurring" and w.starts}

    assert recurring == dict.fromkeys(RECURRING_WITH_A_START, ("measures-ended",))


def test_a_conflict_names_wordings_that_exist_and_meet() -> None:
    book = rulebook.default()

    assert len(book.conflicts) == 5
    for conflict in book.conflicts:
        named = [book.wordings[id_] for id_ in conflict.wordings]
        assert all(meet(one, other) for one, other in combinations(named, 2))


def test_every_word_of_the_law_is_a_term() -> None:
    words = terms.load()

    for wording in wordings():
        assert {wording.bearer, *wording.other_bearers, *wording.joint_bearers} <= set(
            words.bearers
        )
        assert wording.implication in words.implications
        assert words.implications[wording.implication].more["area"] in words.areas
        assert wording.area in words.areas
        assert wording.kind in words.limit_kinds
        assert wording.rank in words.ranks
        assert wording.confidence in words.confidences
        assert not wording.regime or wording.regime in words.regimes


def test_five_areas_sixteen_implications_and_nineteen_measures() -> None:
    words = terms.load()

    assert len(words.areas) == 5
    assert len(words.implications) == 16
    assert [t.more["number"] for t in words.measures.values()] == list(range(1, 13))
    assert [t.more["number"] for t in words.precautionary.values()] == list(range(1, 8))


def test_an_office_type_is_a_bearer_of_its_own_duties() -> None:
    bearers = terms.load().bearers
    types = {type_ for term in bearers.values() for type_ in term.office_types}

    assert [t for t in sorted(types) if t not in bearers[t].office_types] == []


def test_only_courts_follow_the_judicial_calendar_except_for_appeals() -> None:
    bearers = terms.load().bearers
    judicial = {id_ for id_, term in bearers.items() if term.calendar == "judicial"}

    assert judicial == {
        "juzgado-familia",
        "juzgado-paz-letrado",
        "juzgado-paz",
        "juzgado-penal",
        "sala-familia",
        "pj",
    }
    others = {w.id for w in wordings() if w.calendar == "judicial" and w.bearer not in judicial}
    assert others == {"party-appeal-3d", "party-adhere-3d"}


def golden_holidays() -> dict[date, str]:
    with HOLIDAYS.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(r["date"]): r["calendar"] for r in csv.DictReader(file)}


def reference_holidays() -> dict[date, str]:
    scopes = {"nacional": "national", "Poder Judicial": "judicial"}
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(r["fecha"]): scopes[r["ambito"]] for r in csv.DictReader(file)}


def days_of(calendar: str) -> set[date]:
    rules = rulebook.default().calendars[calendar]
    return {day for year in range(2016, 2028) for day in rules.non_working_days(year)}


def test_the_golden_holidays_are_those_of_the_reference_where_it_is_at_hand() -> None:
    listed = reference_holidays() if REFERENCE.exists() else golden_holidays()

    assert listed == golden_holidays(), "the golden holidays differ from the reference"
    assert len(listed) == 201


def test_the_rules_of_the_national_calendar_give_exactly_the_listed_dates() -> None:
    listed = {day for day, calendar in golden_holidays().items() if calendar == "national"}

    assert days_of("national") == listed


def test_the_judicial_calendar_adds_exactly_its_own_dates() -> None:
    listed = {day for day, calendar in golden_holidays().items() if calendar == "judicial"}

    assert days_of("judicial") - days_of("national") == listed


def test_a_holiday_does_not_rule_before_its_law() -> None:
    national = rulebook.default().calendars["national"]

    assert national.is_working(date(2023, 6, 7))
    assert not national.is_working(date(2024, 6, 7))
    assert national.is_working(date(2021, 12, 9))
    assert not national.is_working(date(2022, 12, 9))


def test_on_the_day_of_the_judge_only_the_courts_are_closed() -> None:
    calendars = rulebook.default().calendars
    day = date(2025, 8, 4)

    assert calendars["national"].is_working(day)
    assert not calendars["judicial"].is_working(day)
    assert calendars["judicial"].is_working(day + timedelta(days=1))


def test_every_term_says_where_it_comes_from() -> None:
    unsourced = [
        f"{name}.{term.id}"
        for name, table in terms.load()
        for term in table.values()
        if not (term.source or term.more.get("article"))
    ]

    assert unsourced == []
