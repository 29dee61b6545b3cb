"""What is tidied every quarter of an hour: sessions that are over, waits that are over."""

from django.db import connection
from procrastinate.contrib.django import app

from ruta.access import sessions, throttle

QUARTERLY = "*/15 * * * *"


@app.periodic(cron=QUARTERLY)
@app.task(queueing_lock="access-tidy", pass_context=False)
def tidy(timestamp: int) -> tuple[int, int]:
    """
    Remove the sessions that are over and the counts of failed attempts whose wait is over.

    :param timestamp: when the job was due, in seconds; the work is done as of the database's now
    :returns: how many of each were removed
    """
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        (now,) = cursor.fetchone()
    return sessions.forget(now=now), throttle.forget(now=now)
