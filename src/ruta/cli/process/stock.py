"""What a demonstration puts into a database, and the mark by which it knows its own."""

from pathlib import Path

from ruta.postgres.refusal import Refusal

MARK = "Ruta: a demonstration, with invented cases only"


class NotADemonstration(Refusal):
    """The database holds cases that no demonstration put there."""


def has_demonstration() -> bool:
    """Whether a demonstration finished loading into this database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select obj_description('public'::regnamespace, 'pg_namespace')")
        row = cursor.fetchone()
    return bool(row and row[0] == MARK)


def mark_demonstration() -> None:
    """Say on the schema that it is a demonstration, loaded to the end; a backup keeps the mark."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"comment on schema public is '{MARK}'")


def refuse_real_cases() -> None:
    """:raises NotADemonstration: the database has cases, and no mark of a demonstration"""
    from django.db import connection

    if has_demonstration() or "cases_case" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from cases_case)")
        row = cursor.fetchone()
    if row and row[0]:
        raise NotADemonstration(
            "this database holds cases and is no finished demonstration: start with --fresh "
            "(our own server), or name another database"
        )


def make_keys() -> None:
    """Make the key file at the first start of a demonstration."""
    from django.conf import settings

    from ruta.access.keys import keyfile

    if not Path(settings.RUTA_KEY_FILE).exists():
        keyfile.create(Path(settings.RUTA_KEY_FILE))


def load_reference() -> None:
    """Load the directory of offices and the demonstration accounts."""
    from ruta.access import demo
    from ruta.directory import loading

    loading.load()
    demo.load()
