"""A decision as its court tells it: what was decided, who was told, and who is still to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ruta.cases import opening
from ruta.cases.opening import Opened
from ruta.cases.queries.court import DECISION
from ruta.cases.rows import ActRow, ObligationRow
from ruta.web.desk import duties

from . import notices
from .decision import WEAPONS_BAN
from .notices import Notice
from .reading import Reading

PURPOSE = "court-notices"


@dataclass(frozen=True)
class Told:
    """A case with its decision and what its page of notices opens."""

    case: Reading
    decision: ActRow
    opened: Opened

    @property
    def knows_how_to_reach_her(self) -> bool:
        """Whether her contact is open to the court."""
        return self.case.file.standing.allows("read", "L")

    @property
    def granted(self) -> bool:
        """Whether the decision gives measures."""
        return self.decision.kind == DECISION

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the decision states."""
        return self.opened.facts.get(self.decision.act_id, {})

    @property
    def measures(self) -> tuple[str, ...]:
        """The codes of its measures."""
        return tuple(self.facts.get("measures", ()))

    @property
    def her(self) -> Mapping[str, Any]:
        """What is known of her; empty when she is not written down."""
        return self.opened.survivor.facts if self.opened.survivor else {}

    @cached_property
    def needed(self) -> tuple[Notice, ...]:
        """The notices of this decision."""
        return notices.needed(granted=self.granted, weapons=WEAPONS_BAN in self.measures)

    @cached_property
    def after(self) -> tuple[ActRow, ...]:
        """The acts of this court that come after its decision, annulled ones too."""
        acts = self.case.file.acts
        since = acts[acts.index(self.decision) + 1 :]
        return tuple(act for act in since if act.office_id == self.case.viewer.office_id)

    def sent(self, notice: Notice) -> ActRow | None:
        """The act by which a notice was sent and stands."""
        return next((act for act in self._of(notice) if act.stands), None)

    def annulled(self, notice: Notice) -> int:
        """How many of the same were annulled."""
        return sum(act.annulled_by is not None for act in self._of(notice))

    def started(self, act: ActRow) -> tuple[ObligationRow, ...]:
        """The duties an act set running, those with a term first and the soonest due before."""
        rows = [
            row for row in self.case.file.obligations
            if row.start_act == act.act_id and row.kind not in ("prohibition", "order")
        ]  # fmt: skip
        rows.sort(key=lambda row: (row.due_at is None, row.due_at or row.started_at))
        return tuple(rows)

    def met_by(self, act: ActRow) -> tuple[ObligationRow, ...]:
        """The duties of this court that an act met."""
        own = self.case.viewer.office_id
        return tuple(
            row for row in self.case.file.obligations
            if row.met_by == act.act_id and row.holder_id == own
        )  # fmt: skip

    @property
    def owed(self) -> tuple[ObligationRow, ...]:
        """What the decision made this court owe and it has not done, with a term."""
        return tuple(
            row for row in self.started(self.decision)
            if row.holder_id == self.case.viewer.office_id
            and row.due_at is not None and row.status in duties.LIVE
        )  # fmt: skip

    def _of(self, notice: Notice) -> list[ActRow]:
        return [act for act in self.after if act.kind == notice.kind and self._for(notice, act)]

    def _for(self, notice: Notice, act: ActRow) -> bool:
        """Whether an act of the kind is this notice: for its party, or to an office of its type."""
        if notice.party:
            return self.opened.facts.get(act.act_id, {}).get("notified") == notice.party
        office = self.case.file.offices.get(act.to_office_id or "")
        return office is None or office.type in notice.types


def read(case: Reading) -> Told | None:
    """A case with its decision; None while nothing is decided."""
    if case.decision is None:
        return None
    return Told(case, case.decision, opening.open_page(case.viewer, case.file, PURPOSE))
