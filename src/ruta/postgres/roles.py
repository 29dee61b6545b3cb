"""
The roles of a Ruta database: one owns the schema; the web, the jobs, the keys and what writes the
de-identified extract have theirs.
"""

import psycopg
from psycopg import sql

from ruta.postgres.refusal import Refusal

OWNER = "ruta_owner"
WEB = "ruta_web"
WORKER = "ruta_worker"
KEYD = "ruta_keyd"
EXTRACT = "ruta_extract"
SERVANTS = (WEB, WORKER, KEYD, EXTRACT)
BY_NAME = {"web": WEB, "worker": WORKER, "keyd": KEYD, "extract": EXTRACT}


class RolesMissing(Refusal):
    """The roles do not exist and this connection may not make them; the message says the SQL."""


def missing(connection: psycopg.Connection, names: tuple[str, ...] = SERVANTS) -> list[str]:
    """Those of `names` that the server does not know."""
    rows = connection.execute("select rolname from pg_roles where rolname = any(%s)", [list(names)])
    present = {name for (name,) in rows}
    return [name for name in names if name not in present]


def make(
    connection: psycopg.Connection,
    *,
    names: tuple[str, ...] = SERVANTS,
    passwords: dict[str, str] | None = None,
) -> list[str]:
    """
    Make the roles that are missing: they may log in, and own, create and bypass nothing.

    :raises RolesMissing: when the connection may not create roles
    """
    lacking = missing(connection, names)
    for name in lacking:
        clause = sql.SQL("create role {} login nosuperuser nocreatedb nocreaterole nobypassrls")
        statement = clause.format(sql.Identifier(name))
        if passwords and name in passwords:
            statement += sql.SQL(" password {}").format(sql.Literal(passwords[name]))
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege as error:
            wanted = "; ".join(f"create role {name} login" for name in lacking)
            raise RolesMissing(
                f"an administrator of the server must first run: {wanted}"
            ) from error
    return lacking
