"""How many cases may be opened, and who is told: SEC-11 and SEC-12."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.access.keyd.world import Running, World, open_, seal

from ruta.access.keyd.caps import Ledger, Opening, Rate
from ruta.access.keyd.limits import Limits
from ruta.access.keys.client import Client
from ruta.access.keys.service import Refused
from ruta.access.viewer import Viewer

# 10:00 in Lima
NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANA, EVA = uuid4(), uuid4()


def ledger(usual: float = 0, **limits: int) -> Ledger:
    return Ledger(Limits(**limits), lambda person: usual)


def opening(
    case: UUID | None = None, person: UUID = ANA, office: str = "A", at: datetime = NOW
) -> Opening:
    return Opening(person, office, case or uuid4(), at)


# --- Counting -----------------------------------------------------------------------------------


@pytest.mark.check("SEC-11")
def test_sec_11_case_sixty_one_is_stopped() -> None:
    counts = ledger()
    verdicts = [counts.open(opening()).stop for _ in range(61)]

    assert verdicts == [""] * 60 + ["person"]


def test_a_case_that_was_opened_stays_open_at_the_cap() -> None:
    counts, case = ledger(person_hour=2), uuid4()
    counts.open(opening(case))
    counts.open(opening())

    assert counts.open(opening(case)).stop == ""
    assert counts.open(opening()).stop == "person"


def test_the_hour_slides() -> None:
    counts = ledger(person_hour=1)
    counts.open(opening())

    assert counts.open(opening(at=NOW + 59 * MINUTE)).stop == "person"
    assert counts.open(opening(at=NOW + 60 * MINUTE)).stop == ""


def test_opening_again_counts_from_then() -> None:
    counts, case = ledger(person_hour=1), uuid4()
    counts.open(opening(case))
    counts.open(opening(case, at=NOW + 59 * MINUTE))

    assert counts.open(opening(at=NOW + 61 * MINUTE)).stop == "person"


def test_what_was_stopped_is_not_counted() -> None:
    counts = ledger(person_hour=1, office_hour=2, total_hour=9)
    counts.open(opening())
    counts.open(opening())

    assert counts.open(opening(person=EVA)).stop == ""


def test_an_office_has_a_cap_of_its_own() -> None:
    counts = ledger(office_hour=2)
    counts.open(opening(person=ANA))
    counts.open(opening(person=EVA))

    assert counts.open(opening(person=EVA)).stop == "office"
    assert counts.open(opening(person=EVA, office="B")).stop == ""


def test_everybody_together_has_a_cap() -> None:
    counts = ledger(total_hour=2)
    counts.open(opening(person=ANA, office="A"))
    counts.open(opening(person=EVA, office="B"))

    assert counts.open(opening(person=EVA, office="B")).stop == "total"


def test_without_a_total_it_grows_with_who_is_signed_in() -> None:
    counts = ledger(person_hour=2)
    assert counts.total_limit == 2

    counts.staff = 3

    assert counts.total_limit == 6


def test_whoever_went_home_leaves_room_for_the_others() -> None:
    counts = ledger(person_hour=2)
    counts.staff = 2
    for _ in range(2):
        counts.open(opening(person=ANA))
    counts.staff = 1

    assert counts.open(opening(person=EVA)).stop == ""


def test_an_unusual_day_is_told_of_once() -> None:
    counts = ledger(person_hour=1000)
    told = [counts.open(opening()).tell for _ in range(40)]

    assert [n for n, kinds in enumerate(told, 1) if kinds] == [26]
    assert told[25] == ("cap-near",)


def test_a_day_like_others_is_not_told_of() -> None:
    counts = ledger(usual=20, person_hour=1000, total_hour=1000)
    told = [counts.open(opening()).tell for _ in range(70)]

    assert [n for n, kinds in enumerate(told, 1) if kinds] == [61]


def test_the_day_is_that_of_lima() -> None:
    counts = ledger(person_hour=1000, alert_day=2)
    late = datetime(2026, 11, 22, 4, 59, tzinfo=UTC)
    for _ in range(2):
        counts.open(opening(at=late))

    assert counts.open(opening(at=late + MINUTE)).tell == ()
    assert counts.open(opening(at=late + MINUTE)).tell == ()
    assert counts.open(opening(at=late + MINUTE)).tell == ("cap-near",)


def test_what_was_opened_before_the_keeper_began_counts() -> None:
    counts = ledger(person_hour=2)
    counts.recall(opening(at=NOW - 59 * MINUTE), now=NOW)
    counts.recall(opening(at=NOW - 61 * MINUTE), now=NOW)

    assert counts.open(opening()).stop == ""
    assert counts.open(opening()).stop == "person"


def test_tidying_forgets_what_counts_no_more() -> None:
    counts = ledger()
    counts.open(opening())
    assert counts.counts()["cases"] == 1

    counts.tidy(NOW + 60 * MINUTE)

    assert counts.counts() == {"people": 0, "cases": 0, "total_limit": 60}


def test_tidying_keeps_the_day_that_is_not_over() -> None:
    counts = ledger(person_hour=1000)
    for _ in range(25):
        counts.open(opening())

    counts.tidy(NOW + MINUTE)

    assert counts.open(opening(at=NOW + MINUTE)).tell == ("cap-near",)


def test_a_rate_gives_a_minutes_worth_and_then_evenly() -> None:
    rate = Rate(60)
    assert all(rate.take(1000.0) for _ in range(60))
    assert not rate.take(1000.5)
    assert rate.take(1001.0)
    assert not rate.take(1001.0)


# --- The real keeper ----------------------------------------------------------------------------


ONE = {"RUTA_CAP_PERSON_HOUR": "1", "RUTA_CAP_TOTAL_HOUR": "100000"}


@pytest.fixture(scope="module")
def capped(starting_once: Callable[..., Running]) -> Running:
    """A keeper with the caps as they are by default."""
    return starting_once(RUTA_CAP_TOTAL_HOUR="100000")


def browse(client: Client, world: World, officer: Viewer, cases: int) -> list[tuple[UUID, bytes]]:
    """Open so many cases of one's own office, one after the other."""
    found = []
    for _ in range(cases):
        case_id = world.case_of(officer)
        found.append((case_id, seal(client, case_id, officer)))
        open_(client, case_id, officer, found[-1][1])
    return found


