"""Stock the test database as the owner, from a thread of its own: Django's connections are one a
thread, and the test's own connection is the web's and inside a transaction."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import connections

from ruta.access import demo
from ruta.directory import loading
from ruta.postgres import address, roles
from ruta.postgres.server import Server


@dataclass(frozen=True)
class Stock:
    """What one loading wrote, and how long it took."""

    written: loading.Counts
    people: int
    seconds: float


def load(server: Server, database_name: str) -> Stock:
    """Load the directory and the demonstration's people, and commit."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(_load, server.url(dbname=database_name, user=roles.OWNER)).result()


def _load(url: str) -> Stock:
    mine = connections.create_connection("default")
    mine.settings_dict = {**mine.settings_dict, **address.parse(url)}
    connections["default"] = mine
    try:
        began = time.perf_counter()
        written = loading.load()
        seconds = time.perf_counter() - began
        return Stock(written, demo.load(), seconds)
    finally:
        mine.close()
