"""
The reads of the case file, for a viewer, as of a given now; none of them opens a seal.

Sealed facts are read apart and on purpose: `ruta.cases.accounts`, `.parties` and `.facts`.
"""

from ruta.cases.admission import NotFound
from ruta.cases.rows import NOBODY, CaseFilters, CourtFilters, ObligationFilters

from .court import court_queue
from .day import my_day
from .duties import export_obligations, list_obligations
from .holders import next_duties, owing_offices
from .lists import export_cases, list_cases
from .one_case import case_file, find_by_code
from .statements import BadMark
from .supervision import supervision, without_office

__all__ = [
    "NOBODY",
    "BadMark",
    "CaseFilters",
    "CourtFilters",
    "NotFound",
    "ObligationFilters",
    "case_file",
    "court_queue",
    "export_cases",
    "export_obligations",
    "find_by_code",
    "list_cases",
    "list_obligations",
    "my_day",
    "next_duties",
    "owing_offices",
    "supervision",
    "without_office",
]
