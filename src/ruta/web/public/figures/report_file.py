"""
The report of a release as an accessible document, article by article, set by typst.

It is made of released texts alone, and kept in memory by the hash of what was frozen: it is set
once, by one request at a time, however many ask for it.
"""

from __future__ import annotations

import json
import threading
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

from ruta.accountability.publish import release
from ruta.accountability.publish.release import Release

from . import report

TEMPLATE = Path(__file__).parent / "report.typ"
KEPT = 8  # reports a process remembers, of a few hundred kilobytes each
_one_at_a_time = threading.Lock()


def pdf(of: Release, language: str) -> bytes:
    """The report in the language now spoken."""
    with _one_at_a_time:
        return _made(of.folder, release.digest(of.folder / release.MANIFEST), language)


@lru_cache(maxsize=KEPT)
def _made(folder: Path, _frozen: str, language: str) -> bytes:
    return typeset(report.content(release.opened(folder), language))


def typeset(told: dict[str, Any]) -> bytes:
    """A tagged PDF/A, PDF/UA of a report's content; nothing is read but the template."""
    made = typst.compile(
        _template(), format="pdf", sys_inputs={"report": json.dumps(told, ensure_ascii=False)},
        ignore_system_fonts=True, pdf_standards=["a-2a", "ua-1"],
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()
