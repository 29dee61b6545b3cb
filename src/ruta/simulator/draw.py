"""
Chance, one source of it per case, so that case number 4821 is the same in any run.

The source is seeded with (seed, index): slices made in parallel give the same cases as one run.
"""

from uuid import UUID

import numpy as np

from ruta.simulator.assumptions import Assumptions

BLOCK = 256
HOUR = 3600


class Draw:
    """
    The random numbers of one case, drawn in blocks.

    :param apart: names a further source of the same case, which leaves the first as it is
    """

    __slots__ = ("_assumptions", "_ids", "_ids_at", "_numbers", "_rng")

    def __init__(
        self, *, seed: int, index: int, assumptions: Assumptions, apart: int | None = None
    ) -> None:
        of = (seed, index) if apart is None else (seed, index, apart)
        sequence = np.random.SeedSequence(of)
        self._rng = np.random.Generator(np.random.PCG64(sequence))
        self._assumptions = assumptions
        self._numbers: list[float] = []
        self._ids, self._ids_at = b"", 0

    def unit(self) -> float:
        """A number in [0, 1)."""
        if not self._numbers:
            self._numbers = self._rng.random(BLOCK).tolist()
        return self._numbers.pop()

    def below(self, limit: int) -> int:
        return int(self.unit() * limit)

    def chance(self, share: str) -> bool:
        """Whether what happens in that share of cases happens here."""
        return self.unit() < self.share(share)

    def share(self, name: str) -> float:
        """The share itself, for one number that decides between several."""
        return self._assumptions.shares[name]

    def seconds(self, delay: str) -> int:
        """An elapsed time, in seconds, of the named distribution."""
        return int(self._assumptions.delays[delay].hours(self.unit()) * HOUR)

    def code(self, mix: str) -> str:
        return self._assumptions.mixes[mix].code(self.unit())

    def number(self, mix: str) -> int:
        """A code of a mix whose codes are whole numbers."""
        return int(self.code(mix))

    def uuid(self) -> UUID:
        """A version 4 identifier of this case's own randomness."""
        if self._ids_at >= len(self._ids):
            self._ids, self._ids_at = self._rng.bytes(16 * 64), 0
        chunk = self._ids[self._ids_at : self._ids_at + 16]
        self._ids_at += 16
        return UUID(bytes=chunk, version=4)
