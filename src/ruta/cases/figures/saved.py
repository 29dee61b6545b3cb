"""The questions an office gave a name to; everybody of the office finds them."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

from ruta.access import context
from ruta.access.viewer import Viewer

from .asked import Question as Asked
from .models import Question

NAME_LENGTH, MOST = 60, 50
LIKE_A_DOCUMENT = re.compile(r"\d[\s.-]?(?:\d[\s.-]?){5,}")


class NameRefused(Exception):
    """A name that may be a document or a telephone, or one too many names."""


@dataclass(frozen=True)
class Saved:
    """A question with its name, by its address."""

    question_id: UUID
    name: str
    address: str
    saved_at: datetime
    is_mine: bool


def all_of(viewer: Viewer) -> tuple[Saved, ...]:
    """The questions of an office, by name; in one statement."""
    context.ensure(viewer)
    found = Question.objects.filter(office_id=viewer.office_id).order_by("name", "question_id")
    return tuple(
        Saved(q.question_id, q.name, q.asked, q.saved_at, q.saved_by == viewer.user_id)
        for q in found
    )


def save(*, name: str, question: Asked, by: Viewer, now: datetime) -> UUID:
    """
    Keep a question under a name; a name the office has already leads to the new question.

    :raises NameRefused: if the name looks like a document, or the office has `MOST` names
    """
    context.ensure(by)
    told = " ".join(name.split())[:NAME_LENGTH]
    if not told or LIKE_A_DOCUMENT.search(told):
        raise NameRefused(told)
    ours = Question.objects.filter(office_id=by.office_id)
    if known := ours.filter(name=told).first():
        ours.filter(question_id=known.question_id).update(asked=question.address)
        return UUID(str(known.question_id))
    if ours.count() >= MOST:
        raise NameRefused(told)
    made = Question.objects.create(
        office_id=by.office_id,
        question_id=uuid4(),
        name=told,
        asked=question.address,
        saved_by=by.user_id,
        saved_at=now,
    )
    return UUID(str(made.question_id))


def forget(*, question_id: UUID, by: Viewer) -> bool:
    """Remove a question's name; False when it is none of their office, or not theirs to remove."""
    context.ensure(by)
    ours = Question.objects.filter(office_id=by.office_id, question_id=question_id)
    return bool(ours.delete()[0])


def read(address: str, *, territory: bool, now: datetime) -> Asked:
    """The question of a saved address."""
    return Asked.read(dict(parse_qsl(address)), territory=territory, now=now)
