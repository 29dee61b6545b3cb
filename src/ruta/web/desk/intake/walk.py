"""How far a report has come: the pages gone through, each read again from what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from . import route
from .route import Step
from .setting import Answers, Raw, Setting

DONE = "_done"
"""Marks, in what is kept of a page, that it was sent and not only typed."""


@dataclass(frozen=True)
class Walk:
    """
    The pages gone through in order, the last one being where to go on; and their answers.

    `whole` says that nothing is missing: the report may be registered.
    """

    path: tuple[str, ...]
    answers: Answers = field(repr=False)
    whole: bool

    @property
    def here(self) -> str:
        """Where to go on."""
        return self.path[-1]

    def before(self, slug: str) -> str:
        """The page before one of the path; nothing before the first."""
        place = self.path.index(slug)
        return self.path[place - 1] if place else ""

    def known_before(self, slug: str) -> Answers:
        """The answers of the pages before one of the path."""
        earlier = self.path[: self.path.index(slug)]
        return {name: said for name, said in self.answers.items() if name in earlier}


def walk(written: Mapping[str, Raw], setting: Setting) -> Walk:
    """Read a report page by page until one is missing, wrong, or the last."""
    answers: dict[str, Mapping[str, Any]] = {}
    path = [route.FIRST]
    while True:
        step = route.STEPS[path[-1]]
        said = _read(step, written.get(step.slug), replace(setting, answers=answers))
        if said is None:
            return Walk(tuple(path), answers, whole=False)
        answers[step.slug] = said
        following = step.next(answers)
        if not following:
            return Walk(tuple(path), answers, whole=True)
        path.append(following)


def _read(step: Step, raw: Raw | None, setting: Setting) -> Mapping[str, Any] | None:
    """The answers of a page that was sent and is right; else None."""
    if not raw or DONE not in raw:
        return None
    form = step.form.read(setting, raw)
    return form.cleaned_data if form.is_valid() else None
