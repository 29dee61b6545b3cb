"""
What the simulator hands over: one case at a time, its people and its acts.

Acts come in the order they were recorded, which is the order of arrival a store gives them;
an act recorded late stands late. `at` and `recorded_at` are aware instants in UTC.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SimParty:
    """One invented person of a case. `document` can belong to nobody: it starts with INV."""

    party_id: UUID
    role: str
    facts: dict[str, Any]
    document: str | None = None


@dataclass(frozen=True, slots=True)
class SimAct:
    """One act of a case. `office` and `to` are ids of the offices the caller gave."""

    act_id: UUID
    kind: str
    at: datetime
    recorded_at: datetime
    office: str
    to: str | None
    facts: dict[str, Any]
    author: str | None = None
    corrects: UUID | None = None
    annuls: UUID | None = None


@dataclass(frozen=True, slots=True)
class SimCase:
    """One invented case. `ubigeo` is the district of her home, 999999 where unknown."""

    case_id: UUID
    code_hint: str
    department: str
    ubigeo: str
    parties: tuple[SimParty, ...]
    acts: tuple[SimAct, ...]


def as_line(case: SimCase) -> str:
    """One case as one line of JSON, without the line end; the same case gives the same bytes."""
    fields = {
        "case_id": str(case.case_id),
        "code_hint": case.code_hint,
        "department": case.department,
        "ubigeo": case.ubigeo,
        "parties": [_party(party) for party in case.parties],
        "acts": [_act(act) for act in case.acts],
    }
    return _ENCODER.encode(fields)


def _party(party: SimParty) -> dict[str, Any]:
    return {
        "party_id": str(party.party_id),
        "role": party.role,
        "facts": party.facts,
        "document": party.document,
    }


def _act(act: SimAct) -> dict[str, Any]:
    return {
        "act_id": str(act.act_id),
        "kind": act.kind,
        "at": act.at.isoformat(),
        "recorded_at": act.recorded_at.isoformat(),
        "office": act.office,
        "to": act.to,
        "facts": act.facts,
        "author": act.author,
        "corrects": str(act.corrects) if act.corrects else None,
        "annuls": str(act.annuls) if act.annuls else None,
    }


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
