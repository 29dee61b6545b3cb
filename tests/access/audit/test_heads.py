"""Signed heads on their way to witnesses: folders and addresses, taken or not."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psycopg
import pytest
from django.test.utils import override_settings
from tests.access.audit.conftest import Append, end_of, rows_of

from ruta.access.audit import chain, deliveries, heads, jobs
from ruta.access.audit.heads import BadHead, End, Head
from ruta.access.audit.witnesses import BadWitness, NotTaken, Witness, configured
from ruta.access.keys import keyfile, signing
from ruta.access.keys.keyfile import Keyring

AT = datetime(2026, 3, 4, 15, 0, 0, 123, tzinfo=UTC)
END = End(812, bytes(range(32)), AT)
HOUR = timedelta(hours=1)


class Keeper:
    """A keeper of keys with a key file of its own."""

    def __init__(self, ring: Keyring) -> None:
        self.ring = ring

    def sign_head(self, head: bytes) -> bytes:
        return signing.sign_head(self.ring, head)

    def signing_public(self) -> bytes:
        return signing.public(self.ring)


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(keyfile.kept(keyfile.create(tmp_path / "signing.json")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a witness."""
    (tmp_path / "defensoria").mkdir()
    return tmp_path / "defensoria"


@pytest.fixture
def post(request: pytest.FixtureRequest) -> Iterator["Post"]:
    """A witness's address on this machine, which answers as it is told."""
    box = Post()
    yield box
    box.close()


class Post:
    """An address that keeps what it is sent; `answer` is what it says."""

    def __init__(self) -> None:
        self.answer, self.got = 201, list[str]()
        box = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                box.got.append(body)
                self.send_response(box.answer)
                self.send_header("Location", box.address + "elsewhere")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/"

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


# --- A head -------------------------------------------------------------------------------------


def test_a_head_is_signed_and_read_back_from_its_line(keeper: Keeper) -> None:
    head = heads.sign(END, keeper)

    assert heads.parsed(head.line()) == head
    assert head.is_signed_by(keeper.signing_public())


@pytest.mark.parametrize(
    "other",
    [END._replace(seq=811), END._replace(hash=bytes(32)), END._replace(at=AT + HOUR)],
    ids=["number", "hash", "instant"],
)
def test_a_head_with_another_end_is_not_signed(keeper: Keeper, other: End) -> None:
    head = heads.sign(END, keeper)

    assert not Head(other, head.signature).is_signed_by(keeper.signing_public())
    assert not head.is_signed_by(bytes(32))


@pytest.mark.parametrize("line", ["", "x", "[]", "3", "null", '{"seq": 1}', '{"seq": {}}'])
def test_what_is_no_head_is_not_read_as_one(line: str) -> None:
    with pytest.raises(ValueError, match=r"head|JSON|Expecting"):
        heads.parsed(line)


# --- A folder -----------------------------------------------------------------------------------


def test_a_folder_keeps_the_heads_of_a_month_and_the_public_key(
    keeper: Keeper, folder: Path
) -> None:
    witness, key = Witness(str(folder)), keeper.signing_public()
    first = heads.sign(END, keeper)
    second = heads.sign(END._replace(at=AT + HOUR), keeper)
    for head in (first, second):
        witness.give(head, public_key=key)

    assert heads.kept_in(folder) == ([first, second], 0)
    assert heads.kept_in(folder / "heads-2026-03.jsonl") == ([first, second], 0)
    assert heads.public_key_in(folder) == key


def test_a_line_that_a_crash_cut_short_spoils_no_other(keeper: Keeper, folder: Path) -> None:
    head = heads.sign(END, keeper)
    (folder / "heads-2026-03.jsonl").write_text(head.line()[:40])
    Witness(str(folder)).give(head, public_key=keeper.signing_public())

    assert heads.kept_in(folder) == ([head], 1)


def test_a_folder_without_heads_is_said_to_be_so(folder: Path) -> None:
    with pytest.raises(BadHead, match="no signed head"):
        heads.kept_in(folder)


def test_a_folder_that_is_gone_takes_nothing(keeper: Keeper, tmp_path: Path) -> None:
    with pytest.raises(NotTaken):
        Witness(str(tmp_path / "gone")).give(heads.sign(END, keeper), public_key=b"")


# --- An address ---------------------------------------------------------------------------------


def test_an_address_is_sent_the_head(keeper: Keeper, post: Post) -> None:
    head = heads.sign(END, keeper)
    Witness(post.address).give(head, public_key=b"")

    assert post.got == [head.line()]


