"""What each question may hold, to the letter, and how each failure is answered."""

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from tests.access.keyd.world import World, wire

from ruta.access.keyd import requests
from ruta.access.keyd.keeper import Keeper
from ruta.access.keyd.limits import Configuration, Limits
from ruta.access.keyd.requests import answer
from ruta.access.keys import derived, intake, keyfile, signing
from ruta.access.keys.wire import Malformed
from ruta.access.viewer import Viewer

TEXT = wire.text(b"texto")
PROTECT = {"op": "protect", "use": "ab", "context": "c", "text": TEXT}
KEYS = {"op": "keys", "action": "read", "session": "x", "case_id": str(UUID(int=7)),
        "compartments": "I", "purpose": "test"}  # fmt: skip
SEAL = {"op": "seal", "session": "x", "case_id": str(UUID(int=7)), "purpose": "test",
        "parts": [{"compartment": "I", "fields": {"a": TEXT}}]}  # fmt: skip
INDEX = {"op": "index", "purpose": "document", "value": "1"}


def parts(*letters: str, **fields: Any) -> list[dict[str, Any]]:
    return [{"compartment": letter, "fields": fields or {"a": TEXT}} for letter in letters]


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("op", {}),
    ("op", {"op": "everything"}),
    ("context", {**PROTECT, "context": "x" * 301}),
    ("context", {**PROTECT, "context": "a\0"}),
    ("context", {**PROTECT, "context": "\ud800"}),
    ("context", {**PROTECT, "context": 7}),
    ("context", {"op": "protect", "use": "ab", "text": TEXT}),
    ("use", {**PROTECT, "use": "No name"}),
    ("use", {**PROTECT, "use": None}),
    ("bytes", {**PROTECT, "text": "*"}),
    ("use", {**PROTECT, "op": "reveal", "use": "A"}),
    ("value", {**INDEX, "value": "x" * 2001}),
    ("purpose", {**INDEX, "purpose": "No purpose"}),
    ("purpose", {**INDEX, "purpose": None}),
    ("action", {**KEYS, "action": "write"}),
    ("action", {**KEYS, "action": None}),
    ("session", {**KEYS, "session": None}),
    ("case_id", {**KEYS, "case_id": "7"}),
    ("case_id", {**KEYS, "case_id": None}),
    ("purpose", {**KEYS, "purpose": ""}),
    ("compartments", {**KEYS, "compartments": ""}),
    ("compartments", {**KEYS, "compartments": "IE"}),
    ("compartments", {**KEYS, "compartments": ["I"]}),
    ("parts", {**SEAL, "parts": []}),
    ("parts", {**SEAL, "parts": {"I": {}}}),
    ("parts", {**SEAL, "parts": None}),
    ("parts", {**SEAL, "parts": [*parts("I"), 1]}),
    ("compartment", {**SEAL, "parts": parts("IR")}),
    ("compartments", {**SEAL, "parts": parts("E")}),
    ("fields", {**SEAL, "parts": [{"compartment": "I"}]}),
    ("fields", {**SEAL, "parts": parts("I", **{"a": TEXT, "b|c": TEXT})}),
    ("name", {**SEAL, "parts": parts("I", **{"a" * 301: TEXT})}),
    ("name", {**SEAL, "parts": parts("I", **{"\0": TEXT})}),
    ("bytes", {"op": "sign-head", "head": None}),
]


@pytest.mark.parametrize(("what", "message"), WRONG, ids=lambda each: str(each)[:60])
def test_what_is_no_question_is_told_by_the_name_of_what_is_wrong(
    keeper: Keeper, what: str, message: dict[str, Any]
) -> None:
    with pytest.raises(Malformed, match=f"^{what}$"):
        answer(keeper, message)


@pytest.mark.parametrize(
    "message",
    [
        {**PROTECT, "context": "x" * 300},
        {**PROTECT, "context": ""},
        {**INDEX, "value": "x" * 2000},
    ],
    ids=["longest", "nothing", "longest value"],
)
def test_what_is_as_long_as_may_be_is_answered(keeper: Keeper, message: dict[str, Any]) -> None:
    assert answer(keeper, message)["ok"] is True


