"""
What is done every night: recurring duties roll on, every case is verified, and the extract is
written.
"""

import logging

import psycopg
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from ruta.access.keys import vault

from . import rolling, verification

LOG = logging.getLogger("ruta.cases")
NIGHTLY = "15 8 * * *"  # 03:15 in Lima; schedules are read in UTC
BEFORE_WORK = "30 9 * * *"  # 04:30 in Lima


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


@app.periodic(cron=BEFORE_WORK)
@app.task(queueing_lock="cases-extract", pass_context=False)
def write_extract(timestamp: int) -> tuple[int, int]:
    """
    Write the de-identified extract, where this worker was given the address for it; else nothing.

    :param timestamp: when the job was due, in seconds
    :returns: how many cases were written, and how many of them had changed
    """
    if not settings.RUTA_EXTRACT_DATABASE_URL:
        return 0, 0
    from . import extract  # of columns: every page would carry what it needs

    out = settings.RUTA_VAR / "extract"
    with psycopg.connect(settings.RUTA_EXTRACT_DATABASE_URL, autocommit=True) as own:
        written = extract.write(own, out, keeper=vault.service())
    LOG.info("extract written", extra={"cases": written.cases, "acts": written.acts})
    return written.cases, written.read
