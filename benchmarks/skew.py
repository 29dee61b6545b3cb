"""
The clocks of the pages and of the keeper set wrong: what is over by the database's clock is over.

Needs libfaketime, which lies to a process about the time; where it is missing the check says that
it was not made. It leaves what it changed: run it on a database that is not needed any more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

from benchmarks import faults, strikes
from benchmarks.browsing import Connections, Person
from benchmarks.running import Running

LIBRARIES = (
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib/faketime/libfaketime.so.1",
    "/usr/lib64/faketime/libfaketime.so.1",
)
OFFSETS = ("-2d", "+1d", "-20m")
OFFICE = "(select office_id from access_user where username = %s)"
SILENT = """
    update access_session set seen_at = now() - interval '16 minutes'
    where account = (select id from access_user where username = %s)
"""
LONG = """
    update access_session set opened_at = now() - interval '10 hours 1 minute', seen_at = now()
    where account = (select id from access_user where username = %s)
"""
GRANT_OVER = f"""
    update access_grant set until = now() - interval '1 minute'
    where case_id = %s and office_id = {OFFICE}
"""
GLASS = f"""
    insert into access_breakglass (id, case_id, user_id, office_id, reason_code, reason, opened_at,
        until, seconded_by, reviewed_by, reviewed_at, outcome)
    select %s, %s, id, {OFFICE}, 'life', ''::bytea, now() - interval '4 hours 1 minute',
        now() - interval '1 minute', null, null, null, '' from access_user where username = %s
"""


def check(running: Running, library: str = "") -> list[str]:
    """Try every wrong clock; what outlived the database's clock, in lines."""
    found = library or next((path for path in LIBRARIES if Path(path).exists()), "")
    if not found:
        print("\nclocks set wrong: not checked, libfaketime is not installed")
        return []
    wrong: list[str] = []
    for offset in OFFSETS:
        lie(running, found, offset)
        wrong += [f"clocks at {offset}: {line}" for line in outlived(running)]
    print(f"\nclocks set wrong ({', '.join(OFFSETS)}): {len(wrong)} things outlived their time")
    return wrong


def lie(running: Running, library: str, offset: str) -> None:
    """Start the pages and the keeper again under a clock that is wrong by `offset`."""
    running.chosen |= {
        "LD_PRELOAD": library,
        "FAKETIME": offset,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }
    for name in ("web", "keyd"):
        running.kill(name)
        running.start(name)
    running.stage.parts.await_keeper(running.stage.socket)
    strikes.mend(running, lambda: True)


def outlived(running: Running) -> list[str]:
    """What opens after its time by the database, or is closed before it."""
    wrong = []
    for name, end in ENDS.items():
        person = come_in(running)
        case = person.cases.pop()
        if person.get(f"/casos/{case}/").status != 200:
            wrong.append(f"{name}: closed before its time")
            continue
        again = end(running, person, case)
        if person.get(f"/casos/{case}/").status == 200:
            wrong.append(f"{name}: open after its time")
        again()
    return wrong


def come_in(running: Running) -> Person:
    """Somebody with cases, at a browser of their own."""
    known = faults.writing(running)[0]
    person = replace(known, connections=Connections(running.port))
    person.sign_in()
    return person


def _session(statement: str) -> Callable[[Running, Person, str], Callable[[], None]]:
    def end(running: Running, person: Person, case: str) -> Callable[[], None]:
        running.sql(statement, person.username)
        return lambda: None

    return end


def _grant(running: Running, person: Person, case: str) -> Callable[[], None]:
    """Everything by which the office reads the case is over; an emergency of theirs is, too."""
    kept = running.sql(
        f"select until from access_grant where case_id = %s and office_id = {OFFICE}",
        UUID(case), person.username,
    )  # fmt: skip
    running.sql(GRANT_OVER, UUID(case), person.username)
    running.sql(GLASS, uuid4(), UUID(case), person.username, person.username)

    def again() -> None:
        back = f"update access_grant set until = %s where case_id = %s and office_id = {OFFICE}"
        running.sql(back, kept[0][0], UUID(case), person.username)

    return again


ENDS = {
    "a session in silence": _session(SILENT),
    "a session of ten hours": _session(LONG),
    "a grant and an emergency": _grant,
}
