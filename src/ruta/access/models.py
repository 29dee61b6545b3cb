"""The tables of access, each defined beside what uses it; Django looks for them here."""

from ruta.access.accounts.administration import OfficePolicy
from ruta.access.accounts.codes import OneTimeCode
from ruta.access.accounts.provider import Identity
from ruta.access.accounts.recovery import Recovery
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
    "Identity",
    "Naming",
    "OfficePolicy",
    "OneTimeCode",
    "Recovery",
    "Session",
    "StaffIndex",
    "User",
]
