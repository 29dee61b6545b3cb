"""
A service of protection for a few women in severe danger: asked for, agreed to, admitted.

Walked last, so that the rest of a case is the same with or without it. Where she is, nobody
invents: a service has no place here either.
"""

from datetime import UTC, datetime

from ruta.simulator.chapters.consent import ADULT_FROM_YEARS, TEXT, last_day
from ruta.simulator.journey import Journey, Kept

CEM, SERVICE = "cem", "hogar-refugio"
SEEN = ["identity", "coordination", "risk", "health", "contact", "shelter"]
TO_PLACE_HER = ["shelter"]
ENTRY = "Anotación inventada: llegó acompañada, con dos bolsas. Texto de demostración."


def shelter(journey: Journey) -> None:
    """From the day the women's centre attended her."""
    attended = next((kept for kept, _ in journey.kept if kept.kind == "victim-attended"), None)
    if attended is None or not _needs_it(journey) or not journey.chance("shelter-placement"):
        return
    needed = journey.at_desk(attended.at, "shelter-sought")
    if journey.act("shelter-needed", CEM, needed, recorded_at=needed) is None:
        return
    asked = needed + 900
    journey.act("shelter-requested", CEM, asked, to=SERVICE, recorded_at=asked, consented=True)
    _agrees(journey, SERVICE, asked + 600, SEEN)
    _agrees(journey, CEM, asked + 660, TO_PLACE_HER)
    arrived = journey.after(asked, "shelter-sought")
    if journey.act("shelter-admitted", SERVICE, arrived, recorded_at=arrived, consented=True):
        later = arrived + 3600
        journey.act("shelter-entry-added", SERVICE, later, recorded_at=later, shelter_entry=ENTRY)


def _needs_it(journey: Journey) -> bool:
    person = journey.person
    adult = person.age >= ADULT_FROM_YEARS and person.sex == "mujer"
    return adult and journey.severe and journey.office(SERVICE) is not None


def _agrees(journey: Journey, to: str, at: int, parts: list[str]) -> Kept | None:
    return journey.act(
        "consent-given", CEM, at, to=to, recorded_at=at,
        consent_compartments=parts,
        consent_purpose="shelter",
        consent_until=last_day(datetime.fromtimestamp(at, UTC)),
        consent_how="written",
        consent_language=journey.person.language,
        consent_text=TEXT,
    )  # fmt: skip
