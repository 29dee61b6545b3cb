"""The days a queue speaks of: the rest of today and the days coming, in the rulebook's zone."""

from datetime import datetime, timedelta

from ruta.law import rulebook

COMING_DAYS = 7


def end_of_today(now: datetime) -> datetime:
    """The last instant of the local day of `now`."""
    here = now.astimezone(rulebook.default().zone)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return midnight - timedelta(microseconds=1)


def instants(now: datetime) -> dict[str, datetime]:
    """The parameters `now`, `today` and `coming` of a statement about queues."""
    today = end_of_today(now)
    return {"now": now, "today": today, "coming": today + timedelta(days=COMING_DAYS)}
