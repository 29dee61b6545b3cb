"""What the keeper writes down of each answer about a case; whose one without an office is."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.access.keyd.world import World, wire

from ruta.access.keyd.asking import Kept
from ruta.access.keyd.keeper import STALE_H, Keeper
from ruta.access.keyd.limits import Configuration, Limits
from ruta.access.keyd.requests import answer
from ruta.access.viewer import Viewer

TEXT = wire.text(b"texto")
Own = Callable[..., Keeper]
NAMING = """
    insert into access_naming values
        (%s, %s, 'shelter', now(), now() + interval '1 day', gen_random_uuid())
"""


@pytest.fixture
def own(keeper: Keeper) -> Iterator[Own]:
    """`own(witnessed=True)`: a keeper of the test's own, over the keys and data of the others."""
    made: list[Keeper] = []

    def start(kind: type[Keeper] = Keeper, **chosen: Any) -> Keeper:
        at = keeper.chosen
        chosen.setdefault("limits", at.limits)
        made.append(kind(Configuration(at.socket, at.key_file, at.database_url, **chosen)))
        return made[-1]

    yield start
    for each in made:
        each.close()


def ask(keeper: Keeper, who: Viewer, case_id: UUID, letters: str, action: str = "read") -> Any:
    """The kind of refusal, or the compartments whose keys came."""
    told = answer(
        keeper,
        {
            "op": "keys", "action": action, "session": who.session, "case_id": str(case_id),
            "compartments": letters, "purpose": "test",
        },
    )  # fmt: skip
    return "".join(told["keys"]) if told["ok"] else told["kind"]


def seal(keeper: Keeper, who: Viewer, case_id: UUID, letters: str) -> Any:
    """The kind of refusal, or how many parts came back sealed."""
    told = answer(
        keeper,
        {
            "op": "seal", "session": who.session, "case_id": str(case_id), "purpose": "test",
            "parts": [{"compartment": letter, "fields": {"a": TEXT}} for letter in letters],
        },
    )  # fmt: skip
    return len(told["parts"]) if told["ok"] else told["kind"]


def in_role(world: World, role: str, kind: str = "pnp") -> Viewer:
    """Somebody with another role than that of their office."""
    who = world.worker(world.office(kind))
    world.owner.execute("update access_user set role = %s where id = %s", [role, who.user_id])
    return who


def last(world: World, case_id: UUID) -> dict[str, Any]:
    return world.entries(case_id)[-1]


# --- Entries ------------------------------------------------------------------------------------


def test_an_export_is_noted_as_one(keeper: Keeper, world: World) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)
    seal(keeper, officer, case_id, "I")

    assert ask(keeper, officer, case_id, "I", "export") == "I"
    entry = last(world, case_id)
    assert (entry["event"], entry["action"]) == ("opened", "export")


def test_what_the_law_has_an_office_add_rests_on_its_seeing_the_case(
    keeper: Keeper, world: World
) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)

    assert seal(keeper, officer, case_id, "L") == 1

    entry = last(world, case_id)
    assert (entry["event"], entry["compartments"], entry["action"]) == ("sealed", "L", "write")
    assert entry["basis"] == "duty"
    assert entry["rule"] is not None


def test_of_two_grounds_the_duty_is_written_down(keeper: Keeper, world: World) -> None:
    officer = world.somebody()
    case_id = uuid4()
    world.grant(case_id, officer.office_id, "consent", "I")
    world.grant(case_id, officer.office_id, "duty")
    seal(keeper, officer, case_id, "I")

    ask(keeper, officer, case_id, "I")

    assert last(world, case_id)["basis"] == "duty"


def test_what_rests_on_different_grounds_is_noted_in_as_many_entries(
    keeper: Keeper, world: World
) -> None:
    officer, health = world.somebody(), world.somebody("ipress")
    case_id = world.case_of(officer, health)
    world.grant(case_id, health.office_id, "consent", "N")
    seal(keeper, officer, case_id, "IN")

    assert ask(keeper, health, case_id, "IN") == "IN"

    opened = [each for each in world.entries(case_id) if each["event"] == "opened"]
    assert {(each["compartments"], each["basis"]) for each in opened} == {
        ("I", "duty"), ("N", "consent")
    }  # fmt: skip


def test_of_a_refusal_what_is_closed_is_written_down_and_no_more(
    keeper: Keeper, world: World
) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)

    assert ask(keeper, officer, case_id, "HI") == "deny"

    (entry,) = world.entries(case_id)
    assert (entry["event"], entry["compartments"], entry["action"]) == ("refused", "H", "read")
    assert entry["detail"] == {"role": "police_officer", "refusal": "deny"}


def test_of_two_refusals_the_one_that_hides_is_answered(keeper: Keeper, world: World) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)

    assert ask(keeper, officer, case_id, "HS") == "hide"

    refused = world.entries(case_id)
    assert "".join(sorted(each["compartments"] for each in refused)) == "HS"
    assert {each["detail"]["refusal"] for each in refused} == {"hide"}


def test_what_is_closed_and_no_shelter_is_no_reason_for_an_alert(
    keeper: Keeper, world: World
) -> None:
    officer, stranger = world.somebody(), world.somebody()
    case_id = world.case_of(officer)

    assert ask(keeper, officer, case_id, "H") == "deny"
    assert ask(keeper, stranger, case_id, "I") == "hide"

    assert world.alerts(case_id=case_id) == set()


# --- Caps ---------------------------------------------------------------------------------------


