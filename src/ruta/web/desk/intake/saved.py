"""What was typed on a page, as it goes into a draft and comes out of it: right or wrong, whole."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from ruta.access.viewer import Viewer
from ruta.cases import drafts

from .setting import Raw
from .walk import DONE

ACTION = "accion"
OURS = {"csrfmiddlewaretoken", ACTION, DONE}
MOST_CHARACTERS = 100_000
"""A page with more than this is shown again with what is wrong, and not kept."""


class TooLong(Exception):
    """More was typed on one page than a draft keeps."""


def typed(post: QueryDict) -> dict[str, list[str]]:
    """A form as it was sent, without what the page itself adds."""
    return {name: values for name, values in post.lists() if name not in OURS}


def keep(
    *, case_id: UUID, step: str, raw: Raw, done: bool, by: Viewer, now: datetime
) -> dict[str, list[str]]:
    """
    Seal a page into the draft, and answer what was kept.

    :param done: whether it was sent, and not only typed
    :raises TooLong: when there is too much of it
    :raises NotFound: if there is no such draft of this person
    """
    if sum(len(value) for values in raw.values() for value in values) > MOST_CHARACTERS:
        raise TooLong(case_id)
    kept = {name: list(values) for name, values in raw.items() if name != DONE}
    if done:
        kept[DONE] = ["1"]
    drafts.save(case_id=case_id, step=step, answers=kept, by=by, now=now)
    return kept


def pages(written: drafts.Written) -> dict[str, Raw]:
    """What was typed on each page of a draft."""
    return {slug: _raw(page) for slug, page in written.steps.items()}


def _raw(page: Mapping[str, object]) -> Raw:
    return {name: [str(v) for v in vs] for name, vs in page.items() if isinstance(vs, list)}
