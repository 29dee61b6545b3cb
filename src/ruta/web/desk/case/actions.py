"""What may be done next in a case, as links: what meets a duty, what makes sense after an act."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from ruta.acts import catalogue, vocabulary
from ruta.acts.vocabulary import Kind
from ruta.cases import consents, evidence
from ruta.cases.rows import ObligationRow
from ruta.law.status import OPEN_KINDS, TERM_KINDS
from ruta.web.components import labels
from ruta.web.desk import duties

from .reading import Reading

MOST = 6
FOR_ONE_DUTY = 2
APPOINTMENT, OUTCOMES = (
    "appointment-given",
    ("appointment-kept", "appointment-missed-by-service", "appointment-missed-by-her"),
)
DECISIONS = frozenset({"measures-decided", "measures-denied"})
EVERYDAY = {
    "cem_psychologist": ("victim-attended", "safety-plan-made", "appointment-given"),
    "cem_lawyer": ("legal-aid-given", "appointment-given", "cem-report-sent"),
    "cem_social_worker": ("victim-attended", "referral-made", "appointment-given"),
    "health_worker": ("victim-attended-health", "care-given", "referral-made"),
    "police_officer": ("visit-made", "breach-known", "note-added"),
    "prosecutor": ("forensic-exam-requested", "statement-needed", "note-added"),
    "court_clerk": ("hearing-called", "hearing-held", "note-added"),
    "shelter_worker": ("shelter-entry-added", "appointment-given", "note-added"),
}
SHELTER = "S"
LIVE = duties.LIVE
AT_ONCE = frozenset({"immediate"})
BEFORE_DECISION = frozenset({"hearing-called", "hearing-held", "parties-summoned"})
AFTER_DECISION = frozenset({"visit-made", "breach-known"})
NOT_FROM_A_LIST = frozenset(
    {"annulment", "impediment-recorded", "access-closed", "access-reopened", *consents.KINDS}
)
ANSWERED = frozenset({"account-told"})  # told once: it is offered where her account is read
MISCONDUCT = "conduct"  # what nobody should do is recorded when it happens, never suggested


@dataclass(frozen=True)
class Action:
    """A kind of act to record, and where."""

    kind: str
    href: str

    @property
    def label(self) -> str:
        """What the act is called."""
        return labels.label("kind", self.kind)

    @property
    def says(self) -> str:
        """The words of a link that records it."""
        return _("Registrar: %(act)s") % {"act": self.label}


def new_act_href(reading: Reading, kind: str) -> str:
    """Where an act of a kind is recorded."""
    if kind in DECISIONS:
        return f"{reading.href}decision/"
    if kind == evidence.KIND:
        return f"{reading.href}pruebas/nueva/"
    return f"{reading.href}actos/nuevo/?clase={kind}"


def recordable(reading: Reading) -> tuple[Kind, ...]:
    """The kinds this viewer's office may record in this case from a list."""
    if reading.file.standing.breakglass and not reading.file.standing.records:
        return ()
    kinds = _recordable(reading.viewer.office_type)
    if reading.file.standing.allows("write", SHELTER, own=True):
        return kinds
    return tuple(kind for kind in kinds if not is_of_shelter(kind))


def is_of_shelter(kind: Kind) -> bool:
    """Whether what it must state is of the shelter, which only the people named for it write."""
    known = catalogue.load().facts
    return any(known[name].compartment == SHELTER for name in kind.required)


def meeting(row: ObligationRow, reading: Reading) -> tuple[Action, ...]:
    """What the viewer's office may record to meet a duty."""
    kinds = _kinds_meeting(duties.wording_of(row).ends, reading.viewer.office_type)
    return _actions(kinds[:FOR_ONE_DUTY], reading)


def next_acts(reading: Reading, *, but: Collection[str] = ()) -> tuple[Action, ...]:
    """
    What makes sense now, at most six: the outcome of an appointment, what the office owes with a
    term, what it owes at once, what people of this role do every day at this point, what follows
    an act done, and what the office owes without a term.

    :param but: kinds that the page offers in another way
    """
    allowed = {kind.id for kind in recordable(reading)} - ANSWERED - set(but)
    wanted = [
        *outcomes(reading),
        *_owed(reading, TERM_KINDS),
        *_owed(reading, AT_ONCE),
        *(kind for kind in EVERYDAY.get(reading.viewer.role, ()) if _in_season(kind, reading)),
        *(kind.id for kind in suggested(reading) if _in_season(kind.id, reading)),
        *_owed(reading, OPEN_KINDS),
    ]
    kinds = [kind for kind in dict.fromkeys(wanted) if kind in allowed]
    return _actions(kinds[:MOST], reading)


def suggested(reading: Reading) -> tuple[Kind, ...]:
    """What the vocabulary puts after an act that stands, what only such an office does first."""
    own = reading.viewer.office_type
    found = [
        kind for kind in vocabulary.suggested(reading.done, office_type=own)
        if kind.family != MISCONDUCT and kind.id not in OUTCOMES
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda kind: own not in kind.recorded_by))


def outcomes(reading: Reading) -> tuple[str, ...]:
    """How an appointment went, while one given is still without an outcome."""
    told = [
        act.kind for act in reading.file.acts
        if act.stands and act.kind in (APPOINTMENT, *OUTCOMES)
    ]  # fmt: skip
    return OUTCOMES if told and told[-1] == APPOINTMENT else ()


def _owed(reading: Reading, limits: Collection[str]) -> list[str]:
    """The kinds that meet what the viewer's office owes under some limits, soonest due first."""
    mine = [
        row for row in reading.file.obligations
        if duties.may_record_impediment(row, reading.viewer) and row.kind in limits
    ]  # fmt: skip
    mine.sort(key=lambda row: (row.due_at is None, row.due_at or row.started_at))
    return [action.kind for row in mine for action in meeting(row, reading)]


def _in_season(kind: str, reading: Reading) -> bool:
    """Whether an everyday act makes sense before or after the court's decision."""
    decided = not DECISIONS.isdisjoint(reading.done)
    return decided if kind in AFTER_DECISION else not (decided and kind in BEFORE_DECISION)


@cache
def _recordable(office_type: str) -> tuple[Kind, ...]:
    kinds = vocabulary.recordable(office_type)
    return tuple(kind for kind in kinds if kind.id not in NOT_FROM_A_LIST)


@cache
def _kinds_meeting(ends: tuple[str, ...], office_type: str) -> tuple[str, ...]:
    """The kinds such an office records from a list that meet any of some ends."""
    wanted = set(ends)
    return tuple(kind.id for kind in _recordable(office_type) if wanted & _counted(kind.id))


def _actions(kinds: Sequence[str], reading: Reading) -> tuple[Action, ...]:
    return tuple(Action(kind, new_act_href(reading, kind)) for kind in kinds)


def _counted(kind: str) -> frozenset[str]:
    """A kind and what it may count as."""
    return frozenset({kind, *(count.kind for count in vocabulary.counts_as().get(kind, ()))})
