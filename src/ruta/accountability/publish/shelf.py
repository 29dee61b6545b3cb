"""The shelf: the releases of this installation, newest first, and where the next is put."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from .release import MANIFEST, Release, opened

SHIPPED = Path(__file__).resolve().parents[1] / "releases"
"""The release of an invented country that comes with Ruta; shown by a demonstration only."""


def folder() -> Path:
    """Where this installation keeps its releases: RUTA_RELEASES, else in the data folder."""
    kept = Path(os.environ.get("RUTA_VAR") or "var")
    return Path(os.environ.get("RUTA_RELEASES") or kept / "releases").resolve()


def releases(*, at: Path | None = None, demo: bool | None = None) -> list[Release]:
    """
    Every release, the newest period first, a correction before what it corrects.

    :param at: another folder than this installation's
    :param demo: whether the shipped release counts; by default when this is a demonstration
    :raises BadRelease: when one of them cannot be read
    """
    if demo is None:
        demo = (os.environ.get("RUTA_DEMO") or "").lower() in {"1", "yes", "true", "on"}
    places = [at or folder(), *([SHIPPED] if demo else [])]
    found = {release.id: release for place in reversed(places) for release in _in(place)}
    return sorted(found.values(), key=_order, reverse=True)


def release(id_: str, *, at: Path | None = None) -> Release:
    """
    One release.

    :raises KeyError: when there is none of that id
    """
    return {found.id: found for found in releases(at=at)}[id_]


def corrected_by(wanted: Release, among: list[Release]) -> Release | None:
    """The release that corrects one, if there is; the newest of several."""
    return next((r for r in among if r.manifest.get("corrects") == wanted.id), None)


def _in(place: Path) -> list[Release]:
    found = sorted(place.glob(f"*/{MANIFEST}"))
    # A folder that is still being written has a name with a dot in front.
    return [_kept(p.parent, p.stat().st_mtime_ns) for p in found if p.parent.name[:1] != "."]


@lru_cache(maxsize=64)
def _kept(folder: Path, _written: int) -> Release:
    """A release is frozen, so that it is read once."""
    return opened(folder)


def _order(release: Release) -> tuple[str, str, int]:
    id_, _, correction = release.id.partition(".")
    return release.manifest["period"]["until"], id_, int(correction or 0)
