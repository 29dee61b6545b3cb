"""The pieces of evidence of a case, from its acts: which stand, which number each has, whose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from ruta.access.request import Request
from ruta.cases import evidence, facts
from ruta.cases.admission import Closed, NotFound
from ruta.cases.rows import ActRow
from ruta.web.desk.case import reading, sections, words
from ruta.web.desk.case.reading import Reading
from ruta.web.desk.case.sections import Section

LIST = "list-evidence"


@dataclass(frozen=True)
class Piece:
    """
    A piece of evidence as its latest version states it; a piece that is closed states nothing.

    `number` is its place in the case, the same in every version; `holder` is the act whose file
    it has, nothing when the file is not there for the reader.
    """

    act: ActRow
    number: int
    holder: UUID | None
    stated: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def title(self) -> str:
        """How it is called: by its number, which says nothing of it."""
        return _("Prueba %(number)s") % {"number": self.number}

    @property
    def what(self) -> str:
        """What it is, in words; nothing where it is closed."""
        return self._word(evidence.WHAT)

    @property
    def handed_by(self) -> str:
        """Who handed it over, in words; nothing where it is closed."""
        return self._word(evidence.FROM)

    @property
    def withdrawn(self) -> bool:
        """Whether it was withdrawn; it stays in sight."""
        return self.act.annulled_by is not None

    def _word(self, name: str) -> str:
        code = self.stated.get(name, "")
        return words.code_in_words(evidence.KIND, name, code) if code else ""


def read(request: Request, case_id: UUID) -> Reading:
    """
    The case, for a page of its evidence; nothing sealed is opened.

    :raises NotFound: if there is no such case, or no such part of it, for them
    """
    seen = reading.read(request, case_id, LIST)
    if sections.section(seen, evidence.LETTER) is Section.HIDDEN:
        raise NotFound(case_id)
    return seen


def all_of(seen: Reading) -> list[Piece]:
    """Every piece, the first added first; what is open to the reader is opened and noted."""
    found = _numbered(seen)
    holding = evidence.file_ids(seen.case_id) if found else frozenset()
    acts = {act.act_id: act for act in seen.file.acts}
    opened = _stated(seen, [act.act_id for act, _number in found], LIST) if holding else {}
    return [
        Piece(act, number, evidence.holder(act, acts, holding), opened.get(act.act_id, {}))
        for act, number in found
    ]


def one_of(seen: Reading, evidence_id: UUID) -> Piece:
    """
    A piece without what it states; whether its file is there for the reader is known.

    :raises Http404: if the case has no such piece
    """
    for act, number in _numbered(seen):
        if act.act_id == evidence_id:
            acts = {each.act_id: each for each in seen.file.acts}
            return Piece(act, number, evidence.holder(act, acts, evidence.file_ids(seen.case_id)))
    raise Http404


def open_one(seen: Reading, evidence_id: UUID) -> Piece:
    """
    A piece with what it states, opened and noted.

    :raises Http404: if the case has no such piece
    :raises Closed: if it is closed to them
    """
    piece = one_of(seen, evidence_id)
    if piece.holder is None:
        raise Closed(evidence.LETTER)
    stated = _stated(seen, [evidence_id], LIST).get(evidence_id, {})
    return Piece(piece.act, piece.number, piece.holder, stated)


def file_of(seen: Reading, piece: Piece, purpose: str) -> evidence.File:
    """
    The file of a piece, opened and noted.

    :param purpose: one that begins with `export` asks to take it away
    :raises Closed: if it is closed to them
    """
    if piece.holder is None:
        raise Closed(evidence.LETTER)
    return evidence.read(
        case_id=seen.case_id, act_id=piece.holder, by=seen.viewer,
        standing=seen.file.standing, purpose=purpose,
    )  # fmt: skip


def is_mine(seen: Reading, piece: Piece) -> bool:
    """Whether the reader's office added it."""
    return bool(piece.act.office_id) and piece.act.office_id == seen.viewer.office_id


def may_change(seen: Reading, piece: Piece) -> bool:
    """Whether the reader may add a version of it or withdraw it."""
    return is_mine(seen, piece) and piece.act.stands and may_add(seen)


def may_export(seen: Reading, piece: Piece) -> bool:
    """Whether the decision lets the reader take the original away."""
    own = is_mine(seen, piece)
    return piece.holder is not None and seen.file.standing.allows(
        "export", evidence.LETTER, own=own
    )


def may_add(seen: Reading) -> bool:
    """Whether the reader may add a file."""
    standing = seen.file.standing
    return standing.records and standing.may_deposit(evidence.LETTER)


def href(seen: Reading, piece: Piece) -> str:
    """The address of a piece."""
    return f"{seen.href}pruebas/{piece.act.act_id}/"


def _numbered(seen: Reading) -> list[tuple[ActRow, int]]:
    """The latest version of each piece, with its number in the order in which they came."""
    numbers: dict[UUID, int] = {}
    acts = sorted(
        (act for act in seen.file.acts if act.kind == evidence.KIND), key=lambda act: act.arrival
    )
    for act in acts:
        numbers[act.act_id] = numbers.get(act.corrects, 0) if act.corrects else 0
        numbers[act.act_id] = numbers[act.act_id] or len(set(numbers.values()) - {0}) + 1
    latest = [(act, numbers[act.act_id]) for act in acts if act.corrected_by is None]
    return sorted(latest, key=lambda each: each[1])


def _stated(seen: Reading, acts: list[UUID], purpose: str) -> Mapping[UUID, Mapping[str, Any]]:
    return facts.read(seen.viewer, seen.case_id, purpose, acts=acts)
