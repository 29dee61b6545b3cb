"""`ruta audit` as somebody runs it: verify, head and witnesses."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.access.audit.conftest import Append

from ruta.access.keys import keyfile
from ruta.postgres import roles
from ruta.postgres.server import Server

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ruta(tmp_path: Path, server: Server, database_name: str) -> Command:
    """`ruta("verify")`: the command on this test's database, with keys of its own."""
    keys = keyfile.create(tmp_path / "audit-keys.json")
    owner = server.url(dbname=database_name, user=roles.OWNER)
    known = {name: value for name, value in os.environ.items() if "DATABASE_URL" not in name}
    environment = {
        **known, "RUTA_VAR": str(tmp_path / "var"), "RUTA_DATABASE_URL": owner,
        "RUTA_KEY_FILE": str(keys), "PYTHONPATH": os.pathsep.join(["src", "."]),
    }  # fmt: skip

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ruta", "audit", *words],
            capture_output=True, text=True, check=False, env={**environment, **more},
        )  # fmt: skip

    return run


def test_a_witness_that_kept_a_head_finds_what_was_computed_again(
    ruta: Command, append: Append, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    folder = tmp_path / "witness"
    folder.mkdir()
    append({"event": "opened"}, {"event": "opened"})
    assert ruta("head", "--write", str(folder)).returncode == 0

    whole = ruta("verify", "--head", str(folder))
    superuser.execute("set session_replication_role = replica; truncate access_audit")
    superuser.execute("update access_audithead set seq = 0, hash = decode(repeat('00', 32), 'hex')")
    append({"event": "other"}, {"event": "opened"})
    alone, held = ruta("verify"), ruta("verify", "--head", str(folder))

    assert (whole.returncode, alone.returncode, held.returncode) == (0, 0, 1), held.stderr
    assert "1 witnessed heads fit" in whole.stdout
    assert "this proves the chain alone" in alone.stdout
    assert "the chain was computed again after entry 0, at entry 2 or before it" in held.stdout


def test_an_edited_entry_is_said_in_json_too(
    ruta: Command, append: Append, superuser: psycopg.Connection
) -> None:
    append(*({"event": "opened"} for _ in range(5)))
    superuser.execute("set session_replication_role = replica")
    superuser.execute("update access_audit set agency = 'ONG' where seq = 3")

    done = ruta("verify", "--json")

    assert done.returncode == 1
    assert json.loads(done.stdout)["fault"] == {"seq": 3, "kind": "edited", "after": 2}


def test_heads_of_another_signer_are_said_to_be_so(
    ruta: Command, append: Append, tmp_path: Path
) -> None:
    folder = tmp_path / "witness"
    folder.mkdir()
    append({"event": "opened"})
    ruta("head", "--write", str(folder))

    done = ruta("verify", "--head", str(folder), "--key", "00" * 32)

    assert done.returncode == 1
    assert "1 of them are not signed by this key" in done.stdout


def test_without_witnesses_it_says_that_nothing_is_promised(ruta: Command, append: Append) -> None:
    done = ruta("witnesses", RUTA_WITNESSES="")

    assert done.returncode == 0
    assert "nothing is promised" in done.stdout
    assert len(ruta("head", "--public-key").stdout.strip()) == 64