def test_the_web_may_ask_these_and_nothing_else() -> None:
    assert set(requests.QUESTIONS) == {
        "code-keys", "index", "keys", "note", "open-intake", "ping", "protect", "public",
        "reload", "reveal", "seal", "seal-codes", "sign-head", "status",
    }  # fmt: skip


# --- What belongs to no case --------------------------------------------------------------------


def test_a_text_of_no_case_opens_for_its_use_and_context_only(keeper: Keeper) -> None:
    sealed = answer(keeper, PROTECT)
    ask = {**PROTECT, "op": "reveal", "text": sealed.pop("text")}

    assert sealed == {"ok": True}
    assert derived.reveal(keeper.ring, use="ab", context="c", sealed=wire.data(ask["text"]))
    assert answer(keeper, ask) == {"ok": True, "text": TEXT}
    for other in ({"use": "other"}, {"context": "d"}, {"text": TEXT}):
        assert answer(keeper, {**ask, **other}) == {"ok": False, "kind": "broken"}


def test_an_index_is_that_of_its_purpose(keeper: Keeper) -> None:
    told = answer(keeper, INDEX)

    assert told == {
        "ok": True, "index": wire.text(derived.blind_index(keeper.ring, "document", "1"))
    }  # fmt: skip


def test_a_head_is_signed_with_the_key_that_is_public(keeper: Keeper) -> None:
    public = answer(keeper, {"op": "public"})
    signed = answer(keeper, {"op": "sign-head", "head": wire.text(b"a head")})

    assert public == {
        "ok": True,
        "intake": wire.text(intake.public(keeper.ring)),
        "signing": wire.text(signing.public(keeper.ring)),
    }
    assert signed.keys() == {"ok", "signature"}
    signature, key = wire.data(signed["signature"]), wire.data(public["signing"])
    assert signing.is_signed(b"a head", signature, key)


def test_what_was_taken_down_offline_is_opened_with_an_entry_of_whose_it_is(
    keeper: Keeper, world: World
) -> None:
    officer, intake_id = world.somebody(), uuid4()
    sealed = intake.seal(
        intake.public(keeper.ring), b"texto", author=officer.user_id, intake_id=intake_id
    )
    message = {
        "op": "open-intake", "session": officer.session, "intake_id": str(intake_id),
        "text": wire.text(sealed), "purpose": "intake",
    }  # fmt: skip

    assert answer(keeper, message) == {"ok": True, "text": TEXT}
    assert answer(keeper, {**message, "session": "x"}) == {"ok": False, "kind": "login"}
    entry = world.owner.execute(
        "select event, action, basis, purpose, case_id, rule from access_audit where actor = %s",
        [officer.user_id],
    ).fetchall()
    assert entry == [("intake-opened", "read", "draft", "intake", None, None)]


# --- Notes --------------------------------------------------------------------------------------


def note(viewer: Viewer, **more: Any) -> dict[str, Any]:
    return {"op": "note", "session": viewer.session, "event": "searched", "purpose": "test", **more}


KEEPERS = ["cap", "erased", "intake-opened", "opened", "refused", "sealed"]


@pytest.mark.parametrize("event", [*KEEPERS, "No event", ""])
def test_a_note_may_not_say_what_only_the_keeper_does(
    keeper: Keeper, world: World, event: str
) -> None:
    with pytest.raises(Malformed, match=r"^event$"):
        answer(keeper, note(world.somebody(), event=event))


@pytest.mark.parametrize("detail", [["a"], "a", 7])
def test_the_detail_of_a_note_is_a_table(keeper: Keeper, world: World, detail: object) -> None:
    with pytest.raises(Malformed, match=r"^detail$"):
        answer(keeper, note(world.somebody(), detail=detail))