@pytest.mark.check("SEC-11")
def test_sec_11_scripted_browsing_stops_and_is_told_of(capped: Running, world: World) -> None:
    officer, client = world.somebody(), capped.client()
    opened = browse(client, world, officer, 60)
    assert world.alerts(actor=officer.user_id) == {"cap-near"}

    with pytest.raises(Refused, match=r"^cap$"):
        browse(client, world, officer, 1)

    assert world.alerts(actor=officer.user_id) == {"cap-near", "cap"}
    capped.stop()
    capped.start()
    with pytest.raises(Refused, match=r"^cap$"):
        browse(capped.client(), world, officer, 1)
    assert open_(capped.client(), opened[0][0], officer, opened[0][1]) == b"texto"


def test_a_stop_is_in_the_audit(starting: Callable[..., Running], world: World) -> None:
    client, officer = starting(**ONE).client(), world.somebody()
    browse(client, world, officer, 1)
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)

    with pytest.raises(Refused):
        open_(client, case_id, officer, sealed)

    (stopped,) = [e for e in world.entries(case_id) if e["event"] != "sealed"]
    assert stopped["event"] == "cap"
    assert stopped["detail"] == {"role": "police_officer", "refusal": "cap", "why": "person"}


def test_drafts_and_writing_do_not_count(starting: Callable[..., Running], world: World) -> None:
    client, officer = starting(**ONE).client(), world.somebody()
    for _ in range(3):
        draft = uuid4()
        open_(client, draft, officer, seal(client, draft, officer))
        seal(client, world.case_of(officer), officer)

    browse(client, world, officer, 1)


@pytest.mark.check("SEC-12")
def test_sec_12_a_canary_tells_of_whoever_opens_it(shared: Running, world: World) -> None:
    officer, stranger, client = world.somebody(), world.somebody(), shared.client()
    case_id, other = world.case_of(officer), world.case_of(officer)
    sealed = seal(client, other, officer)
    open_(client, other, officer, sealed)
    assert shared.command("canary", str(case_id)).returncode == 0
    assert world.alerts(case_id=case_id) == set()

    sealed = seal(client, case_id, officer)
    with pytest.raises(Refused):
        open_(client, case_id, stranger, sealed)

    assert world.alerts(case_id=case_id) == {"canary"}
    assert world.alerts(actor=stranger.user_id) == {"canary"}
    open_(client, case_id, officer, sealed)
    assert world.alerts(actor=officer.user_id) == {"canary"}
    assert world.alerts(case_id=other) == set()


@pytest.mark.check("SEC-7")
def test_an_attempt_at_a_shelter_is_told_of(world: World, client: Client) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)

    with pytest.raises(Refused, match=r"^hide$"):
        open_(client, case_id, officer, b"x", "S")

    assert world.alerts(case_id=case_id) == {"shelter"}


def test_a_conflict_of_interest_is_told_of_and_hidden(world: World, client: Client) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)
    world.owner.execute(
        "insert into access_bar (case_id, subject, reason, since)"
        " values (%s, %s, 'conflict', now())",
        [case_id, str(officer.user_id)],
    )

    with pytest.raises(Refused, match=r"^hide$"):
        open_(client, case_id, officer, sealed)

    assert world.alerts(case_id=case_id) == {"conflict"}


def test_looking_up_documents_has_a_rate(starting: Callable[..., Running]) -> None:
    client = starting(RUTA_CAP_INDEX_MINUTE="5").client()
    for number in range(5):
        client.blind_index("document", str(number))

    with pytest.raises(Refused, match=r"^rate$"):
        client.blind_index("document", "6")

    assert len(client.blind_index("sign-in-name", "ana")) == 32
