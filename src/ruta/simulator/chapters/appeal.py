"""The appeal of a decision on measures, through the superior court."""

from ruta.simulator.journey import Journey

COURT, CHAMBER, SUPERIOR = "juzgado-familia", "sala-familia", "fiscalia-superior-familia"


def appeal(journey: Journey, notified: int) -> None:
    """Filed, granted, sent up, opinion, hearing, decision; nothing where no chamber is given."""
    if journey.office(CHAMBER) is None:
        return
    filed = journey.at_desk(notified, "appeal-filed")
    journey.act("appeal-filed", COURT, filed, to=COURT, appellant=journey.code("appellant"))
    granted = journey.at_desk(filed, "appeal-granted")
    journey.act("appeal-granted", COURT, granted)
    elevated = journey.at_desk(granted, "appeal-elevated")
    journey.act("appeal-elevated", COURT, elevated, to=CHAMBER)
    received = journey.at_desk(elevated, "appeal-to-superior-prosecutor")
    journey.act("appeal-received-superior-prosecutor", SUPERIOR, received, to=SUPERIOR)
    opinion = journey.at_desk(received, "opinion")
    journey.act("opinion-issued", SUPERIOR, opinion, to=CHAMBER)
    heard = journey.at_desk(opinion, "appeal-hearing")
    journey.act("appeal-hearing-held", CHAMBER, heard)
    decided = journey.at_desk(heard, "appeal-decided")
    journey.act(
        "appeal-decided", CHAMBER, decided, to=COURT, appeal_outcome=journey.code("appeal-outcome")
    )
