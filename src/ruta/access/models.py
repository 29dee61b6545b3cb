"""The tables of access, each defined beside what uses it; Django looks for them here."""

from ruta.access.keys.tables import CaseKey
from ruta.access.people import User
from ruta.access.sessions import Session
from ruta.access.throttle import FailedSignIn
from ruta.access.walls import Bar, BreakGlass, CaseMark, Ceiling, Grant, Naming, StaffIndex

__all__ = [
    "Bar",
    "BreakGlass",
    "CaseKey",
    "CaseMark",
    "Ceiling",
    "FailedSignIn",
    "Grant",
    "Naming",
    "Session",
    "StaffIndex",
    "User",
]
