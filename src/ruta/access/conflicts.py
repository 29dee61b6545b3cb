"""
Conflicts of interest: a worker's own document and those of relatives, kept as an index only.

A case whose people hold one of those documents is closed to the worker from the next request on,
whichever was written first: the database joins the two, nothing is copied. A document that was said
is never shown again, and nobody takes one back by a page.
"""

from dataclasses import dataclass
from typing import Final

from django.db import transaction

from ruta.access import context
from ruta.access.keys import vault
from ruta.access.viewer import Viewer
from ruta.access.walls import StaffIndex

TIES: Final = ("self", "relative")
PURPOSE = "document"


@dataclass(frozen=True)
class Declared:
    """What somebody has said: whether their own document, and how many of relatives."""

    own: bool
    relatives: int


@transaction.atomic
def declare(*, document: str, tie: str, by: Viewer) -> None:
    """Add a document of one's own or of a relative; said twice, it is kept once."""
    assert tie in TIES
    context.ensure(by)
    index = vault.blind_index(PURPOSE, document)
    StaffIndex.objects.bulk_create(
        [StaffIndex(user_id=by.user_id, document_index=index, tie=tie)], ignore_conflicts=True
    )


def declared(viewer: Viewer) -> Declared:
    """What somebody has said so far."""
    context.ensure(viewer)
    ties = list(StaffIndex.objects.filter(user_id=viewer.user_id).values_list("tie", flat=True))
    return Declared("self" in ties, ties.count("relative"))
