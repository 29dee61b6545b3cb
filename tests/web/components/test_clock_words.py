"""Time in words never overstates what is left, and says the same in both languages."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruta.law import status as law_status
from ruta.web.components import clock_words

NOW = datetime(2025, 3, 5, 15, 20, tzinfo=UTC)
LENGTHS = st.timedeltas(timedelta(), timedelta(days=4000))
UNITS = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "día": timedelta(days=1),
    "días": timedelta(days=1),
    "año": timedelta(days=365),
    "años": timedelta(days=365),
}


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def measured(text: str) -> timedelta:
    """The length a Spanish span names."""
    pieces = re.findall(r"([\d,]+) (\w+)", text)
    return sum((int(n.replace(",", "")) * UNITS[unit] for n, unit in pieces), timedelta())


def stands(status: str, kind: str = "max", language: str = "es", **instants) -> str:
    started_at = instants.pop("started_at", NOW - hours(18))
    return clock_words.standing(
        status, kind=kind, started_at=started_at, now=NOW, language=language, **instants
    )


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "menos de 1 min"),
        (timedelta(minutes=45), "45 min"),
        (timedelta(hours=5, minutes=20, seconds=59), "5 h 20 min"),
        (hours(6), "6 h"),
        (hours(38.5), "38 h"),
        (hours(48), "2 días"),
        (timedelta(days=729, hours=23), "729 días"),
        (timedelta(days=730), "2 años"),
    ],
)
def test_a_span_is_told_in_the_unit_one_would_use(length, words):
    assert clock_words.span(length) == words


@given(LENGTHS)
def test_a_span_is_rounded_down(length):
    text = clock_words.span(length)

    if "menos" not in text:
        assert measured(text) <= length


@given(LENGTHS, LENGTHS)
def test_a_longer_span_never_reads_shorter(one, other):
    short, long = sorted((one, other))
    fewer, more = clock_words.span(short), clock_words.span(long)

    assert "menos" in fewer or measured(fewer) <= measured(more)


@given(LENGTHS)
def test_both_languages_tell_the_same_numbers(length):
    es, en = clock_words.span(length, "es"), clock_words.span(length, "en")

    assert re.findall(r"[\d,]+", es) == re.findall(r"[\d,]+", en)


def test_a_term_says_what_is_left():
    assert stands("pending", due_at=NOW + timedelta(hours=5, minutes=20)) == "faltan 5 h 20 min"
    assert stands("pending", due_at=NOW + hours(1)) == "falta 1 h"
    assert stands("pending", due_at=NOW) == "falta menos de 1 min"


def test_a_term_of_three_days_is_told_in_hours_and_a_longer_one_in_days():
    start = NOW - hours(12)

    assert stands("pending", started_at=start, due_at=start + hours(72)) == "faltan 60 h"
    assert stands("pending", started_at=start, due_at=start + hours(96)) == "faltan 3 días"


def test_an_overdue_duty_says_since_when():
    assert stands("overdue", due_at=NOW - hours(73)) == "vencido hace 3 días"
    assert stands("overdue", due_at=NOW - hours(6), language="en") == "overdue by 6 h"


def test_a_met_duty_says_how_long_it_took_or_how_late_it_was():
    start = NOW - hours(100)
    in_time = start + timedelta(hours=3, minutes=10)

    met = stands("met", started_at=start, due_at=start + hours(24), met_at=in_time)
    late = stands("met-late", started_at=start, due_at=start + hours(24), met_at=start + hours(73))

    assert met == "cumplido a tiempo, en 3 h 10 min"
    assert late == "cumplido 2 días tarde"


def test_a_duty_without_a_term_is_measured_and_never_late():
    assert stands("open", "none", started_at=NOW - hours(6)) == "sin plazo fijado; van 6 h"
    assert stands("open", "immediate", started_at=NOW - hours(6)) == "de inmediato; van 6 h"
    assert stands("met", "none", started_at=NOW - hours(6), met_at=NOW) == "cumplido en 6 h"


def test_a_right_says_until_when_it_may_be_used():
    due_at = datetime(2025, 3, 11, 4, 59, 59, 999999, tzinfo=UTC)

    words = stands("open", "right-window", due_at=due_at)

    assert words == "hay tiempo hasta el lun 10 mar 2025, fin del día"
    assert stands("lapsed", "right-window", due_at=NOW - hours(50)) == "el plazo pasó hace 2 días"


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("kind", sorted(law_status.LIMIT_KINDS))
@pytest.mark.parametrize("status", law_status.STATUSES)
def test_every_status_of_the_law_has_words_for_every_kind_of_limit(status, kind, language):
    done = NOW - hours(1)
    words = stands(
        status,
        kind,
        language,
        due_at=NOW + hours(1),
        met_at=done if status in {"met", "met-late", "used"} else None,
        discharged_at=done,
        breached_at=done,
    )

    assert words
    assert "{" not in words


def test_ago_counts_back_from_now_and_ahead_of_it():
    assert clock_words.ago(NOW - hours(72), NOW) == "hace 3 días"
    assert clock_words.ago(NOW - timedelta(seconds=5), NOW) == "ahora mismo"
    assert clock_words.ago(NOW + hours(2), NOW, "en") == "in 2 h"
