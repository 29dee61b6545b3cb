"""A migration operation that grants a role exactly what it needs on a table.

Each app grants on its own tables in its own migrations, so that what the web and the jobs may do
is read beside the table it concerns. Nothing is granted by default::

    operations = [Grant("web", "select, insert", on="cases_act")]
"""

import re
from typing import Any

from django.db.migrations.operations.base import Operation

from ruta.postgres import roles

ALLOWED = frozenset({"select", "insert", "update", "delete", "usage", "execute"})


COLUMNS = re.compile(r"\s*\([^)]*\)")


class Grant(Operation):
    """
    Grant privileges to a role of ours; going backwards leaves them.

    :param to: `web`, `worker`, `keyd`, `extract`, or several with commas
    :param privileges: comma-separated, of `select insert update delete usage execute`; a privilege
        may name columns, as in `update (read_at)`
    :param on: a table name, or an object with its kind (`sequence access_x_id_seq`,
        `function cases_append(uuid)`)
    """

    reduces_to_sql = True
    reversible = True
    elidable = False

    def __init__(self, to: str, privileges: str, on: str) -> None:
        self.to = to
        self.privileges = privileges
        self.on = on
        for privilege in COLUMNS.sub("", privileges).split(","):
            word = privilege.strip().lower()
            if word not in ALLOWED:
                raise ValueError(f"{word!r} is not a privilege that Ruta grants")

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Grants are not part of Django's picture of the models."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for name in self.to.split(","):
            role = roles.BY_NAME[name.strip()]
            schema_editor.execute(f"grant {self.privileges} on {self.on} to {role}", params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Migrations of Ruta go forward only; a grant on a dropped table goes with it."""

    def describe(self) -> str:
        return f"Grant {self.privileges} on {self.on} to {self.to}"
