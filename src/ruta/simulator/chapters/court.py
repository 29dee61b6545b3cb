"""From the file's arrival at the family court to measures granted or denied, and the notices."""

from ruta.simulator.chapters import appeal
from ruta.simulator.journey import Journey, as_fact

COURT, POLICE, PROSECUTOR, CEM = "juzgado-familia", "pnp", "fiscalia-penal", "cem"
REASONS = "Razones inventadas para la demostración."
MEASURES = (
    "removal-from-home",
    "no-approach",
    "no-communication",
    "victim-therapy",
    "aggressor-treatment",
)


def decide(journey: Journey, received: int) -> int | None:
    """
    The court's part; returns when the police were told of measures to execute, if ever.

    A hearing held or skipped, the decision, and who was told and when. The act that brought the
    file counts as the court's knowing of it, so nothing is recorded for that.
    """
    settle = journey.after if journey.chance("court-on-duty") else journey.at_desk
    decided = settle(received, f"decision-{_speed(journey)}")
    _hearing(journey, received, decided)
    if not journey.chance("measures-granted"):
        journey.act("measures-denied", COURT, decided, door=journey.door, reasons=REASONS)
        _tell_parties(journey, decided)
        return None
    measures = [code for code in MEASURES if journey.chance(f"measure-{code}")] or ["no-approach"]
    if not journey.act("measures-decided", COURT, decided, door=journey.door, measures=measures):
        return None
    if journey.chance("precautionary-ruled"):
        journey.act("precautionary-decided", COURT, decided, reasons=REASONS)
    if journey.chance("measures-registered"):
        journey.act("measures-registered", COURT, journey.at_desk(decided, "measures-registered"))
    _tell_parties(journey, decided)
    if journey.chance("file-to-prosecutor"):
        sent = journey.at_desk(decided, "file-to-prosecutor")
        journey.act("file-sent-prosecutor", COURT, sent, to=PROSECUTOR)
    if journey.chance("executor-never-told"):
        return None
    told = journey.after(decided, "executor-told")
    return (
        told
        if journey.act("executor-notified", COURT, told, to=POLICE, channel=journey.code("channel"))
        else None
    )


def _speed(journey: Journey) -> str:
    return "severe" if journey.severe else "other"


def _hearing(journey: Journey, known: int, decided: int) -> None:
    if journey.chance("hearing-skipped"):
        return
    called = known + (decided - known) // 4
    held = known + 3 * (decided - known) // 4
    journey.act("hearing-called", COURT, called, hearing_at=as_fact(held))
    journey.act("parties-summoned", COURT, called + 60)
    if journey.chance("victim-absent-at-hearing"):
        journey.act("victim-absent", COURT, held)
        return
    journey.act("hearing-held", COURT, held, hearing_mode=journey.code("hearing-mode"))
    if journey.chance("victim-reinterviewed"):
        journey.act("victim-reinterviewed", COURT, held + 300)
    if journey.chance("family-prosecutor-at-hearing") and journey.person.age < 18:
        journey.act("family-prosecutor-present", "fiscalia-familia", held)


def _tell_parties(journey: Journey, decided: int) -> None:
    notified = journey.at_desk(decided, "resolution-notified")
    whom, channel = journey.code("notified"), journey.code("channel")
    if journey.act(
        "resolution-notified", COURT, notified, notified=whom, channel=channel
    ) and journey.chance("appeal"):
        appeal.appeal(journey, notified)
