"""
What she lets others see: the women's centre, health care; what she refuses and takes back.

Walked after everything else and drawn last, so that the rest of a case is the same with or without
it. Nobody under 18 is asked here: who decides for a child is no matter for invention.
"""

from datetime import UTC, datetime, timedelta

from ruta.simulator.journey import LIMA, Facts, Journey
from ruta.simulator.stream import SimAct

ADULT_FROM_YEARS = 18
DAYS = 90
TEXT = "es-2026-11"
TELLS_CEM = ("cem-notified", "case-known-cem")
REFERRAL = "referral-made"
CENTRE = ["identity", "coordination", "risk", "account", "contact"]
HEALTH = ["identity", "coordination", "risk", "account"]


def decide(journey: Journey) -> None:
    """Whether she agrees with each office that hears of her, at the instant it does."""
    if journey.person.age < ADULT_FROM_YEARS:
        return
    acts = [act for _, act in journey.kept]
    if told := next((act for act in acts if act.kind in TELLS_CEM), None):
        _asked(journey, told, "consents-to-cem", CENTRE)
    if referred := next((act for act in acts if act.kind == REFERRAL and act.to), None):
        _asked(journey, referred, "consents-to-health", HEALTH)


def _asked(journey: Journey, told: SimAct, share: str, parts: list[str]) -> None:
    """Asked by the office that tells, about the office told; one that hears by itself asks."""
    office = told.to or told.office
    spoken: Facts = {"consent_language": journey.person.language, "consent_text": TEXT}
    if not journey.chance(share):
        if journey.chance("refusal-noted"):
            _keep(journey, told, "consent-refused", office, told.recorded_at, spoken)
        return
    facts = {
        "consent_compartments": parts,
        "consent_purpose": "care",
        "consent_until": last_day(told.recorded_at),
        "consent_how": journey.code("consent-way"),
        **spoken,
    }
    _keep(journey, told, "consent-given", office, told.recorded_at, _witnessed(facts))
    if journey.chance("consent-revoked"):
        later = told.recorded_at + timedelta(seconds=journey.draw.seconds("consent-revoked"))
        _keep(journey, told, "consent-revoked", office, later, {})


def _witnessed(facts: Facts) -> Facts:
    """A thumbprint has a witness, invented too."""
    thumb = facts["consent_how"] == "thumbprint"
    return facts | ({"consent_witness": "Testigo (inventada)"} if thumb else {})


def last_day(at: datetime) -> str:
    """The last day of ninety, in Lima."""
    return (at + timedelta(seconds=LIMA, days=DAYS)).date().isoformat()


def _keep(
    journey: Journey, told: SimAct, kind: str, office: str, at: datetime, facts: Facts
) -> None:
    """Keep an act beside the one that told, by the same office; none later than is known."""
    if at > datetime.fromtimestamp(journey.until, UTC):
        return
    journey.keep(
        SimAct(
            act_id=journey.draw.uuid(), kind=kind, at=at, recorded_at=at, office=told.office,
            to=office, facts=facts,
        )
    )  # fmt: skip
