"""
The stage of the journeys: directory, people of the demonstration, and a small invented caseload.

Run as `python -m tests.journeys.stage CASES` in the environment of the owner, so that Django's one
connection a process stays that of the tests in the tests, and of the owner here.
"""

import sys


def load(cases: int) -> None:
    """Fill a database that has a schema and nothing else, as `ruta demo` does."""
    import django

    django.setup()
    from django.db import transaction

    from ruta.cli.process import caseload, stock

    stock.make_keys()
    with transaction.atomic():
        stock.load_reference()
        caseload.load(cases, tell=lambda number: None)
        stock.mark_demonstration()


if __name__ == "__main__":
    load(int(sys.argv[1]))
