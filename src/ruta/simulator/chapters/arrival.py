"""
How a case begins: the door she comes through, the complaint, the risk form, the first notices.

Each door ends by saying when, if ever, the protection court and the prosecutor get the file.
"""

from typing import NamedTuple

from ruta.simulator import risk_form
from ruta.simulator.journey import Journey
from ruta.simulator.people import account

POLICE, COURT, PROSECUTOR, CEM = "pnp", "juzgado-familia", "fiscalia-penal", "cem"
WRITING = 20 * 60  # seconds between the form and the report that encloses it


class Arrived(NamedTuple):
    """Instants at which the file reaches court and prosecutor; None: it never does."""

    complained_at: int | None
    court_at: int | None
    prosecutor_at: int | None
    detained_at: int | None = None


def arrive(journey: Journey) -> Arrived:
    """Through the door where she reported, or through a service that hears of it first."""
    at = journey.opened
    if journey.chance("reported-before-cem"):
        return _DOORS[journey.draw.code("door-of-complaint")](journey, at)
    _first_heard(journey, at)
    if not journey.chance("complaint-after-care"):
        risk_form.complete(journey, CEM, journey.at_desk(at, "risk-form"))
        return Arrived(None, None, None)
    return police(journey, journey.after(at, "care-to-complaint"))


def _first_heard(journey: Journey, at: int) -> None:
    if journey.draw.code("door-without-complaint") == "ipress" and journey.office("ipress"):
        journey.act("victim-attended-health", "ipress", at)
        journey.act("violence-known-professional", "ipress", journey.after(at, "minutes"))
        journey.act("account-told", "ipress", journey.after(at, "minutes"), **account(journey))
        journey.act("cem-notified", "ipress", journey.after(at, "cem-told"), to=CEM)
    else:
        journey.act("case-known-cem", CEM, at)
        journey.act("account-told", CEM, journey.after(at, "minutes"), **account(journey))


def police(journey: Journey, at: int) -> Arrived:
    """A complaint at the police station."""
    _complaint(journey, "pnp", POLICE, at, door="police")
    registered = journey.after(at, "registration")
    journey.act("complaint-registered", POLICE, registered, door="police")
    _interpreter(journey, at)
    _breaches_at_the_counter(journey, at)
    journey.act("account-told", POLICE, registered, **account(journey))
    if journey.chance("rights-told"):
        journey.act(
            "rights-informed",
            POLICE,
            journey.after(registered, "minutes"),
            given_language="spanish",
        )
    if journey.chance("code-assigned"):
        journey.act("code-assigned", POLICE, journey.after(registered, "minutes"))
    assessed = risk_form.complete(journey, POLICE, journey.after(registered, "risk-form"))
    if journey.severe and journey.chance("patrol-when-severe"):
        journey.act("patrol-scheduled", POLICE, journey.after(assessed, "patrol"))
    detained = _detained(journey, at)
    journey.act(
        "prosecutor-informed", POLICE, journey.after(registered, "prosecutor-told"), to=PROSECUTOR
    )
    if journey.chance("cem-told"):
        journey.act("cem-notified", POLICE, journey.after(registered, "cem-told"), to=CEM)
    return Arrived(
        at,
        _report(journey, at, assessed, COURT),
        _report(journey, at, assessed, PROSECUTOR),
        detained,
    )


def _complaint(journey: Journey, name: str, by: str, at: int, *, door: str) -> None:
    journey.door = door
    journey.act(
        f"complaint-presented-{name}",
        by,
        at,
        to=by,
        door=door,
        violence_types=[journey.person.violence],
        relation=journey.person.bond_detail,
    )


def _report(journey: Journey, at: int, assessed: int, to: str) -> int | None:
    """The police report to one of its two readers, and when it gets there."""
    name = "court" if to == COURT else "prosecutor"
    if journey.chance(f"report-to-{name}-never"):
        return None
    sent = max(journey.after(at, f"report-to-{name}"), assessed + WRITING)
    journey.act(f"police-report-sent-{name}", POLICE, sent, to=to, channel=journey.code("channel"))
    if name == "court" and journey.chance("prosecutor-named-in-report"):
        journey.act("prosecutor-identified", POLICE, sent, to=to)
    return sent


def _interpreter(journey: Journey, at: int) -> None:
    if journey.person.language == "spanish" or not journey.chance("interpreter-needed"):
        return
    spoken = journey.person.language
    journey.act(
        "interpreter-needed", POLICE, journey.after(at, "minutes"), interpreter_language=spoken
    )
    if journey.chance("interpreter-comes"):
        came, mode = journey.after(at, "interpreter"), journey.code("interpreter-mode")
        journey.act(
            "interpreter-present", POLICE, came, interpreter_language=spoken, interpreter_mode=mode
        )
    else:
        journey.act(
            "impediment-recorded",
            POLICE,
            journey.after(at, "impediment"),
            impediment="no-interpreter",
        )


def _breaches_at_the_counter(journey: Journey, at: int) -> None:
    for kind in ("proof-demanded", "victim-judged"):
        if journey.chance(kind):
            journey.act(kind, POLICE, journey.after(at, "minutes"))


def _detained(journey: Journey, at: int) -> int | None:
    if not journey.chance("flagrancy"):
        return None
    detained = journey.after(at, "detention")
    journey.act("flagrancy-noticed", POLICE, at)
    kept = journey.act("aggressor-detained", POLICE, detained)
    told = journey.after(detained, "detention-told")
    journey.act("court-informed", POLICE, told, to=COURT)
    presented = journey.after(detained, "custody")
    outcome = journey.code("detention-outcome")
    journey.act(
        "detainee-presented-or-released",
        POLICE,
        presented,
        to=PROSECUTOR,
        detention_outcome=outcome,
    )
    return detained if kept else None


def court(journey: Journey, at: int) -> Arrived:
    """A complaint at the family court itself."""
    _complaint(journey, "court", COURT, at, door="court")
    journey.act("complaint-registered", COURT, journey.after(at, "registration"), door="court")
    journey.act("account-told", COURT, journey.after(at, "minutes"), **account(journey))
    risk_form.complete(journey, COURT, journey.after(at, "risk-form"))
    sent = journey.at_desk(at, "court-to-prosecutor")
    journey.act("file-sent-prosecutor", COURT, sent, to=PROSECUTOR)
    if journey.chance("cem-told"):
        journey.act("cem-notified", COURT, journey.at_desk(at, "cem-told"), to=CEM)
    return Arrived(at, at, sent)


def prosecutor(journey: Journey, at: int) -> Arrived:
    """A complaint at the prosecutor's office."""
    _complaint(journey, "prosecutor", PROSECUTOR, at, door="prosecutor")
    registered = journey.after(at, "registration")
    journey.act("complaint-registered", PROSECUTOR, registered, door="prosecutor")
    journey.act("account-told", PROSECUTOR, journey.after(at, "minutes"), **account(journey))
    risk_form.complete(journey, PROSECUTOR, journey.after(at, "risk-form"))
    if journey.chance("cem-told"):
        journey.act("cem-notified", PROSECUTOR, journey.at_desk(at, "cem-told"), to=CEM)
    if journey.chance("prosecutor-never-forwards"):
        return Arrived(at, None, at)
    sent = journey.after(at, "prosecutor-to-court")
    journey.act("file-sent-court", PROSECUTOR, sent, to=COURT)
    return Arrived(at, sent, at)


_DOORS = {"police": police, "court": court, "prosecutor": prosecutor}
