"""Every day at dawn: the reports that are due."""

import logging

from django.db import connection
from procrastinate.contrib.django import app

from . import reports

LOG = logging.getLogger("ruta.cases")
DAILY = "30 10 * * *"  # 05:30 in Lima; schedules are read in UTC


@app.periodic(cron=DAILY)
@app.task(queueing_lock="cases-reports", pass_context=False)
def make_reports(timestamp: int) -> int:
    """
    Make the reports that are due; nobody is written to, they wait on a page of the office.

    :param timestamp: when the job was due, in seconds; the work is done as of the database's now
    :returns: how many were made
    """
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        (now,) = cursor.fetchone()
    made = sum(1 for _ in reports.make_due(now))
    LOG.info("reports made", extra={"count": made})
    return made
