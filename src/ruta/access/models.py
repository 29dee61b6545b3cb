"""The tables of access, each defined beside what uses it; Django looks for them here."""

from ruta.access.keys.tables import CaseKey
from ruta.access.people import User
from ruta.access.throttle import FailedSignIn

__all__ = ["CaseKey", "FailedSignIn", "User"]
