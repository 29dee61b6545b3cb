"""The strip of a duty: its bars fill its time, its marks stand where things happened."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ruta.law import status as law_status
from ruta.web.components import specimens, strip

START = datetime(2025, 3, 3, 15, 0, tzinfo=UTC)
HOURS = st.integers(0, 24 * 400).map(lambda n: timedelta(hours=n))


def duty(*, now: datetime, kind: str = "max", **instants) -> strip.Duty:
    status = law_status.status(
        kind=kind,
        due_at=instants.get("due_at"),
        met_at=instants.get("met_at"),
        discharged_at=instants.get("discharged_at"),
        breached_at=instants.get("breached_at"),
        voided=False,
        as_of=now,
    )
    return strip.Duty(
        title="Remitir el informe",
        bearer="Policía",
        office="Comisaría de Belén",
        article="Ley 30364, art. 15",
        kind=kind,
        status=status,
        started_at=START,
        **instants,
    )


def number(percent: str) -> float:
    return float(percent.removesuffix("%"))


def drawn(*, after: float, **instants) -> strip.Strip:
    now = START + timedelta(hours=after)
    return strip.draw(duty(now=now, **instants), now=now)


def test_a_running_term_is_filled_up_to_now():
    one = drawn(after=6, due_at=START + timedelta(hours=24))

    assert [(bar.look, bar.x, bar.width) for bar in one.bars] == [
        ("rest", "0.00%", "100.00%"),
        ("run", "0.00%", "25.00%"),
    ]
    assert [(mark.look, mark.x) for mark in one.marks] == [("due", "100.00%"), ("now", "25.00%")]


def test_the_last_quarter_of_a_term_is_due_soon():
    due_at = START + timedelta(hours=24)

    assert drawn(after=17.9, due_at=due_at).status.code == "pending"
    assert drawn(after=18, due_at=due_at).status.code == "due-soon"
    assert drawn(after=24, due_at=due_at).status.code == "due-soon"
    assert drawn(after=24.1, due_at=due_at).status.code == "overdue"


def test_a_long_term_is_due_soon_in_its_last_three_days_only():
    due_at = START + timedelta(days=100)

    assert drawn(after=24 * 96, due_at=due_at).status.code == "pending"
    assert drawn(after=24 * 97, due_at=due_at).status.code == "due-soon"


def test_the_late_part_starts_at_the_due_mark():
    one = drawn(after=36, due_at=START + timedelta(hours=24))

    late = one.bars[-1]
    assert (late.look, late.x, late.end) == ("late", "66.67%", "100.00%")
    assert one.gap == ""


def test_a_very_late_part_is_shortened_and_says_so():
    one = drawn(after=24 * 300, due_at=START + timedelta(hours=24))

    assert one.marks[0].x == "34.00%"
    assert one.gap == "67.00%"


def test_a_late_right_is_not_drawn_as_late():
    one = drawn(after=72, kind="right-window", due_at=START + timedelta(hours=24))

    assert "late" not in {bar.look for bar in one.bars}


def test_a_met_duty_stops_where_it_was_met_whatever_the_hour():
    due_at, met_at = START + timedelta(hours=24), START + timedelta(hours=12)

    early = drawn(after=13, due_at=due_at, met_at=met_at)
    later = drawn(after=13000, due_at=due_at, met_at=met_at)

    assert early.bars == later.bars
    assert later.marks[-1].look == "met"


def test_a_duty_without_a_term_has_no_due_mark():
    one = drawn(after=6, kind="immediate")

    assert [mark.look for mark in one.marks] == ["now"]
    assert [bar.look for bar in one.bars] == ["open"]


def test_the_sentence_says_who_owes_what_by_when_by_which_rule():
    one = drawn(after=6, due_at=START + timedelta(hours=24))

    assert one.sentence == (
        "Comisaría de Belén: Remitir el informe. Faltan 18 h (mar 4 mar 2025, 10:00). "
        "Ley 30364, art. 15, se leyó el texto de la norma."
    )


def test_a_duty_that_no_office_holds_names_its_bearer():
    nobody = next(one for one in specimens.DUTIES if not one.office)

    sentence = strip.draw(nobody, now=specimens.NOW).sentence

    assert sentence.startswith(nobody.bearer)


@given(term=HOURS, after=HOURS, met=st.none() | HOURS)
def test_everything_stays_inside_the_strip(term, after, met):
    now = START + after
    met_at = START + met if met is not None and met <= after else None
    one = strip.draw(duty(now=now, due_at=START + term, met_at=met_at), now=now)

    for bar in one.bars:
        assert 0 <= number(bar.x) <= number(bar.end) <= 100
    assert all(0 <= number(mark.x) <= 100 for mark in one.marks)


@given(term=HOURS, after=HOURS)
def test_something_is_drawn_late_exactly_when_the_duty_is_overdue(term, after):
    now = START + after
    one = strip.draw(duty(now=now, due_at=START + term), now=now)

    assert ("late" in {bar.look for bar in one.bars}) == (one.status.code == "overdue")
