"""
The stage of the journeys: directory, people of the demonstration, and a small invented caseload
at the desks of the accounts of Puno, so that each of them finds work.

Run as `python -m tests.journeys.stage CASES` in the environment of the owner, so that Django's one
connection a process stays that of the tests in the tests, and of the owner here.
"""

import sys

DEPARTMENT = "Puno"
RECENT = 0.6


def load(cases: int) -> None:
    """Fill a database that has a schema and nothing else, as `ruta demo` does."""
    import django

    django.setup()
    from django.db import transaction

    from ruta.cli.process import stock

    stock.make_keys()
    with transaction.atomic():
        stock.load_reference()
        load_cases(cases)
        stock.mark_demonstration()


def load_cases(cases: int) -> None:
    """Invent the cases, the same ones every time but for the instant they reach up to."""
    from django.contrib.auth import get_user_model

    from ruta.cases import bulk
    from ruta.cli.process import caseload, hands
    from ruta.simulator import country

    staffed = set(get_user_model().objects.values_list("office_id", flat=True))
    near = [each for each in caseload.desks() if each.department == DEPARTMENT]
    types = {each.type for each in near if each.id in staffed}
    offices = [each for each in near if each.id in staffed or each.type not in types]
    stream = country.simulate(
        cases=cases,
        seed=caseload.SEED,
        until=caseload.present(),
        offices=offices,
        departments=[DEPARTMENT],
        recent_share=RECENT,
    )
    with bulk.lifted():
        bulk.load(hands.given(stream))


if __name__ == "__main__":
    load(int(sys.argv[1]))
