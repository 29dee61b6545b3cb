"""Django made ready inside a subcommand, and the steps that need it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
LOCK_TIMEOUT = "-c lock_timeout=5s -c statement_timeout=0"


def ready(environment: dict[str, str]) -> None:
    """Set Django up for this process, which works in one role from now on."""
    os.environ.update(environment)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ruta.settings"
    import django

    django.setup()


@contextmanager
def cautious() -> Iterator[None]:
    """Within, a statement that waits 5 s for a lock fails instead of holding everybody up."""
    from django.db import connection

    options = connection.settings_dict["OPTIONS"]
    connection.close()
    before = options.get("options")
    options["options"] = f"{before or ''} {LOCK_TIMEOUT}".strip()
    try:
        yield
    finally:
        connection.close()
        options.pop("options")
        if before:
            options["options"] = before


def pending_migrations() -> list[str]:
    """The migrations that this version brings and the database lacks, as `app.name`."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> None:
    """Apply what is pending, as the owner, each migration in its own transaction."""
    from django.core.management import call_command

    with cautious():
        call_command("migrate", interactive=False, verbosity=0, stdout=StringIO())


def compile_languages(folder: Path = PACKAGE) -> int:
    """
    Compile each `.po` in or under `folder` that is newer than its `.mo`; how many were.

    A language without a compiled catalogue falls back silently, so this runs at every start.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    done = 0
    for source in folder.rglob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        part = target.with_suffix(".part")
        with part.open("wb") as binary:
            write_mo(binary, catalogue)
        part.replace(target)
        done += 1
    return done
