"""A case that the court received an hour ago, and the answers of its clerk."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.stage import COURT, act, complaint, report, survivor

from ruta.cases import queries
from ruta.web.components import lima

HOUR = timedelta(hours=1)


@pytest.fixture
def received(file, now):
    """A severe case that the police sent to the court an hour ago."""
    file.opened(
        complaint(now - 3 * HOUR),
        act("risk-form-completed", now - 2 * HOUR, risk="severo"),
        report(now - HOUR),
        parties=(survivor(ubigeo="210101", safe_channel="phone", safe_hours="9 a 12"),),
        now=now,
    )
    return file


@pytest.fixture
def answers(now):
    """`answers(**other)`: what the clerk writes of a decision made now; some of it another way."""

    def said(**other):
        return {
            "decision_id": str(uuid4()),
            "hearing": "skipped",
            "skip_reasons": "Riesgo severo: no se espera.",
            "outcome": "granted",
            "measures": ["removal-from-home", "no-approach"],
            "distance_metres": "300",
            "decided_at": lima.local(now).strftime("%Y-%m-%dT%H:%M"),
            "paso": "registrar",
            **other,
        }

    return said


@pytest.fixture
def obligations(file, now):
    """`obligations()`: the duties of the case as its court sees them, by wording."""

    def read():
        found = queries.case_file(COURT, file.case_id, now=now).obligations
        return {row.wording: row for row in found}

    return read
