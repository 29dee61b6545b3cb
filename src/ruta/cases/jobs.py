"""What is done every night: recurring duties roll on, then every case is verified."""

import logging

from django.db import connection
from procrastinate.contrib.django import app

from . import rolling, verification

LOG = logging.getLogger("ruta.cases")
NIGHTLY = "15 8 * * *"  # 03:15 in Lima; schedules are read in UTC


@app.periodic(cron=NIGHTLY)
@app.task(queueing_lock="cases-nightly", pass_context=False)
def roll_and_verify(timestamp: int) -> tuple[int, int]:
    """
    Roll recurring duties and verify all cases; differences are logged by identifier.

    :param timestamp: when the job was due, in seconds; the work is done as of the database's now
    :returns: how many cases were computed again, and how many differences were found
    """
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        (now,) = cursor.fetchone()
    rolled = sum(1 for _ in rolling.roll(now))
    found = 0
    for difference in verification.differences(now):
        found += 1
        LOG.error("the case file differs from its acts", extra={"difference": _brief(difference)})
    LOG.info("cases verified", extra={"rolled": rolled, "differences": found})
    return rolled, found


def _brief(difference: verification.Difference) -> str:
    return f"{difference.case_id} {difference.table} {difference.row} {difference.column}"
