"""The clock under an invented foreign law: nothing in it is of one country."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ruta import law
from ruta.law.clock import Clock, Counts
from ruta.law.conditions import parse
from ruta.law.model import Act, Obligation, Office
from ruta.law.status import status

FOREIGN = Path(__file__).parent / "foreign"
WARDEN, OTHER_WARDEN = Office("W-1", "warden"), Office("W-2", "warden")
KEEPER = Office("K-1", "keeper")


@pytest.fixture(scope="module")
def clock() -> Clock:
    counts_as = {
        "storm-seen": (Counts("call-received", parse('tide == "high"')),),
        "siren-heard": (Counts("storm-seen"),),
    }
    return Clock(law.rulebook.load(FOREIGN / "norms"), counts_as)


def act(kind: str, at: str, **more: object) -> Act:
    instant = datetime.fromisoformat(at)
    values = {"id": f"{kind}@{at}", "arrival": 1, "recorded_at": instant, **more}
    return Act(kind=kind, at=instant, **values)  # type: ignore[arg-type]


def run(clock: Clock, *acts: Act, as_of: str = "2022-01-01T00:00+00:00") -> dict[str, Obligation]:
    numbered = [a._replace(arrival=n) if a.arrival == 1 else a for n, a in enumerate(acts, 1)]
    found = clock.run(numbered, as_of=datetime.fromisoformat(as_of))
    return {f"{o.wording.id}/{o.period}": o for o in found}


def test_the_worked_examples_of_the_foreign_law_hold() -> None:
    assert law.check.check(FOREIGN / "norms") == []


def test_hours_elapse_across_the_change_of_hour(clock: Clock) -> None:
    due = run(clock, act("call-received", "2021-10-30T12:00+01:00"))["answer-call/0"].due_at
    assert due == datetime(2021, 11, 1, 11, tzinfo=UTC)


def test_the_due_instant_itself_is_in_time(clock: Clock) -> None:
    start = act("call-received", "2021-05-02T10:00+00:00")
    on_time = run(clock, start, act("call-answered", "2021-05-04T10:00+00:00"))["answer-call/0"]
    late = run(clock, start, act("call-answered", "2021-05-04T10:00:00.000001+00:00"))
    assert on_time.status(datetime.max.replace(tzinfo=UTC)) == "met"
    assert late["answer-call/0"].status(datetime.max.replace(tzinfo=UTC)) == "met-late"


def test_a_term_due_at_the_reading_instant_is_pending(clock: Clock) -> None:
    found = run(clock, act("call-received", "2021-05-02T10:00+00:00"))["answer-call/0"]
    assert found.due_at is not None
    assert found.status(found.due_at) == "pending"
    assert found.status(found.due_at + timedelta(microseconds=1)) == "overdue"


def test_an_earlier_arrival_of_the_same_instant_does_not_meet_it(clock: Clock) -> None:
    answered = act("call-answered", "2021-05-02T10:00+00:00")
    received = act("call-received", "2021-05-02T10:00+00:00")
    before = run(clock, answered, received)["answer-call/0"]
    after = run(clock, received, answered)["answer-call/0"]
    assert before.met_at is None
    assert after.met_at == answered.at


def test_of_one_instant_what_arrived_first_comes_first_however_it_is_given(clock: Clock) -> None:
    received = act("call-received", "2021-05-02T10:00+00:00", arrival=2)
    answered = act("call-answered", "2021-05-02T10:00+00:00", arrival=3)
    as_of = datetime(2022, 1, 1, tzinfo=UTC)

    given = [clock.run(acts, as_of=as_of) for acts in ([received, answered], [answered, received])]

    assert given[0] == given[1]
    assert given[1][0].met_by == answered.id


def test_a_right_may_still_be_used_at_its_last_instant() -> None:
    due = datetime(2021, 5, 4, 23, 59, 59, 999999, tzinfo=UTC)

    def right(as_of: datetime, met_at: datetime | None = None) -> str:
        return status(
            kind="right-window", due_at=due, met_at=met_at, discharged_at=None, breached_at=None,
            voided=False, as_of=as_of,
        )  # fmt: skip

    after = due + timedelta(microseconds=1)
    assert (right(due), right(after)) == ("open", "lapsed")
    assert (right(after, due), right(after, after)) == ("used", "lapsed")


def test_a_missing_fact_satisfies_no_condition_but_a_default_reads_as_known(clock: Clock) -> None:
    found = run(clock, act("call-received", "2021-05-02T10:00+00:00"))
    assert "write-log/0" not in found


def test_what_becomes_known_later_moves_nothing_already_running(clock: Clock) -> None:
    found = run(
        clock,
        act("call-received", "2021-05-02T10:00+00:00"),
        act("tide-read", "2021-05-02T11:00+00:00", facts={"tide": "high"}),
    )
    assert "write-log/0" not in found


def test_the_law_is_that_of_the_local_day_of_the_start(clock: Clock) -> None:
    eve = run(clock, act("call-received", "2020-12-31T23:59:59+00:00"))
    first_day = run(clock, act("call-received", "2021-01-01T00:00:00+00:00"))
    assert "answer-call/0" not in eve
    assert "answer-call/0" in first_day


def test_an_act_counts_as_others_through_conditions(clock: Clock) -> None:
    calm = run(clock, act("storm-seen", "2021-05-02T10:00+00:00", facts={"tide": "low"}))
    high = run(clock, act("siren-heard", "2021-05-02T10:00+00:00", facts={"tide": "high"}))
    assert "answer-call/0" not in calm
    assert "answer-call/0" in high


def test_periods_follow_each_other_until_a_discharging_act(clock: Clock) -> None:
    found = run(
        clock,
        act("boat-registered", "2021-02-01T10:00+00:00"),
        act("hull-painted", "2021-02-20T10:00+00:00"),
        act("boat-sunk", "2021-03-10T10:00+00:00"),
    )
    assert sorted(found) == ["paint-hull/0", "paint-hull/1"]
    assert found["paint-hull/0"].met_by == "hull-painted@2021-02-20T10:00+00:00"
    assert found["paint-hull/1"].discharged_by == "boat-sunk@2021-03-10T10:00+00:00"
    assert found["paint-hull/1"].started_at == found["paint-hull/0"].due_at


def test_no_period_begins_at_the_instant_that_ends_the_duty(clock: Clock) -> None:
    start = act("boat-registered", "2021-02-01T10:00+00:00")
    first_due = run(clock, start)["paint-hull/0"].due_at
    assert first_due is not None

    found = run(clock, start, act("boat-sunk", first_due.isoformat()))

    assert sorted(found) == ["paint-hull/0"]
    assert found["paint-hull/0"].status(datetime(2022, 1, 1, tzinfo=UTC)) == "discharged"


def test_what_is_discharged_only_after_its_term_stays_a_breach(clock: Clock) -> None:
    found = run(
        clock,
        act("boat-registered", "2021-02-01T10:00+00:00"),
        act("boat-sunk", "2021-03-02T10:00+00:00"),
    )
    assert found["paint-hull/0"].status(datetime(2022, 1, 1, tzinfo=UTC)) == "breached"


def test_the_addressee_owes_else_the_last_competent_else_nobody(clock: Clock) -> None:
    at = "2021-05-02T10:00+00:00"
    addressed = run(clock, act("call-received", at, office=WARDEN, to=OTHER_WARDEN))
    competent = run(clock, act("call-received", at, office=WARDEN, to=KEEPER))
    nobody = run(clock, act("call-received", at))
    assert addressed["answer-call/0"].holder == OTHER_WARDEN
    assert competent["answer-call/0"].holder == WARDEN
    assert nobody["answer-call/0"].holder is None


def test_a_transfer_moves_who_holds_and_never_the_due_instant(clock: Clock) -> None:
    start = act("call-received", "2021-05-02T10:00+00:00", office=WARDEN)
    moved = act("file-moved", "2021-05-03T10:00+00:00", office=WARDEN, to=OTHER_WARDEN)
    before, after = run(clock, start)["answer-call/0"], run(clock, start, moved)["answer-call/0"]
    assert after.holder == OTHER_WARDEN
    assert after.due_at == before.due_at


def test_a_transfer_after_it_was_met_leaves_it_with_who_met_it(clock: Clock) -> None:
    found = run(
        clock,
        act("call-received", "2021-05-02T10:00+00:00", office=WARDEN),
        act("call-answered", "2021-05-02T11:00+00:00", office=WARDEN),
        act("file-moved", "2021-05-03T10:00+00:00", office=WARDEN, to=OTHER_WARDEN),
    )
    assert found["answer-call/0"].holder == WARDEN


def test_a_correction_takes_its_targets_place_and_recomputes(clock: Clock) -> None:
    wrong = act("call-received", "2021-05-02T10:00+00:00", id="a", arrival=1)
    answer = act("call-answered", "2021-05-01T10:00+00:00", id="b", arrival=2)
    right = act("call-received", "2021-05-01T10:00+00:00", id="c", arrival=3, corrects="a")
    found = clock.run([wrong, answer, right], as_of=datetime(2022, 1, 1, tzinfo=UTC))
    assert [(o.start.id, o.met_by) for o in found] == [("c", "b")]


def test_the_version_known_by_an_instant_can_be_read_again(clock: Clock) -> None:
    wrong = act("call-received", "2021-05-02T10:00+00:00", id="a")
    right = act("call-received", "2021-05-01T10:00+00:00", id="c", arrival=2, corrects="a")
    right = right._replace(recorded_at=datetime(2021, 6, 1, tzinfo=UTC))
    as_of, then = datetime(2022, 1, 1, tzinfo=UTC), datetime(2021, 5, 20, tzinfo=UTC)
    (known_then,) = clock.run([wrong, right], as_of=as_of, known_by=then)
    (known_now,) = clock.run([wrong, right], as_of=as_of)
    assert (known_then.start.id, known_now.start.id) == ("a", "c")


def test_an_annulled_start_voids_its_obligation_and_an_annulled_end_meets_nothing(
    clock: Clock,
) -> None:
    start = act("call-received", "2021-05-02T10:00+00:00", id="a", arrival=1)
    end = act("call-answered", "2021-05-02T11:00+00:00", id="b", arrival=2)
    strike = act("annulment", "2021-05-03T11:00+00:00", id="c", arrival=3)
    as_of = datetime(2022, 1, 1, tzinfo=UTC)
    (voided,) = clock.run([start, end, strike._replace(annuls="a")], as_of=as_of)
    (unmet,) = clock.run([start, end, strike._replace(annuls="b")], as_of=as_of)
    assert voided.status(as_of) == "voided"
    assert unmet.status(as_of) == "overdue"


def test_later_acts_are_unknown_as_of_an_instant(clock: Clock) -> None:
    found = run(
        clock,
        act("call-received", "2021-05-02T10:00+00:00"),
        act("call-answered", "2021-05-02T11:00+00:00"),
        as_of="2021-05-02T10:30+00:00",
    )
    assert found["answer-call/0"].met_at is None


@pytest.mark.parametrize("id_", ["NA", "null", "None", "0", ""])
def test_identifiers_are_text(clock: Clock, id_: str) -> None:
    (found,) = clock.run(
        [act("call-received", "2021-05-02T10:00+00:00", id=id_)],
        as_of=datetime(2022, 1, 1, tzinfo=UTC),
    )
    assert found.start.id == id_


def test_annulling_an_annulment_restores_the_act(clock: Clock) -> None:
    start = act("call-received", "2021-05-02T10:00+00:00", id="a", arrival=1)
    strike = act("annulment", "2021-05-03T11:00+00:00", id="b", arrival=2, annuls="a")
    back = act("annulment", "2021-05-03T12:00+00:00", id="c", arrival=3, annuls="b")
    as_of = datetime(2021, 5, 3, 13, tzinfo=UTC)
    (found,) = clock.run([start, strike, back], as_of=as_of)
    assert found.status(as_of) == "pending"


def test_a_fact_recorded_as_unknown_leaves_what_was_known(clock: Clock) -> None:
    found = run(
        clock,
        act("tide-read", "2021-05-02T09:00+00:00", facts={"tide": "high"}),
        act("tide-read", "2021-05-02T09:30+00:00", facts={"tide": None}),
        act("call-received", "2021-05-02T10:00+00:00"),
    )
    assert "write-log/0" in found
