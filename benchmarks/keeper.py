"""
What the keeper of keys costs: one question of a case page (three compartments), and many at once.

Run: `.venv/bin/python benchmarks/keeper.py` (half a minute; two cores; a database of its own under
`var/benchmarks/keeper`, safe on disk as in use). Each question is verified, decided, counted and
committed to the audit. It fails when one is dearer, or fewer a second are answered, than promised.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from uuid import UUID

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]

FOLDER = HERE.parent / "var" / "benchmarks" / "keeper"
PEOPLE, CASES = 40, 50
WALL_MS, CPU_MS, A_SECOND = 3.0, 1.5, 300
ALONE, SECONDS = 1000, 8
TICKS = os.sysconf("SC_CLK_TCK")
WORDS = {"action": "read", "compartments": "CIR", "purpose": "case-page"}
Question = tuple[str, str]
"""A session and a case."""


def main() -> int:
    """Build a database, ask, and say what it cost; 1 when a promise is broken."""
    import psycopg
    from tests.access.keyd.world import Running, World

    from ruta.access.keys import keyfile
    from ruta.postgres import roles, schema
    from ruta.postgres.server import Server

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    (FOLDER / ".ruta").touch()
    server = Server(FOLDER / "postgres")
    server.start()
    try:
        server.make_database("ruta")
        owner = server.url(dbname="ruta", user=roles.OWNER)
        with psycopg.connect(owner) as connection:
            schema.open_to_servants(connection)
        migrated(owner)
        caps = {"RUTA_CAP_PERSON_HOUR": "1000000", "RUTA_CAP_OFFICE_HOUR": "1000000"}
        running = Running(FOLDER, server.url(dbname="ruta", user=roles.KEYD), caps)
        keyfile.create(running.key_file)
        running.start()
        try:
            with psycopg.connect(owner, autocommit=True) as connection:
                questions = filled(World(connection), running)
                connection.execute("vacuum analyze")
            return report(running, questions)
        finally:
            running.stop()
    finally:
        server.stop()


def migrated(owner: str) -> None:
    """The whole schema, made as the owner."""
    code = "from ruta.cli.process import framework as f; f.ready({}); f.migrate()"
    known = {"PYTHONPATH": str(HERE.parent / "src"), "RUTA_ROLE": "owner"}
    environment = {**os.environ, **known, "RUTA_DATABASE_URL": owner}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


def filled(world: Any, running: Any) -> list[Question]:
    """People, each with cases of their office, sealed in three compartments."""
    from ruta.access.keys.service import Sealing

    client, questions = running.client(), []
    for _ in range(PEOPLE):
        person = world.somebody()
        for _ in range(CASES):
            case_id: UUID = world.case_of(person)
            parts = [Sealing(case_id, letter, {"a": b"x"}) for letter in WORDS["compartments"]]
            client.seal_batch(parts, actor=person, purpose="benchmark")
            questions.append((person.session, str(case_id)))
    return questions


def report(running: Any, questions: list[Question]) -> int:
    """One client, then eight in two processes."""
    wall, cpu = alone(running, questions)
    rate, p95, cpu_many = together(running, questions)
    print(f"one client: p50 {wall[0]:.2f} ms, p95 {wall[1]:.2f} ms, CPU of keyd {cpu:.2f} ms")
    print(f"eight: {rate:.0f} a second, p95 {p95:.1f} ms, CPU of keyd {cpu_many:.2f} ms each")
    return 0 if wall[0] <= WALL_MS and cpu <= CPU_MS and rate >= A_SECOND else 1


def cpu_of(running: Any) -> float:
    """Milliseconds of CPU that the keeper has used."""
    fields = Path(f"/proc/{running.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICKS


def asked(path: Path, questions: list[Question], times: list[float]) -> None:
    """Ask them one after the other; milliseconds of each."""
    from ruta.access.keys.client import Client

    client = Client(path)
    for session, case_id in questions:
        began = time.perf_counter()
        client.ask("keys", session=session, case_id=case_id, **WORDS)
        times.append((time.perf_counter() - began) * 1000)


def alone(running: Any, questions: list[Question]) -> tuple[tuple[float, float], float]:
    asked(running.socket, questions[:100], [])
    before, times = cpu_of(running), []  # type: ignore[var-annotated]
    asked(running.socket, (questions * 2)[:ALONE], times)
    ends = statistics.quantiles(times, n=20)
    return (statistics.median(times), ends[-1]), (cpu_of(running) - before) / ALONE


def together(running: Any, questions: list[Question]) -> tuple[float, float, float]:
    """Answers a second, the slowest of twenty in ms, and CPU of an answer in ms."""
    before = cpu_of(running)
    words = [sys.executable, __file__, "ask", str(running.socket)]
    half = len(questions) // 2
    parts = [questions[:half], questions[half:]]
    told = ["\n".join(" ".join(question) for question in part) for part in parts]
    asking = [
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in parts
    ]
    for process, text in zip(asking, told, strict=True):
        assert process.stdin is not None
        process.stdin.write(text)
        process.stdin.close()
    times = [float(line) for process in asking for line in process.stdout or ()]
    for process in asking:
        process.wait()
    cpu = (cpu_of(running) - before) / len(times)
    return len(times) / SECONDS, statistics.quantiles(times, n=20)[-1], cpu


def ask(path: Path) -> None:
    """Four clients for a few seconds; prints the milliseconds of every answer."""
    questions = [tuple(line.split()) for line in sys.stdin]
    times: list[list[float]] = [[] for _ in range(4)]
    until = time.monotonic() + SECONDS

    def work(number: int) -> None:
        while time.monotonic() < until:
            for question in questions[number::4]:
                if time.monotonic() >= until:
                    break
                asked_one(path, question, times[number])

    threads = [threading.Thread(target=work, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("\n".join(str(each) for part in times for each in part))


_clients = threading.local()


def asked_one(path: Path, question: tuple[str, ...], times: list[float]) -> None:
    """One question on this thread's connection."""
    from ruta.access.keys.client import Client

    client = getattr(_clients, "client", None) or Client(path)
    _clients.client = client
    began = time.perf_counter()
    client.ask("keys", session=question[0], case_id=question[1], **WORDS)
    times.append((time.perf_counter() - began) * 1000)


if __name__ == "__main__":
    if sys.argv[1:2] == ["ask"]:
        ask(Path(sys.argv[2]))
    else:
        raise SystemExit(main())