def test_a_note_holds_what_it_was_given(keeper: Keeper, world: World) -> None:
    officer, case_id = world.somebody(), uuid4()
    more = {"case_id": str(case_id), "compartments": "IN", "detail": {"form": "x"}}

    told = answer(keeper, note(officer, **more))

    (entry,) = world.entries(case_id)
    assert told == {"ok": True, "seq": entry.pop("seq")}
    assert entry == {
        "event": "searched", "action": "", "compartments": "IN", "purpose": "test", "basis": "",
        "rule": None, "detail": {"role": "police_officer", "form": "x"}, "actor": officer.user_id,
    }  # fmt: skip


def test_a_note_may_be_of_no_case(keeper: Keeper, world: World) -> None:
    officer = world.somebody()

    assert answer(keeper, note(officer))["ok"] is True

    entries = world.owner.execute(
        "select case_id, compartments, agency, office_id, detail from access_audit"
        " where actor = %s",
        [officer.user_id],
    ).fetchall()
    assert entries == [(None, "", "PNP", officer.office_id, {"role": "police_officer"})]


def test_a_note_of_nobody_is_not_taken(keeper: Keeper, world: World) -> None:
    nobody = Viewer(uuid4(), "", "", "", "", "no session")

    assert answer(keeper, note(nobody)) == {"ok": False, "kind": "login"}


# --- What fails ---------------------------------------------------------------------------------


def test_what_was_never_sealed_is_told_as_missing(keeper: Keeper, world: World) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)

    told = answer(
        keeper,
        {**KEYS, "case_id": str(case_id), "session": officer.session, "compartments": "RI"},
    )

    said = f"case {case_id}, compartment I"
    assert told == {"ok": False, "kind": "missing", "said": said}


def test_without_a_database_nothing_is_answered_but_that(
    keeper: Keeper, keyd_url: str, world: World
) -> None:
    away = Keeper(
        Configuration(
            keeper.chosen.socket, keeper.chosen.key_file,
            psycopg.conninfo.make_conninfo(keyd_url, dbname="ruta_there_is_none"),
            Limits(),
        )
    )  # fmt: skip
    try:
        assert answer(away, KEYS) == {"ok": False, "kind": "absent"}
        away.look_quietly()
        assert answer(away, {"op": "ping"})["ok"] is True
    finally:
        away.close()


def test_an_unusable_key_file_is_refused_and_the_keys_held_stay(
    keeper: Keeper, keyd_url: str, tmp_path: Any
) -> None:
    path = keyfile.create(tmp_path / "keys.json")
    own = Keeper(Configuration(keeper.chosen.socket, path, keyd_url))
    try:
        keyfile.add_version(path)
        assert answer(own, {"op": "reload"}) == {
            "ok": True, "key_version": 2, "key_versions": [1, 2]
        }  # fmt: skip
        path.write_text("nothing", encoding="utf-8")
        assert answer(own, {"op": "reload"}) == {"ok": False, "kind": "absent"}
        assert own.ring.current == 2
    finally:
        own.close()


def test_lookups_have_a_rate_and_sign_ins_have_none(keeper: Keeper, keyd_url: str) -> None:
    limits = Limits(index_minute=1)
    own = Keeper(
        Configuration(keeper.chosen.socket, keeper.chosen.key_file, keyd_url, limits)
    )  # fmt: skip
    try:
        assert answer(own, INDEX)["ok"] is True
        assert answer(own, INDEX) == {"ok": False, "kind": "rate"}
        for purpose in ("sign-in-name", "sign-in-address"):
            assert answer(own, {**INDEX, "purpose": purpose})["ok"] is True
    finally:
        own.close()


def test_a_status_says_who_runs_and_how(keeper: Keeper) -> None:
    told = answer(keeper, {"op": "status"})

    assert told.keys() == {
        "ok", "pid", "key_version", "key_versions", "audit", "opened_last_hour", "witnesses"
    }  # fmt: skip
    assert told["pid"] == answer(keeper, {"op": "ping"})["pid"] > 0
    assert (told["key_version"], told["key_versions"]) == (1, [1])
    assert (told["audit"], told["witnesses"]) == ("ok", "none")
