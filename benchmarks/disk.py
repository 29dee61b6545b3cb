"""
A full disk under the database, while people write: nothing acknowledged is lost, and it recovers.

The database lies on a small file system in memory, which only root may mount; elsewhere the check
says that it was not made.
"""

from __future__ import annotations

import errno
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psycopg
from benchmarks import strikes
from benchmarks.browsing import Broken, Connections
from benchmarks.running import Running, whole
from benchmarks.stage import filled
from benchmarks.writers import Writers

from ruta.cli.process.children import ChildEnded

SIZE = "600m"
SMALL = {"max_wal_size": "64MB", "min_wal_size": "32MB", "shared_buffers": "64MB"}
FULL_S = 8.0
SILENT_S = 2.0
BLOCK = b"\0" * 65536


def check(folder: Path, cases: int, chosen: dict[str, str], *, times: int) -> list[str]:
    """Fill the disk so many times; what went wrong, in lines."""
    if not times:
        return []
    shutil.rmtree(folder, ignore_errors=True)
    with mounted(folder / "postgres") as is_mounted:
        if not is_mounted:
            print("disk full: not checked, this machine lets us mount nothing")
            return []
        with (
            filled(folder, cases, options=SMALL) as stage,
            whole(stage, chosen, workers=1) as running,
        ):
            return fill_often(running, times)


def fill_often(running: Running, times: int) -> list[str]:
    """Fill the disk and free it again while people write, then count what is stored."""
    from benchmarks import faults

    found = faults.Outcome(began=faults.now_of(running))
    wrong: list[str] = []
    took: list[float] = []
    with Writers(faults.writing(running), seed=1) as writers:
        found.ledger = writers.ledger
        for number in range(times):
            told = once(running, writers, took)
            wrong += [f"disk full, time {number + 1}: {line}" for line in told]
    faults.count(running, found)
    print(f"\ndisk full {times} times, longest until work is done again:", end=" ")
    print(f"{max(took, default=0.0):.1f} s")
    faults.report(found)
    return wrong + ([] if found.held else ["acts were lost when the disk was full"])


def once(running: Running, writers: Writers, took: list[float]) -> list[str]:
    """Fill the disk, look whether reading and writing are refused, free it, and mend."""
    ballast, wrong = running.stage.server.folder / "ballast", []
    fill(ballast)
    full = time.monotonic()
    try:
        while time.monotonic() - full < FULL_S:
            # The next acts need a new file of the write-ahead log, for which there is no room.
            with suppress(psycopg.Error):
                running.sql("select pg_switch_wal()")
            strikes.start_what_ended(running)
            time.sleep(0.5)
        if time.monotonic() - writers.ledger.last_kept < SILENT_S:
            wrong.append("writes went on")
        elif reads(running, writers):
            wrong.append("a case was read while its audit could not be written")
    finally:
        ballast.unlink()
    freed = time.monotonic()
    try:
        took.append(strikes.mend(running, lambda: writers.ledger.last_kept > freed))
    except ChildEnded as error:
        wrong.append(str(error))
    return wrong


def reads(running: Running, writers: Writers) -> bool:
    """Whether somebody who had signed in before gets the page of a case."""
    before = writers.people[0]
    person = replace(before, connections=Connections(running.port))
    try:
        return person.get(f"/casos/{person.cases[0]}/").status == 200
    except Broken:
        return False
    finally:
        person.connections.close()


def fill(ballast: Path) -> None:
    """Write until there is no room for a block, then for a byte."""
    for size in (len(BLOCK), 1):
        with suppress(OSError), ballast.open("ab", buffering=0) as file:
            while True:
                if file.write(BLOCK[:size]) < size:
                    raise OSError(errno.ENOSPC, "full")


@contextmanager
def mounted(folder: Path) -> Iterator[bool]:
    """Within, a small file system lies at `folder`; false where we may not mount one."""
    folder.mkdir(parents=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", str(folder)]
    try:
        done = subprocess.run(words, check=False, capture_output=True).returncode == 0
    except OSError:
        done = False
    try:
        yield done
    finally:
        if done:
            subprocess.run(["umount", str(folder)], check=True)
        shutil.rmtree(folder.parent, ignore_errors=True)
