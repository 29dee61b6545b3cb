"""What an installation chooses about the keeper of keys."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Limits:
    """How many distinct cases may be opened; `total_hour` 0 is `person_hour` × who is signed in."""

    person_hour: int = 60
    office_hour: int = 600
    total_hour: int = 0
    alert_day: int = 25
    index_minute: int = 1200


@dataclass(frozen=True)
class Configuration:
    """Where the keeper listens, what it reads, and whom it answers."""

    socket: Path
    key_file: Path
    database_url: str
    limits: Limits = Limits()
    peers: frozenset[int] = frozenset()
    """Users of this machine who may ask, besides the one who runs the keeper."""
    demonstration: bool = False
    witnessed: bool = False
    """Whether witnesses are configured: then a chain nobody witnesses closes N, H and S."""
