"""What the case file takes in: new acts and new people, as the caller knows them, unsealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class NewAct:
    """
    An act to record. Its id is made by the caller: sending the same act twice stores it once.

    `facts` holds all of its facts; the case file splits and seals them by compartment. A correction
    is an act of the corrected kind that `corrects` its target; an annulment is of kind `annulment`
    and `annuls` it. `to` is the office it is addressed to.
    """

    act_id: UUID
    kind: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    to: str | None = None
    corrects: UUID | None = None
    annuls: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class NewParty:
    """
    Someone to add to a case: `survivor`, `child`, `witness`, `accused` or `informant`.

    `person_id` says that this is someone already known; without it, an accused with a document is
    the same person in every case, and anyone else is a new one.
    """

    party_id: UUID
    role: str
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    document: str | None = field(default=None, repr=False)
    person_id: UUID | None = None
