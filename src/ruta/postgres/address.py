"""Where a database is: the URL an installation gives, and the settings Django wants."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from ruta.postgres.refusal import Refusal


class AddressRefused(Refusal):
    """A database address that PostgreSQL's client library cannot read."""


def parse(url: str) -> dict[str, Any]:
    """
    Django's connection settings for a URL (or a libpq `key=value` line).

    An empty address gives settings that name no server: code that needs no database runs, and the
    first query fails.

    :raises AddressRefused: without quoting the address, which may hold a password
    """
    try:
        parts = dict(conninfo_to_dict(url))
    except ProgrammingError as error:
        raise AddressRefused("the database URL cannot be read") from error
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host"}
    settings: dict[str, Any] = {
        name: str(parts.pop(key, None) or "") for name, key in known.items()
    }
    settings["PORT"] = str(parts.pop("port", None) or "")
    settings["OPTIONS"] = {name: value for name, value in parts.items() if value is not None}
    return settings


def url(
    *,
    dbname: str,
    user: str,
    host: str,
    port: int | str = "",
    password: str = "",
    options: Mapping[str, str] | None = None,
) -> str:
    """A URL for these parts; `host` may be the folder of a Unix socket."""
    secret = f":{quote(password, safe='')}" if password else ""
    query = {"host": host, **({"port": str(port)} if port else {}), **(options or {})}
    return (
        f"postgresql://{quote(user)}{secret}@/{quote(dbname)}?{urlencode(query, quote_via=quote)}"
    )


def with_user(address: str, *, user: str, password: str = "", dbname: str = "") -> str:
    """The same server for another role, and for another database when one is named."""
    parts = conninfo_to_dict(address)
    rest = {
        name: str(value)
        for name, value in parts.items()
        if value is not None and name not in {"user", "password", "dbname", "host", "port"}
    }
    return url(
        dbname=dbname or str(parts.get("dbname") or user),
        user=user,
        password=password,
        host=str(parts.get("host") or ""),
        port=str(parts.get("port") or ""),
        options=rest,
    )
