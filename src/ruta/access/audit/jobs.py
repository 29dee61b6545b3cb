"""Every quarter of an hour: the head of the audit goes to the witnesses, or others are told."""

import logging

from procrastinate.contrib.django import app

from ruta.access.audit import deliveries
from ruta.access.keys import vault

LOG = logging.getLogger("ruta.access")
EACH_QUARTER = "*/15 * * * *"


@app.periodic(cron=EACH_QUARTER)
@app.task(queueing_lock="audit-head", pass_context=False)
def witness_head(timestamp: int) -> int:
    """
    Sign the head of the audit and offer it to every witness; none configured, nothing is done.

    The jobs hold no key: the keeper of keys signs.

    :param timestamp: when the job was due, in seconds; the head is that of now
    :returns: how many heads were taken
    """
    witnesses = deliveries.installed()
    if not witnesses:
        return 0
    taken = deliveries.witness_head(vault.service(), witnesses)
    LOG.info("heads of the audit witnessed", extra={"count": taken})
    return taken


@app.periodic(cron=EACH_QUARTER)
@app.task(queueing_lock="audit-unwitnessed", pass_context=False)
def tell_unwitnessed(timestamp: int) -> bool:
    """
    Tell whoever oversees and the administrators when no witness took a head for a day.

    A job of its own: it needs no keeper of keys, whose absence is one reason for there being none.

    :param timestamp: when the job was due, in seconds; the database's clock counts
    :returns: whether they were told now
    """
    told = deliveries.tell_when_stale()
    if told:
        LOG.warning("no witness took a head of the audit for a day")
    return told
