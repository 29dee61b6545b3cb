"""PostgreSQL's own programs on a database, with pipes between them."""

import contextlib
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from psycopg.conninfo import conninfo_to_dict

from ruta.postgres import address, binaries
from ruta.postgres.refusal import Refusal

Source = Callable[[IO[bytes]], None]
DAMAGED = "the backup is damaged; the database is as it was"


class ArchiveRefused(Refusal):
    """A backup could not be written or read back."""


def copy(source: IO[bytes], target: IO[bytes]) -> None:
    """All of one stream into another."""
    shutil.copyfileobj(source, target)


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs."""
    return str(binaries.find() / name)


@contextlib.contextmanager
def reading(name: str, owner: str, *words: str) -> Iterator[IO[bytes]]:
    """
    What a program says about the database, as a stream.

    :raises ArchiveRefused: the program failed, with its first reason
    """
    with _start(name, owner, *words, stdin=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        problems = _gathered(process)
        yield process.stdout
        process.stdout.close()
        code = process.wait()
    if code != 0:
        raise ArchiveRefused(f"{name} failed: {first_error(problems())}")


@dataclass(frozen=True)
class Script:
    """A script that psql is running; it stops at the first error."""

    stdin: IO[bytes]

    def say(self, lines: Sequence[str]) -> None:
        """Add statements."""
        with contextlib.suppress(BrokenPipeError):
            self.stdin.write("".join(f"{line};\n" for line in lines).encode())

    def pour(self, source: IO[bytes]) -> None:
        """Add all of a stream."""
        with contextlib.suppress(BrokenPipeError):
            copy(source, self.stdin)


@contextlib.contextmanager
def executing(owner: str) -> Iterator[Script]:
    """
    A script in psql, up to the end of the block; what leaves the block by an error is not told
    "commit" and so undoes a transaction that the script began.

    :raises ArchiveRefused: psql failed, with its first reason
    """
    words = ("--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--file=-")
    with _start("psql", owner, *words, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        threading.Thread(target=process.stdout.read, daemon=True).start()
        problems = _gathered(process)
        refusal: ArchiveRefused | None = None
        try:
            yield Script(process.stdin)
        except ArchiveRefused as error:
            # A source that lost its reader fails too; what psql itself says comes first.
            refusal = error
        finally:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            code = process.wait()
    if code != 0:
        raise ArchiveRefused(f"psql failed: {first_error(problems())}")
    if refusal:
        raise refusal


@contextlib.contextmanager
def as_sql(source: Source) -> Iterator[IO[bytes]]:
    """
    The script that an archive stands for.

    :param source: writes the archive into the pipe that it is given
    :raises ArchiveRefused: of the source, or because the archive is damaged
    """
    words = [program("pg_restore"), "--no-owner", "--file=-"]
    quiet = subprocess.DEVNULL
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=quiet) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        failures: list[BaseException] = []
        feeding = threading.Thread(target=_feed, args=(source, process.stdin, failures))
        feeding.start()
        try:
            yield process.stdout
        finally:
            process.stdout.close()
            feeding.join()
            code = process.wait()
    if failures:
        raise failures[0]
    if code != 0:
        raise ArchiveRefused(DAMAGED)


def _feed(source: Source, pipe: IO[bytes], failures: list[BaseException]) -> None:
    """Write into a pipe and close it; a reader that went away says itself why."""
    try:
        source(pipe)
    except BrokenPipeError:
        pass
    except BaseException as error:
        failures.append(error)
    finally:
        with contextlib.suppress(BrokenPipeError):
            pipe.close()


def _start(name: str, owner: str, *words: str, stdin: int) -> subprocess.Popen[bytes]:
    """Start a program on the database; the password goes by the environment, not by the words."""
    parts = conninfo_to_dict(owner)
    password = str(parts.get("password") or "")
    bare = address.with_user(owner, user=str(parts.get("user") or ""))
    return subprocess.Popen(
        [program(name), "--dbname", bare, "--no-password", *words],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **({"PGPASSWORD": password} if password else {})},
    )


def _gathered(process: subprocess.Popen[bytes]) -> Callable[[], str]:
    """Read what a program complains of while it runs; the answer gives it at the end."""
    said: list[bytes] = []

    def read() -> None:
        assert process.stderr is not None
        said.append(process.stderr.read())

    thread = threading.Thread(target=read)
    thread.start()

    def problems() -> str:
        thread.join()
        return b"".join(said).decode(errors="replace")

    return problems


def first_error(text: str) -> str:
    """The first line that names an error, without what stands before it."""
    lines = [line for line in text.splitlines() if "error" in line.lower()] or ["no reason given"]
    return re.split(r"error:", lines[0], flags=re.IGNORECASE)[-1].strip()
