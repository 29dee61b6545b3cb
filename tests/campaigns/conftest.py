"""What campaigns share with other tests: the keys of cases, a keeper of keys, a superuser."""

from tests.access.audit.conftest import append, keyd, superuser
from tests.access.keyd.conftest import database, keyd_url, owner, starting, world
from tests.cases.conftest import key_file, keys

__all__ = [
    "append", "database", "key_file", "keyd", "keyd_url", "keys", "owner", "starting",
    "superuser", "world",
]  # fmt: skip
