"""Where and when a question is asked, and what was answered before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .doors import Door

Raw = Mapping[str, Sequence[str]]
"""A form as it was typed: each name with its values."""
Answers = Mapping[str, Mapping[str, Any]]
"""What was answered on each page, read and right, by the slug of the page."""


@dataclass(frozen=True)
class Setting:
    """The office (its type and district), when the draft was begun, now, and the answers so far."""

    door: Door
    office_type: str
    ubigeo: str
    started_at: datetime
    now: datetime
    answers: Answers = field(default_factory=dict, repr=False)

    def said(self, step: str, name: str, otherwise: Any = "") -> Any:
        """An answer given on an earlier page."""
        return self.answers.get(step, {}).get(name, otherwise)
