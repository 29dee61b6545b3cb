"""The questions of the report: one form for each page."""

from .events import Account, Facts, Tonight
from .people import Accused, She
from .registering import Check
from .risk import Level, Outcome, RiskForm
from .safekeeping import Safekeeping
from .sharing import Sharing
from .step_form import StepForm
from .talking import Contact, Language, Safety

__all__ = [
    "Account",
    "Accused",
    "Check",
    "Contact",
    "Facts",
    "Language",
    "Level",
    "Outcome",
    "RiskForm",
    "Safekeeping",
    "Safety",
    "Sharing",
    "She",
    "StepForm",
    "Tonight",
]
