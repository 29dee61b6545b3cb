"""The audit is committed before a key leaves: SEC-15 and SEC-17."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest
from tests.access.keyd.world import Running, World, open_, seal

from ruta.access.keyd.keeper import STALE_H, Keeper
from ruta.access.keyd.limits import Configuration
from ruta.access.keys.client import Client
from ruta.access.keys.service import KeeperAbsent, Refused, Sealing
from ruta.access.viewer import Viewer
from ruta.postgres.server import Server

APPEND = "function access_audit_append(jsonb)"


@contextmanager
def no_audit(owner: psycopg.Connection) -> Iterator[None]:
    """Within, nothing can be written to the audit."""
    owner.execute(f"revoke execute on {APPEND} from ruta_keyd")
    try:
        yield
    finally:
        owner.execute(f"grant execute on {APPEND} to ruta_keyd")


@pytest.mark.check("SEC-17")
def test_sec_17_without_the_audit_nothing_opens(
    world: World, client: Client, shared: Running
) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)

    with no_audit(world.owner):
        with pytest.raises(KeeperAbsent):
            open_(client, case_id, officer, sealed)
        with pytest.raises(KeeperAbsent):
            seal(client, case_id, officer, "N")
        assert client.status()["audit"] == "failing"

    assert [e["event"] for e in world.entries(case_id)] == ["sealed"]
    assert open_(client, case_id, officer, sealed) == b"texto"
    assert client.status()["audit"] == "ok"


@pytest.mark.check("SEC-17")
def test_sec_17_an_alert_that_cannot_be_kept_opens_nothing(world: World, client: Client) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)
    world.owner.execute("insert into access_canary (case_id) values (%s)", [case_id])
    function = "function access_alert_raise(text, uuid, uuid, text, text)"
    world.owner.execute(f"revoke execute on {function} from ruta_keyd")

    try:
        with pytest.raises(KeeperAbsent):
            open_(client, case_id, officer, sealed)
    finally:
        world.owner.execute(f"grant execute on {function} to ruta_keyd")

    assert [e["event"] for e in world.entries(case_id)] == ["sealed"]


@pytest.mark.check("SEC-17")
def test_sec_17_a_held_audit_refuses_in_time(world: World, client: Client, owner_url: str) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)

    with psycopg.connect(owner_url) as holding:
        holding.execute("select * from access_audithead for update")
        began = time.monotonic()
        with pytest.raises(KeeperAbsent):
            open_(client, case_id, officer, sealed)
        assert time.monotonic() - began < 6
        # The statement gave up, too: the next entries are not behind it.
        assert client.status()["audit"] == "failing"
        holding.rollback()

    assert open_(client, case_id, officer, sealed) == b"texto"


@pytest.fixture
def owner_url(server: Server, database: str) -> str:
    return server.url(dbname=database, user="ruta_owner")


@pytest.mark.check("SEC-17")
@pytest.mark.parametrize(("hours", "closed"), [(0, ""), (STALE_H - 0.1, ""), (STALE_H, "NHS")])
def test_sec_17_a_chain_nobody_witnesses_closes_what_she_told(
    shared: Running, world: World, keyd_url: str, hours: float, closed: str
) -> None:
    keeper = Keeper(
        Configuration(shared.socket, shared.key_file, keyd_url, witnessed=True),
    )
    keeper.recall()
    keeper.unwitnessed_h = hours
    officer, health = world.somebody(), world.somebody("ipress")
    case_id, client = world.case_of(officer, health), shared.client()
    try:
        answers = {}
        for letter, who in (("I", officer), ("N", officer), ("H", health)):
            seal(client, case_id, who, letter)
            answers[letter] = _ask(keeper, who, case_id, letter)
    finally:
        keeper.close()

    refused = {"ok": False, "kind": "deny"}
    assert [letter for letter, answer in answers.items() if answer == refused] == [
        letter for letter in "INH" if letter in closed
    ]


def _ask(keeper: Keeper, who: Viewer, case_id: UUID, letter: str) -> dict[str, object]:
    from ruta.access.keyd.requests import answer

    told = answer(
        keeper,
        {
            "op": "keys", "action": "read", "case_id": str(case_id), "compartments": letter,
            "session": who.session, "purpose": "test",
        },
    )  # fmt: skip
    told.pop("keys", None)
    return told


def test_how_long_nobody_witnessed_is_read_from_the_database(
    shared: Running, world: World, keyd_url: str
) -> None:
    keeper = Keeper(Configuration(shared.socket, shared.key_file, keyd_url, witnessed=True))
    world.owner.execute(
        "insert into access_witness (witness, at, seq, hash, signature, delivered_at)"
        " values ('prueba', now() - interval '30 hours', 1, 'x', 'x', now())"
        " on conflict do nothing"
    )
    try:
        keeper.recall()
        assert 29.9 < keeper.unwitnessed_h < 30.1
        assert keeper.status()["witnesses"] == "stale"
    finally:
        keeper.close()


# --- Crashes ------------------------------------------------------------------------------------

REQUESTS, THREADS, CRASHES = 400, 4, 3


@pytest.mark.check("SEC-15")
def test_sec_15_every_released_key_has_an_entry_before_it(
    starting: Callable[..., Running], world: World
) -> None:
    """Each opening has a purpose of its own, so that its entry can be told from all others."""
    running = starting(RUTA_CAP_PERSON_HOUR="100000")
    officers = [world.somebody() for _ in range(THREADS)]
    cases = []
    for officer in officers:
        mine = [world.case_of(officer) for _ in range(10)]
        cases.append([(case, seal(running.client(), case, officer)) for case in mine])
    released: list[tuple[str, UUID]] = []
    kept = threading.Lock()

    def browse(number: int) -> None:
        client, chosen = running.client(), random.Random(number)
        for turn in range(REQUESTS // THREADS):
            case_id, sealed = chosen.choice(cases[number])
            purpose = f"crash-{number}-{turn}"
            try:
                items = [Sealing(case_id, "I", {"a": sealed})]
                client.open_batch(items, actor=officers[number], purpose=purpose)
            except KeeperAbsent:
                time.sleep(0.02)
                continue
            with kept:
                released.append((purpose, case_id))

    threads = [threading.Thread(target=browse, args=[number]) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for _ in range(CRASHES):
        time.sleep(0.15)
        running.kill()
        running.start()
    for thread in threads:
        thread.join()

    entries = set(
        world.owner.execute(
            "select purpose, case_id from access_audit where event = 'opened'"
            " and purpose like 'crash-%' and at <= clock_timestamp()"
        )
    )
    assert len(released) > THREADS
    assert set(released) <= entries


def test_the_audit_is_committed_before_the_answer(
    world: World, client: Client, shared: Running
) -> None:
    """Seen from another connection, at the moment the key arrives."""
    officer = world.somebody()
    case_id = world.case_of(officer)
    sealed = seal(client, case_id, officer)

    for turn in range(1, 6):
        client.ask(
            "keys", session=officer.session, action="read", case_id=str(case_id),
            compartments="I", purpose="test",
        )  # fmt: skip
        assert sum(e["event"] == "opened" for e in world.entries(case_id)) == turn
    assert sealed


def test_the_chain_of_the_audit_holds_after_many_at_once(world: World, client: Client) -> None:
    officers = [world.somebody() for _ in range(8)]
    case_id = world.case_of(*officers)
    sealed = seal(client, case_id, officers[0])

    def work(officer: Viewer) -> None:
        for _ in range(10):
            open_(client, case_id, officer, sealed)
        client.close()

    threads = [threading.Thread(target=work, args=[officer]) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    numbers = [entry["seq"] for entry in world.entries(case_id)]
    assert len(numbers) == len(set(numbers)) == 81
    broken = world.owner.execute(
        "select count(*) from (select previous, lag(hash) over (order by seq) before"
        " from access_audit) chain where previous <> before"
    ).fetchone()
    assert broken == (0,)


def test_a_note_of_the_web_may_not_say_that_a_key_was_handed_out(
    world: World, client: Client
) -> None:
    officer = world.somebody()
    case_id = world.case_of(officer)

    client.note(event="simulated", actor=officer, purpose="test", case_id=case_id)
    with pytest.raises(KeeperAbsent):
        client.note(event="opened", actor=officer, purpose="test", case_id=case_id)
    with pytest.raises(Refused, match=r"^login$"):
        client.note(
            event="simulated", actor=Viewer(officer.user_id, "", "", "", ""), purpose="test"
        )

    assert [e["event"] for e in world.entries(case_id)] == ["simulated"]
