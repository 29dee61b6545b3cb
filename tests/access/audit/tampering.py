"""What somebody above every wall may do to the audit: a change of a few rows, clever or not."""

import random
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from ruta.access.audit import chain
from ruta.access.audit.chain import BEGINNING, HASH, PREVIOUS, Row

EDITED = {
    1: 1_700_000_000_000_001, 2: str(UUID(int=7)), 3: "T-OTHER", 4: "ONG", 5: str(UUID(int=8)),
    6: "denied", 7: "S", 8: "export", 9: "other", 10: "order", 11: 99, 12: '{"a": 1}',
}  # fmt: skip
KINDS = ("edit", "delete", "swap", "insert", "move", "truncate")


def written(count: int, seed: int) -> list[Row]:
    """A chain of so many entries, as the database would have written it."""
    draw, rows, link = random.Random(seed), [], BEGINNING
    for seq in range(1, count + 1):
        row = (
            seq, 1_772_000_000_000_000 + seq, str(UUID(int=draw.getrandbits(128))), "T-CEM-1",
            "CEM", str(UUID(int=draw.getrandbits(128))), draw.choice(("keys", "export")),
            draw.choice(("IC", "R", "")), "read", "case-page", "duty", draw.randint(1, 14), "{}",
            link,
        )  # fmt: skip
        link = sha256(chain.text((*row, "")).encode()).hexdigest()
        rows.append((*row, link))
    return rows


@dataclass(frozen=True)
class Tampering:
    """A change of the entry at `place`; `recomputed`: with every later hash made to fit again."""

    kind: str
    place: int
    other: int
    column: int
    recomputed: bool

    @classmethod
    def drawn(cls, draw: random.Random, before: int) -> "Tampering":
        """One at random, of an entry up to number `before`."""
        place = draw.randrange(before)
        other = draw.choice([each for each in range(before) if each != place])
        column = draw.choice(list(EDITED))
        return cls(draw.choice(KINDS), place, other, column, draw.random() < 0.5)

    def done_to(self, rows: list[Row]) -> list[Row]:
        """The chain after it."""
        changed = list(rows)
        getattr(self, f"_{self.kind}")(changed)
        return recomputed(changed) if self.recomputed else changed

    def _edit(self, rows: list[Row]) -> None:
        row = list(rows[self.place])
        row[self.column] = EDITED[self.column]
        rows[self.place] = tuple(row)

    def _delete(self, rows: list[Row]) -> None:
        del rows[self.place]

    def _swap(self, rows: list[Row]) -> None:
        here, there = rows[self.place], rows[self.other]
        rows[self.place], rows[self.other] = (here[0], *there[1:]), (there[0], *here[1:])

    def _insert(self, rows: list[Row]) -> None:
        rows.insert(self.place, rows[self.other])

    def _move(self, rows: list[Row]) -> None:
        rows.insert(self.other, rows.pop(self.place))

    def _truncate(self, rows: list[Row]) -> None:
        del rows[self.place :]


def recomputed(rows: list[Row]) -> list[Row]:
    """The rows numbered and hashed anew, so that the chain fits by itself."""
    made, link = [], BEGINNING
    for seq, row in enumerate(rows, 1):
        fresh = (seq, *row[1:PREVIOUS], link)
        link = sha256(chain.text((*fresh, "")).encode()).hexdigest()
        made.append((*fresh, link))
    assert all(len(row) == HASH + 1 for row in made)
    return made
