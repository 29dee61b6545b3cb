"""What the figures are about: five themes, so that a reader finds one among fifty."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OTHER = "otras"
TITLES: Mapping[str, Promise] = {
    "ley": _("Los plazos de la ley"),
    "proteccion": _("Protección y riesgo"),
    "justicia": _("De la denuncia a la justicia"),
    "atencion": _("Atención y derechos"),
    "oficinas": _("Las oficinas por dentro"),
    OTHER: _("Otras cifras"),
}
"""The themes in the order in which they are read, each by the name it has in an address."""
ABOUT: Mapping[str, tuple[str, ...]] = {
    "ley": (
        "in-time", "never-met", "beyond-term", "hours-to-comply", "in-time-disability",
        "protocol-in-time", "rights-used", "held-by-nobody",
    ),
    "proteccion": (
        "time-to-protection", "protection-legs", "protection-lost", "severe-risk",
        "reassessed-on-time", "safety-plans", "prohibitions-breached", "breach-response",
        "reassessed-after-breach", "child-kept-safe", "shelter-found",
    ),
    "justicia": (
        "complaints", "violence-types", "attrition", "leaving-reasons", "forensic-waiting",
        "single-interview", "accounts-demanded", "accounts-demanded-by", "reparation-paid",
        "aggressor-treatment", "femicide", "sexual-violence-minors", "orientation-violence",
        "attrition-trafficking", "leaving-reasons-trafficking",
    ),
    "atencion": (
        "rights-told", "consent-asked", "interpreter-provided", "legal-aid-given",
        "mental-care-given", "health-screening", "health-certificates", "kit-delivered",
        "programme-enrolled", "care-continued", "referrals-without-outcome",
        "appointments-missed-by-service",
    ),
    "oficinas": (
        "refused-at-counter", "complaints-against-officials", "workload", "cases-watched",
        "recorded-late", "silent-offices", "impediments", "late-with-impediment",
    ),
}  # fmt: skip
"""The indicators of each theme, in the order in which they are read."""
_PLACE = {
    indicator: (theme, place)
    for theme, indicators in ABOUT.items()
    for place, indicator in enumerate(indicators)
}


def of(indicator: str) -> str:
    """The theme of an indicator; of one that no theme names, the last."""
    return _PLACE.get(indicator, (OTHER, 0))[0]


def order(indicator: str) -> int:
    """Where an indicator stands in its theme."""
    return _PLACE.get(indicator, (OTHER, 0))[1]
