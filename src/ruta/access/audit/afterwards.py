"""
What is written once the answer is out: notes and alerts of a request that was refused.

A refusal ends its request's transaction by undoing it, and what was written there with it. It must
also take no longer than the answer of a thing that does not exist. So the pages leave here what is
to be written, and it is written when the answer has gone, each in a transaction of its own.
"""

import logging
from collections.abc import Callable
from threading import local
from typing import Any

from django.core.signals import request_finished
from django.db import DatabaseError, transaction

LOG = logging.getLogger("ruta.access")


class _Left(local):
    """What this thread's request has left to be written."""

    def __init__(self) -> None:
        self.writes: list[Callable[[], object]] = []


_left = _Left()


def write(what: Callable[[], object]) -> None:
    """Leave something to be written when this request is over."""
    _left.writes.append(what)


def settle(**_signal: Any) -> None:
    """Write what was left; what cannot be written is told to the log."""
    while _left.writes:
        what = _left.writes.pop(0)
        try:
            with transaction.atomic():
                what()
        except DatabaseError:
            LOG.exception("a note of the audit was not written")


request_finished.connect(settle, dispatch_uid="ruta.access.audit")