def test_a_stop_is_of_the_person_and_rests_on_no_rule(own: Own, world: World) -> None:
    keeper = own(limits=Limits(person_hour=1, total_hour=100_000))
    officer = world.somebody()
    first, second = world.case_of(officer), world.case_of(officer)
    for case_id in (first, second):
        seal(keeper, officer, case_id, "I")

    assert ask(keeper, officer, first, "I") == "I"
    assert ask(keeper, officer, second, "I") == "cap"

    entry = last(world, second)
    assert (entry["event"], entry["basis"], entry["rule"]) == ("cap", "", None)
    assert entry["compartments"] == "I"
    alerts = world.owner.execute(
        "select distinct kind, case_id, actor_office, actor_agency from access_alert"
        " where actor = %s",
        [officer.user_id],
    ).fetchall()
    assert alerts == [("cap", None, officer.office_id, "PNP")]


def test_an_unusual_day_is_of_the_person_and_no_case(own: Own, world: World) -> None:
    keeper = own(limits=Limits(alert_day=0, total_hour=100_000))
    officer = world.somebody()
    case_id = world.case_of(officer)
    seal(keeper, officer, case_id, "I")

    assert ask(keeper, officer, case_id, "I") == "I"

    assert world.alerts(actor=officer.user_id) == {"cap-near"}
    assert world.alerts(case_id=case_id) == set()


def test_what_is_missing_is_not_counted(own: Own, world: World) -> None:
    keeper = own(limits=Limits(person_hour=1, total_hour=100_000))
    officer = world.somebody()
    empty, case_id = world.case_of(officer), world.case_of(officer)
    seal(keeper, officer, case_id, "I")

    assert ask(keeper, officer, empty, "I") == "missing"
    assert ask(keeper, officer, case_id, "I") == "I"


# --- A case that no office has yet --------------------------------------------------------------


@pytest.mark.parametrize("role", ["administrator", "analyst", "oversight", "survivor"])
def test_whoever_sees_no_case_begins_none(keeper: Keeper, world: World, role: str) -> None:
    assert seal(keeper, in_role(world, role), uuid4(), "I") == "hide"


def test_an_office_that_takes_no_part_begins_no_case(keeper: Keeper, world: World) -> None:
    assert seal(keeper, in_role(world, "police_officer", "municipalidad"), uuid4(), "I") == "hide"


def test_a_draft_is_noted_as_its_authors(keeper: Keeper, world: World) -> None:
    officer, draft = world.somebody(), uuid4()

    assert seal(keeper, officer, draft, "I") == 1
    assert ask(keeper, officer, draft, "I") == "I"

    noted = [(each["event"], each["basis"], each["rule"]) for each in world.entries(draft)]
    assert noted == [("sealed", "draft", None), ("opened", "draft", None)]


def test_nothing_is_read_of_a_case_that_nobody_began(keeper: Keeper, world: World) -> None:
    assert ask(keeper, world.somebody(), uuid4(), "I") == "hide"


class Late(Keeper):
    """A keeper before whom another one keeps a key of the same case."""

    other: Viewer

    def keep(self, case_id: UUID, made: Any, maker: UUID) -> dict[str, Kept]:
        super().keep(case_id, made, self.other.user_id)
        return super().keep(case_id, made, maker)


def test_of_two_who_begin_the_same_case_the_second_learns_nothing(own: Own, world: World) -> None:
    keeper, officer = own(Late), world.somebody()
    assert isinstance(keeper, Late)
    keeper.other = world.somebody()

    assert seal(keeper, officer, uuid4(), "I") == "hide"


def test_of_two_who_seal_first_in_a_case_both_seal_under_one_key(own: Own, world: World) -> None:
    keeper, officer = own(Late), world.somebody()
    assert isinstance(keeper, Late)
    keeper.other = world.somebody()
    case_id = world.case_of(officer)

    assert seal(keeper, officer, case_id, "IR") == 2
    assert ask(keeper, officer, case_id, "IR") == "IR"


def test_a_key_that_is_there_is_used_and_one_that_is_missing_is_made(
    keeper: Keeper, world: World
) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)
    kept = "select compartment, wrapped from access_casekey where case_id = %s"
    seal(keeper, officer, case_id, "I")
    before = dict(world.owner.execute(kept, [case_id]).fetchall())

    assert seal(keeper, officer, case_id, "RIR") == 3

    after = dict(world.owner.execute(kept, [case_id]).fetchall())
    assert after.keys() == {"I", "R"}
    assert after["I"] == before["I"]


# --- A chain that nobody witnesses --------------------------------------------------------------


def test_without_witnesses_what_a_refuge_wrote_is_closed_and_may_be_added_to(
    own: Own, world: World
) -> None:
    keeper, advocate = own(witnessed=True), world.somebody("cem")
    keeper.recall()
    keeper.unwitnessed_h = STALE_H
    case_id = world.case_of(advocate)

    assert seal(keeper, advocate, case_id, "IN") == 2
    assert ask(keeper, advocate, case_id, "N", "export") == "deny"
    entry = last(world, case_id)
    assert entry["detail"]["why"] == "witness"
    assert ask(keeper, advocate, case_id, "I") == "I"


def test_without_witnesses_the_shelter_is_closed(own: Own, world: World) -> None:
    keeper, case_id = own(witnessed=True), uuid4()
    keeper.recall()
    keeper.unwitnessed_h = 0.0
    advocate = world.somebody("cem")
    world.grant(case_id, advocate.office_id, "consent", "S")
    world.owner.execute(NAMING, [case_id, advocate.user_id])

    assert seal(keeper, advocate, case_id, "S") == 1
    assert ask(keeper, advocate, case_id, "S") == "S"
    keeper.unwitnessed_h = STALE_H
    assert ask(keeper, advocate, case_id, "S") == "deny"
