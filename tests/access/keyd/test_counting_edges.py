"""The edges of what is counted: instants an hour old, limits met exactly, clocks that go back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from ruta.access.keyd.caps import HOUR, Ledger, Opening, Rate, Verdict
from ruta.access.keyd.limits import Configuration, Limits

# 10:00 in Lima
NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
ANA, EVA = uuid4(), uuid4()


def ledger(usual: Callable[[UUID], float] = lambda person: 0, **limits: int) -> Ledger:
    return Ledger(Limits(**limits), usual)


def opening(
    case: UUID | None = None, person: UUID = ANA, office: str = "A", at: datetime = NOW
) -> Opening:
    return Opening(person, office, case or uuid4(), at)


def test_the_caps_are_those_of_the_settings() -> None:
    chosen = Limits()

    assert (chosen.person_hour, chosen.office_hour, chosen.total_hour) == (60, 600, 0)
    assert (chosen.alert_day, chosen.index_minute) == (25, 1200)
    assert Configuration.demonstration is False
    assert Configuration.witnessed is False
    assert Configuration.peers == frozenset()


def test_a_verdict_that_says_nothing_lets_pass() -> None:
    assert Verdict() == Verdict(stop="", tell=())
    assert ledger().open(opening()) == Verdict()


def test_whoever_is_stopped_is_told_of_with_the_cap() -> None:
    counts = ledger(person_hour=0)

    assert counts.open(opening()) == Verdict("person", ("cap",))


def test_what_is_exactly_an_hour_old_counts_no_more() -> None:
    counts = ledger(person_hour=1)
    counts.open(opening())

    assert counts.open(opening(at=NOW + HOUR - MOMENT)).stop == "person"
    assert counts.open(opening(at=NOW + HOUR)).stop == ""


def test_an_hour_is_that_of_a_clock() -> None:
    assert timedelta(minutes=60) == HOUR


def test_all_that_is_old_is_forgotten_at_once() -> None:
    counts = ledger(person_hour=2)
    for _ in range(2):
        counts.open(opening())

    later = NOW + HOUR
    assert [counts.open(opening(at=later)).stop for _ in range(3)] == ["", "", "person"]


def test_the_first_caps_are_asked_first() -> None:
    counts = ledger(person_hour=1, office_hour=1, total_hour=1)
    counts.open(opening())

    assert counts.open(opening()).stop == "person"
    assert counts.open(opening(person=EVA)).stop == "office"
    assert counts.open(opening(person=EVA, office="B")).stop == "total"


def test_a_clock_that_goes_back_does_not_make_an_opening_older() -> None:
    counts, case = ledger(person_hour=1), uuid4()
    counts.open(opening(case, at=NOW))
    counts.open(opening(case, at=NOW - 30 * MOMENT))

    assert counts.open(opening(at=NOW + HOUR - MOMENT)).stop == "person"


def test_what_was_opened_again_no_longer_stands_before_what_is_older() -> None:
    counts, first, second = ledger(person_hour=2), uuid4(), uuid4()
    counts.open(opening(first, at=NOW))
    counts.open(opening(second, at=NOW + 10 * MOMENT))
    counts.open(opening(first, at=NOW + 20 * MOMENT))

    at = NOW + HOUR + 10 * MOMENT
    assert [counts.open(opening(at=at)).stop for _ in range(2)] == ["", "person"]


def test_with_nobody_signed_in_one_may_still_work() -> None:
    counts = ledger(person_hour=7)
    counts.staff = 0

    assert counts.total_limit == 7


def test_a_total_that_was_chosen_does_not_grow() -> None:
    counts = ledger(person_hour=7, total_hour=5)
    counts.staff = 3

    assert counts.total_limit == 5


def test_what_is_usual_is_asked_for_once_a_day() -> None:
    asked: list[UUID] = []

    def usual(person: UUID) -> float:
        asked.append(person)
        return 1.5

    counts = ledger(usual, alert_day=2)
    told = [counts.open(opening()).tell for _ in range(8)]

    assert asked == [ANA]
    assert told == [()] * 4 + [("cap-near",)] + [()] * 3


def test_a_case_that_is_opened_again_does_not_make_a_day_unusual() -> None:
    counts, case = ledger(alert_day=1), uuid4()

    assert [counts.open(opening(case)).tell for _ in range(5)] == [()] * 5
    assert counts.open(opening()).tell == ("cap-near",)


def test_recalling_counts_less_than_an_hour_and_this_day_in_lima() -> None:
    counts = ledger(alert_day=3)
    counts.recall(opening(at=NOW - HOUR), now=NOW)
    counts.recall(opening(at=NOW - HOUR + MOMENT), now=NOW)
    counts.recall(opening(at=datetime(2026, 11, 21, 5, tzinfo=UTC)), now=NOW)
    counts.recall(opening(at=datetime(2026, 11, 21, 5, tzinfo=UTC) - MOMENT), now=NOW)

    assert counts.counts() == {"people": 1, "cases": 1, "total_limit": 60}
    assert counts.open(opening()).tell == ("cap-near",)


def test_a_day_that_is_over_begins_again() -> None:
    counts = ledger(alert_day=1)
    for _ in range(2):
        told = counts.open(opening()).tell
    assert told == ("cap-near",)

    next_day = NOW + timedelta(days=1)

    assert counts.open(opening(at=next_day)).tell == ()
    assert counts.open(opening(at=next_day)).tell == ("cap-near",)


def test_tidying_forgets_whoever_is_gone_and_the_days_that_are_over() -> None:
    counts, case = ledger(), uuid4()
    counts.open(opening())
    counts.open(opening(case, person=EVA, office="B", at=NOW + 30 * MOMENT))

    counts.tidy(NOW + HOUR)

    assert counts.counts() == {"people": 1, "cases": 1, "total_limit": 60}
    assert set(counts._people) == {EVA}
    assert set(counts._offices) == {"B"}
    assert set(counts._days) == {ANA, EVA}
    counts.tidy(NOW + timedelta(days=1))
    assert [counts._people, counts._offices, counts._days] == [{}, {}, {}]


def test_a_rate_saves_a_minutes_worth_and_no_more() -> None:
    rate = Rate(2)
    assert [rate.take(1000.0) for _ in range(3)] == [True, True, False]

    assert not rate.take(1029.0)
    assert rate.take(1030.0)
    assert [rate.take(9000.0) for _ in range(3)] == [True, True, False]


def test_a_clock_that_goes_back_takes_nothing_from_a_rate() -> None:
    rate = Rate(2)
    assert rate.take(1000.0)
    assert rate.take(900.0)
    assert not rate.take(900.0)
    assert rate.take(930.0)
