"""
Time in words, in Spanish and English: "faltan 5 h 20 min", "vencido hace 3 días".

Spans are always rounded down: what is left is never overstated, what is late never exaggerated.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from . import lima

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOURS_UP_TO = 2 * DAY  # below this a span is told in hours, from here in days
SHORT_TERM = 3 * DAY  # a term this short is lived in hours until it ends
YEARS_FROM = 730 * DAY

UNDER_A_MINUTE = {"es": "menos de 1 min", "en": "less than 1 min"}
DAYS = {"es": ("día", "días"), "en": ("day", "days")}
YEARS = {"es": ("año", "años"), "en": ("year", "years")}

SAYS = {
    "es": {
        "just now": "ahora mismo",
        "ago": "hace {span}",
        "ahead": "dentro de {span}",
        "left": "faltan {span}",
        "left one": "falta {span}",
        "overdue": "vencido hace {span}",
        "met": "cumplido a tiempo, en {span}",
        "met unlimited": "cumplido en {span}",
        "met-late": "cumplido {span} tarde",
        "discharged": "ya no se debe desde el {when}",
        "voided": "sin efecto: se anuló el acto que lo inició",
        "open": "sin plazo fijado; van {span}",
        "open immediate": "de inmediato; van {span}",
        "window open": "hay tiempo hasta el {when}",
        "used": "ejercido a tiempo, en {span}",
        "lapsed": "el plazo pasó hace {span}",
        "used late": "ejercido {span} tarde",
        "kept": "se respeta; van {span}",
        "order pending": "aún no corresponde; van {span}",
        "order kept": "en el orden debido",
        "breached": "infringido el {when}",
        "broken": "fuera de orden, el {when}",
    },
    "en": {
        "just now": "just now",
        "ago": "{span} ago",
        "ahead": "in {span}",
        "left": "{span} left",
        "left one": "{span} left",
        "overdue": "overdue by {span}",
        "met": "met in time, in {span}",
        "met unlimited": "met in {span}",
        "met-late": "met {span} late",
        "discharged": "no longer owed since {when}",
        "voided": "voided: the act that started it was annulled",
        "open": "no time limit set; {span} so far",
        "open immediate": "at once; {span} so far",
        "window open": "open until {when}",
        "used": "used in time, in {span}",
        "lapsed": "lapsed {span} ago",
        "used late": "used {span} late",
        "kept": "kept; {span} so far",
        "order pending": "not due yet; {span} so far",
        "order kept": "in the right order",
        "breached": "breached on {when}",
        "broken": "out of order, on {when}",
    },
}


def span(
    length: timedelta, language: str | None = "es", *, hours_up_to: timedelta = HOURS_UP_TO
) -> str:
    """
    A length of time: "45 min", "5 h 20 min", "38 h", "3 días", "2 años"; its sign is dropped.

    Minutes are told below a day, hours below `hours_up_to`, days after it.
    """
    length, words = abs(length), lima.spoken(language)
    if length < MINUTE:
        return UNDER_A_MINUTE[words]
    if length < HOUR:
        return f"{length // MINUTE} min"
    if length < min(DAY, hours_up_to):
        hours, rest = divmod(length, HOUR)
        return f"{hours} h {rest // MINUTE} min" if rest >= MINUTE else f"{hours} h"
    if length < hours_up_to:
        return f"{length // HOUR} h"
    if length < YEARS_FROM:
        return _counted(length // DAY, DAYS[words])
    return _counted(length // (365 * DAY), YEARS[words])


def _counted(number: int, names: tuple[str, str]) -> str:
    return f"{number:,} {names[0] if number == 1 else names[1]}"


def ago(moment: datetime, now: datetime, language: str | None = "es") -> str:
    """How long ago an instant was, or how far ahead it is: "hace 3 días", "ahora mismo"."""
    says = SAYS[lima.spoken(language)]
    if abs(now - moment) < MINUTE:
        return says["just now"]
    return says["ago" if moment <= now else "ahead"].format(span=span(now - moment, language))


def left(due_at: datetime, now: datetime, language: str | None, *, term: timedelta) -> str:
    """What is left of a term: hours until the end where the whole term is short."""
    hours_up_to = max(HOURS_UP_TO, term if term <= SHORT_TERM else HOURS_UP_TO)
    text = span(due_at - now, language, hours_up_to=hours_up_to + MINUTE)
    one = text.startswith("1 ") or due_at - now < MINUTE
    return SAYS[lima.spoken(language)]["left one" if one else "left"].format(span=text)


def standing(
    status: str,
    *,
    kind: str,
    started_at: datetime,
    now: datetime,
    due_at: datetime | None = None,
    met_at: datetime | None = None,
    discharged_at: datetime | None = None,
    breached_at: datetime | None = None,
    language: str | None = "es",
) -> str:
    """
    How a duty stands, in one phrase; `status` and `kind` are the words of `ruta.law`.

    :raises KeyError: if the status is none of the law's words
    """
    says = SAYS[lima.spoken(language)]
    if status == "pending" and due_at and kind != "order":
        return left(due_at, now, language, term=due_at - started_at)
    key = _phrase(status, kind, limited=due_at is not None, done=met_at is not None)
    length = _length(key, started_at, due_at, met_at, now)
    when = {
        "discharged": discharged_at,
        "breached": breached_at,
        "broken": breached_at,
        "window open": due_at,
    }.get(key)
    return says[key].format(
        span=span(length, language),
        when=lima.instant(when, language) if when else "",
    )


def _phrase(status: str, kind: str, *, limited: bool, done: bool) -> str:
    """The phrase that fits a status of this kind of limit."""
    special = {
        ("met", False): "met unlimited",
        ("pending", False): "open",
    }.get((status, limited), status)
    by_kind = {
        ("open", "immediate"): "open immediate",
        ("open", "right-window"): "window open",
        ("kept", "order"): "order kept",
    }.get((special, kind), special)
    if kind == "order" and status == "pending":
        return "order pending"
    return "used late" if status == "lapsed" and done else by_kind


def _length(
    key: str,
    started_at: datetime,
    due_at: datetime | None,
    met_at: datetime | None,
    now: datetime,
) -> timedelta:
    """The length a phrase tells: since the due instant when late, since the start otherwise."""
    end = met_at or now
    late = key in {"overdue", "met-late", "lapsed", "used late"}
    return end - (due_at if late and due_at else started_at)