@pytest.mark.parametrize("answer", [301, 302, 307, 308, 400, 404, 500, 503])
def test_an_address_that_refuses_or_moves_has_not_taken_it(
    keeper: Keeper, post: Post, answer: int
) -> None:
    post.answer = answer

    with pytest.raises(NotTaken):
        Witness(post.address).give(heads.sign(END, keeper), public_key=b"")
    assert len(post.got) == 1


@pytest.mark.parametrize(
    "address", ["http://witness.example/", "ftp://127.0.0.1/", "file:///tmp", "var/heads", "x"]
)
def test_what_is_neither_safe_to_send_to_nor_a_whole_path_is_refused(address: str) -> None:
    with pytest.raises(BadWitness):
        configured([address])


def test_none_configured_is_none() -> None:
    assert configured([""]) == ()


# --- On their way -------------------------------------------------------------------------------


def test_a_head_goes_to_each_witness_and_is_noted_as_taken(
    as_worker: None, keeper: Keeper, folder: Path, post: Post, append: Append
) -> None:
    append({"event": "keys"}, {"event": "keys"})

    taken = deliveries.witness_head(keeper, configured([str(folder), post.address]))

    assert taken == 2
    assert [head.end.seq for head in heads.kept_in(folder)[0]] == [2]
    assert [head.end.seq for head in deliveries.known()] == [2, 2]
    assert len(post.got) == 1


def test_what_a_witness_did_not_take_is_offered_again_in_its_order(
    as_worker: None, keeper: Keeper, folder: Path, post: Post, append: Append
) -> None:
    witnesses = configured([str(folder), post.address])
    post.answer = 503
    for _ in range(2):
        append({"event": "keys"})
        assert deliveries.witness_head(keeper, witnesses) == 1
    post.answer, post.got = 200, []

    append({"event": "keys"})

    assert deliveries.witness_head(keeper, witnesses) == 4
    assert [heads.parsed(line).end.seq for line in post.got] == [1, 2, 3]


def test_what_a_witness_keeps_finds_a_chain_that_was_computed_again(
    as_worker: None, keeper: Keeper, folder: Path, append: Append, superuser: psycopg.Connection
) -> None:
    append({"event": "keys"}, {"event": "keys"})
    deliveries.witness_head(keeper, configured([str(folder)]))
    superuser.execute("set session_replication_role = replica; truncate access_audit")
    superuser.execute("update access_audithead set seq = 0, hash = decode(repeat('00', 32), 'hex')")
    append({"event": "other"}, {"event": "keys"}, {"event": "keys"})
    kept = heads.kept_in(folder)[0]

    found = chain.verify(
        rows_of(superuser),
        witnessed=[(head.end.seq, head.end.hash.hex()) for head in kept],
        end=end_of(superuser),
    )
    assert found.fault == (2, chain.Kind.REWRITTEN, 0)


def test_without_a_witness_the_job_signs_nothing(as_worker: None) -> None:
    with override_settings(RUTA_WITNESSES=[]):
        assert jobs.witness_head(timestamp=0) == 0
        assert not deliveries.status(now=AT).is_witnessed


def test_the_job_of_the_quarter_of_an_hour_asks_the_keeper_of_keys(
    as_worker: None, folder: Path, append: Append
) -> None:
    append({"event": "keys"})
    with override_settings(RUTA_WITNESSES=[str(folder)]):
        assert jobs.witness_head(timestamp=0) == 1

    kept, key = heads.kept_in(folder)[0], heads.public_key_in(folder)
    assert key
    assert [head.is_signed_by(key) for head in kept] == [True]


# --- How they stand -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "stale", "closed"),
    [(0, False, False), (24, False, False), (25, True, False), (72, True, False), (73, True, True)],
)
def test_a_day_without_a_witness_is_stale_and_three_are_closed(
    as_worker: None, keeper: Keeper, folder: Path, hours: int, stale: bool, closed: bool
) -> None:
    deliveries.keep(heads.sign(END, keeper), configured([str(folder)]))
    with override_settings(RUTA_WITNESSES=[str(folder)]):
        found = deliveries.status(now=AT + hours * HOUR)

    assert (found.witnesses, found.is_stale, found.is_closed) == (("defensoria",), stale, closed)


def test_what_was_signed_and_never_taken_does_not_count_as_witnessed(
    as_worker: None, keeper: Keeper, folder: Path
) -> None:
    witnesses = configured([str(folder)])
    deliveries.keep(heads.sign(END, keeper), witnesses)
    deliveries.deliver(witnesses, public_key=keeper.signing_public())
    deliveries.keep(heads.sign(END._replace(at=AT + 30 * HOUR), keeper), witnesses)

    with override_settings(RUTA_WITNESSES=[str(folder)]):
        assert deliveries.status(now=AT + 30 * HOUR).is_stale
