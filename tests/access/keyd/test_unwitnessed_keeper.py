"""A real keeper whose installation has witnesses, none of which took a head for three days."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.access.keyd.world import Running, World, open_, seal

from ruta.access.keys.service import Refused

LAST = """
    insert into access_witness (witness, at, seq, hash, signature, delivered_at)
    values (%s, now() - %s * interval '1 hour', 1, 'x', 'x', now())
"""


def last_taken(world: World, witness: str, hours: float) -> None:
    """The newest head that any witness took is so many hours old."""
    older = "update access_witness set at = at - interval '100 hours'"
    world.owner.execute(older)
    world.owner.execute(LAST, [witness, hours])


@pytest.fixture
def witness(world: World, tmp_path: Path) -> Iterator[str]:
    """A witness of the test's own; what it took is gone afterwards."""
    yield str(tmp_path)
    with world.owner.transaction():
        world.owner.execute("alter table access_witness disable trigger access_witness_stays")
        world.owner.execute("delete from access_witness where witness = %s", [str(tmp_path)])
        world.owner.execute("alter table access_witness enable trigger access_witness_stays")


@pytest.mark.check("SEC-17")
def test_sec_17_what_she_told_stays_closed_until_a_witness_takes_a_head(
    starting: Callable[..., Running], world: World, witness: str
) -> None:
    last_taken(world, witness, 72.1)
    running = starting(RUTA_WITNESSES=witness)
    advocate, client = world.somebody("cem"), running.client()
    case_id = world.case_of(advocate)
    told = {letter: seal(client, case_id, advocate, letter) for letter in "IN"}

    assert client.status()["witnesses"] == "closed"
    assert open_(client, case_id, advocate, told["I"], "I") == b"texto"
    with pytest.raises(Refused, match=r"^deny$"):
        open_(client, case_id, advocate, told["N"], "N")
    (entry,) = [each for each in world.entries(case_id) if each["event"] == "refused"]
    assert entry["compartments"] == "N"

    running.stop()
    last_taken(world, witness, 1)
    running.start()

    assert open_(running.client(), case_id, advocate, told["N"], "N") == b"texto"
