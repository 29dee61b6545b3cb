"""
What a person accused may be called, as the acts stand: denounced until a conviction is final.

The result of a sentence is sealed, so the word needs the opened facts; without them everyone is
denounced, which is what the presumption of innocence asks for.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from .rows import ActRow

FINAL, ISSUED = "sentence-final", "sentence-issued"
RESULT = "sentence_result"
DENOUNCED, SENTENCED = "denounced", "sentenced"


def accused_are(acts: Iterable[ActRow], sealed: Mapping[UUID, Mapping[str, Any]]) -> str:
    """
    `denounced` or `sentenced`.

    :param acts: the acts of a case in order, as its page shows them
    :param sealed: their sealed facts, as `facts.read` gives them
    """
    result, final = "", False
    for act in acts:
        if act.stands and act.kind in (FINAL, ISSUED):
            result = sealed.get(act.act_id, {}).get(RESULT, result)
            final = final or act.kind == FINAL
    return SENTENCED if final and result.startswith("convicted") else DENOUNCED
