"""The help: the women's centre, health care, legal aid; appointments, and who missed them."""

from ruta.simulator.journey import Facts, Journey, as_fact
from ruta.simulator.people import account

CEM, HEALTH, LEGAL, COURT = "cem", "ipress", "defensa-publica", "juzgado-familia"

TELLS_CEM = {"case-known-cem", "cem-notified"}


def care(journey: Journey, told: int) -> None:
    """The women's centre's part, from the day it hears of her."""
    if not journey.chance("reaches-cem"):
        return
    known = journey.at_desk(told, "cem-hears")
    if not any(kept.kind in TELLS_CEM for kept, _ in journey.kept):
        journey.act("case-known-cem", CEM, known)
    attended = journey.at_desk(known, "cem-attends")
    if journey.act("victim-attended", CEM, attended, service=journey.code("service")) is None:
        return
    _told_again(journey, CEM, attended)
    if journey.chance("care-plan"):
        journey.act("care-plan-made", CEM, attended + 3600)
    if journey.severe or journey.chance("safety-plan"):
        journey.act("safety-plan-made", CEM, attended + 3000)
    _appointments(journey, attended)
    if journey.chance("cem-report"):
        journey.act("cem-report-sent", CEM, journey.at_desk(attended, "cem-report"), to=COURT)
    _legal_aid(journey, attended)
    if journey.chance("referral"):
        _referral(journey, journey.at_desk(attended, "referral"))
    if journey.chance("case-closed"):
        journey.act(
            "case-closed",
            CEM,
            journey.at_desk(attended, "case-closed"),
            close_reason="objectives-met",
        )


def _appointments(journey: Journey, attended: int) -> None:
    given = attended
    for _ in range(journey.draw.number("appointments")):
        day, service = journey.at_desk(given, "between-appointments"), journey.code("service")
        told: Facts = {"appointment_at": as_fact(day), "service": service}
        if journey.act("appointment-given", CEM, given, **told) is None:
            return
        outcome = journey.code("appointment-outcome")
        journey.act(outcome, CEM, day, service=service)
        if outcome == "appointment-missed-by-her" and journey.chance("gives-up"):
            return
        given = day + 1800


def _legal_aid(journey: Journey, attended: int) -> None:
    if not journey.chance("legal-aid-requested"):
        return
    by = LEGAL if journey.chance("legal-aid-by-public-defence") and journey.office(LEGAL) else CEM
    journey.act("legal-aid-requested", CEM, attended + 2400, to=by)
    if journey.chance("legal-aid-given"):
        journey.act("legal-aid-given", by, journey.at_desk(attended, "legal-aid-given"))


def _referral(journey: Journey, at: int) -> None:
    if journey.office(HEALTH) is None:
        return
    journey.act("referral-made", CEM, at, to=HEALTH, service="mental-health", consented=True)
    attended = journey.at_desk(at, "referral-attended")
    if journey.chance("referral-attended"):
        journey.act("victim-attended-health", HEALTH, attended)
        _told_again(journey, HEALTH, attended)
        journey.act("care-given", HEALTH, attended + 1800)


def emergency(journey: Journey, at: int) -> None:
    """Health care after bodily or sexual harm: care, evidence, certificate, kit."""
    if journey.person.violence not in ("fisica", "sexual") or not journey.chance(
        "health-care-sought"
    ):
        return
    if journey.office(HEALTH) is None:
        return
    arrived = journey.after(at, "health-care-sought")
    if journey.act("victim-attended-health", HEALTH, arrived) is None:
        return
    journey.act("emergency-care-given", HEALTH, journey.after(arrived, "emergency-care"))
    _told_again(journey, HEALTH, arrived)
    if journey.chance("certificate"):
        journey.act("certificate-issued", HEALTH, journey.after(arrived, "certificate"))
    if journey.person.violence == "sexual":
        _kit(journey, arrived)


def _kit(journey: Journey, arrived: int) -> None:
    journey.act("rape-known", HEALTH, arrived + 600)
    if journey.chance("kit-offered"):
        journey.act("kit-offered", HEALTH, journey.after(arrived, "kit"))
    if journey.chance("kit-delivered"):
        parts = ["emergency-contraception", "hiv-prophylaxis", "tests"]
        journey.act("kit-delivered", HEALTH, journey.after(arrived, "kit"), kit_parts=parts)
    if journey.chance("evidence-preserved"):
        journey.act("evidence-preserved", HEALTH, journey.after(arrived, "kit"))


def _told_again(journey: Journey, by: str, at: int) -> None:
    """An institution that asks for the story again, though another has it."""
    if journey.chance("account-demanded-again"):
        journey.act("account-demanded", by, at + 300)
        journey.act("account-told", by, at + 1500, **account(journey))
