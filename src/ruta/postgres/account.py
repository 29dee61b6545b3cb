"""Who runs PostgreSQL: it refuses root, so root steps down without making an account.

An ordinary user runs it as they are. Root runs it in a user namespace, where root is seen as user
1000; where the kernel forbids namespaces, as an unprivileged account that already exists.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruta.postgres.refusal import Refusal

NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")
ACCOUNTS = ("postgres", "nobody")


class NoAccount(Refusal):
    """Root found no way to run PostgreSQL as somebody else."""


@dataclass(frozen=True)
class Account:
    """A command prefix and process arguments that make a child run as somebody who is not root."""

    name: str
    prefix: tuple[str, ...] = ()
    process: dict[str, Any] = field(default_factory=dict)
    uid: int | None = None
    gid: int | None = None

    def take(self, folder: Path) -> None:
        """Make `folder` the account's, closed to others."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)


def namespaces_allowed() -> bool:
    """Whether this machine lets us make a user namespace."""
    if shutil.which(NAMESPACE[0]) is None:
        return False
    return subprocess.run([*NAMESPACE, "true"], check=False, capture_output=True).returncode == 0


def _existing(name: str, *, must_reach: Path) -> Account | None:
    """The account of that name, if there is one and it can walk to `must_reach`."""
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    who: dict[str, Any] = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    nearest = next(folder for folder in (must_reach, *must_reach.parents) if folder.exists())
    try:
        reached = subprocess.run(
            ["test", "-x", str(nearest)], check=False, capture_output=True, cwd="/", **who
        )
    except (PermissionError, subprocess.SubprocessError):
        return None
    if reached.returncode != 0:
        return None
    return Account(name=name, process=who, uid=entry.pw_uid, gid=entry.pw_gid)


def choose(folder: Path, programs: Path, *, namespaces: bool | None = None) -> Account:
    """
    The account that may run the programs in `programs` over data in `folder`.

    :param namespaces: whether to use a user namespace; None asks the machine
    :raises NoAccount: root, no namespace, and no account that reaches both folders
    """
    if os.geteuid() != 0:
        return Account(name="self")
    if namespaces_allowed() if namespaces is None else namespaces:
        return Account(name="namespace", prefix=NAMESPACE)
    for name in ACCOUNTS:
        found = _existing(name, must_reach=programs)
        if found and _existing(name, must_reach=folder.parent):
            return found
    raise NoAccount(
        "PostgreSQL does not run as root, and this machine forbids user namespaces: "
        "run ./ruta as an ordinary user, or set DATABASE_URL"
    )
