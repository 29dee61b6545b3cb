"""The data folder: made by Ruta, marked as such, and used by one Ruta at a time."""

import fcntl
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ruta.postgres.refusal import Refusal

MARK = ".ruta"
TO_BEGIN_MB = 400
TO_GO_ON_MB = 50


def data_folder() -> Path:
    """The folder of this installation: RUTA_VAR, else `var` where we stand."""
    return Path(os.environ.get("RUTA_VAR") or "var").resolve()


class FolderRefused(Refusal):
    """The data folder cannot be used, or may not be deleted."""


@dataclass
class Folder:
    """The folder at `path` (RUTA_VAR): database, keys, logs and backups of one installation."""

    path: Path
    _lock: TextIO | None = None

    def prepare(self) -> None:
        """
        Make the folder, or recognise it.

        :raises FolderRefused: it holds things that are not Ruta's
        """
        if self.is_ours:
            return
        if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
            raise FolderRefused(
                f"{self.path} exists and is not a folder that Ruta made: "
                "choose another with RUTA_VAR"
            )
        self.path.mkdir(parents=True, exist_ok=True)
        (self.path / MARK).write_text("Made by Ruta; `./ruta demo --fresh` may delete it.\n")

    def check_room(self) -> None:
        """:raises FolderRefused: the disk has too little room to begin, or to go on"""
        needed_mb = TO_GO_ON_MB if (self.path / "postgres").exists() else TO_BEGIN_MB
        free_mb = shutil.disk_usage(self.path).free // 1_000_000
        if free_mb < needed_mb:
            raise FolderRefused(
                f"only {free_mb} MB are free where {self.path} is; Ruta needs {needed_mb} MB"
            )

    @property
    def is_ours(self) -> bool:
        """Whether Ruta made this folder."""
        return (self.path / MARK).is_file()

    def hold(self) -> bool:
        """Take the folder for this process until it ends; False when another Ruta has it."""
        lock = (self.path / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock
        return True

    @property
    def held(self) -> bool:
        """Whether this process has the folder."""
        return self._lock is not None

    def holder(self) -> str:
        """The process number of whoever holds the folder."""
        return (self.path / "lock").read_text().strip() or "unknown"

    def release(self) -> None:
        """Let another Ruta take the folder."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def empty(self) -> None:
        """
        Delete what Ruta kept here: database, keys, logs. Only the mark and the lock stay.

        :raises FolderRefused: Ruta did not make this folder
        """
        if not self.is_ours:
            raise FolderRefused(f"{self.path} is not a folder that Ruta made; nothing was deleted")
        for entry in self.path.iterdir():
            if entry.name in {MARK, "lock"}:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()


def kept_secret(path: Path, *, make: str) -> str:
    """The text in a file that only we may read; written with `make` when there is none."""
    if not path.exists():
        part = path.with_suffix(".part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(make)
        part.replace(path)
    return path.read_text()
