"""Whoever is above every wall changes the audit in the database: a witnessed head finds it out."""

import os
import random
from uuid import uuid4

import psycopg
import pytest
from tests.access.audit.conftest import Append, end_of, rows_of
from tests.access.audit.test_chain import RECOMPUTE

from ruta.access.audit import chain

TIMES = 10_000 if os.environ.get("RUTA_TEST_FULL") else 200
ENTRIES, WITNESSED, SEED = 14, 10, 30364
VALUES = {
    "at": "at - interval '1 second'", "actor": "gen_random_uuid()", "office_id": "'T-OTHER'",
    "agency": "'ONG'", "case_id": "gen_random_uuid()", "event": "'denied'",
    "compartments": "'S'", "action": "'export'", "purpose": "'other'", "basis": "'order'",
    "rule": "99", "detail": """'{"a": 1}'""", "previous": "sha256('x')", "hash": "sha256('x')",
}  # fmt: skip
EMPTY = "update access_audit set actor = null, office_id = '', detail = '{{}}' where seq = {n}"
KINDS = ("edit", "edit", "empty", "delete", "swap", "copy", "cut", "all")


def statements(draw: random.Random) -> list[str]:
    """The changes of one tampering with entries up to the witnessed one, drawn by chance."""
    kind, n = draw.choice(KINDS), draw.randint(1, WITNESSED)
    m = draw.choice([each for each in range(1, WITNESSED + 1) if each != n])
    column = draw.choice(list(VALUES))
    return {
        "edit": [f"update access_audit set {column} = {VALUES[column]} where seq = {n}"],
        "empty": [EMPTY.format(n=n)],
        "delete": [f"delete from access_audit where seq = {n}"],
        "swap": [
            f"update access_audit set seq = -{n} where seq = {n}",
            f"update access_audit set seq = {n} where seq = {m}",
            f"update access_audit set seq = {m} where seq = -{n}",
        ],
        "copy": [
            f"update access_audit set seq = seq + 1000 where seq > {n}",
            "insert into access_audit select (jsonb_populate_record(e,"
            f" jsonb_build_object('seq', {n} + 1))).* from access_audit e where seq = {n}",
            "update access_audit set seq = seq - 999 where seq > 1000",
        ],
        "cut": [f"delete from access_audit where seq >= {n}"],
        "all": ["delete from access_audit"],
    }[kind]


@pytest.mark.check("SEC-16")
def test_every_change_before_the_last_witnessed_head_is_found(
    superuser: psycopg.Connection, append: Append
) -> None:
    """Edits, removals and reorderings; half of them with every later hash computed again."""
    append(*({"event": "keys", "case_id": str(uuid4()), "rule": n} for n in range(WITNESSED)))
    head, draw, found = end_of(superuser), random.Random(SEED), 0
    append(*({"event": "keys", "rule": n} for n in range(ENTRIES - WITNESSED)))
    before = rows_of(superuser)
    superuser.execute("set session_replication_role = replica")

    while found < TIMES:
        changes = statements(draw)
        with superuser.transaction(force_rollback=True):
            for statement in changes:
                superuser.execute(statement)
            if draw.random() < 0.5:
                superuser.execute(RECOMPUTE)
            after = rows_of(superuser)
            if after[:WITNESSED] == before[:WITNESSED]:
                continue  # nothing before the head: a spoilt hash was computed again, for one
            verdict = chain.verify(after, witnessed=[head], end=end_of(superuser))
        assert verdict.fault is not None, changes
        found += 1
        if found % 1000 == 0:
            print(f"{found} tamperings, all found", flush=True)

    assert chain.verify(rows_of(superuser), witnessed=[head], end=end_of(superuser)).fault is None
