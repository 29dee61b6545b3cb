"""After every change of a long walk, what people are shown is what holds now: nothing of before."""

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.test import Client
from tests.campaigns.believed import Person
from tests.campaigns.walk import Known, Walk
from tests.cases import stage

from ruta.postgres.server import Server

FULL = bool(os.environ.get("RUTA_TEST_FULL"))
STEPS, ROUND, SEED = (10_000, 100, 7) if FULL else (150, 50, 7)
# An office is told the code of a case in which her permission to it ended, and nothing else.
NOTICES = re.compile(r'<section class="day-part" id="avisos".*?</section>', re.DOTALL)
ASKING = 2  # people who look after a step


@pytest.fixture
def superuser(
    transactional_db: None, server: Server, database_name: str
) -> Iterator[psycopg.Connection]:
    """Above every wall: lets time pass."""
    with psycopg.connect(server.url(dbname=database_name), autocommit=True) as connection:
        yield connection


@pytest.fixture
def walk(
    superuser: psycopg.Connection,
    owner_connection: psycopg.Connection,
    keys: Path,
    settings,
) -> Walk:
    """A walk at its beginning."""
    settings.RUTA_SECOND_FACTOR = "optional"
    settings.RUTA_REQUESTS_PER_MINUTE = 1_000_000
    stage.build_offices(owner_connection)
    return Walk(owner_connection, superuser, random.Random(SEED))


@pytest.mark.check("SEC-6")
def test_after_every_change_nobody_is_shown_what_is_closed_by_now(walk: Walk) -> None:
    """Pages, saved addresses, files and old sessions; what is open by now is shown, too."""
    seen: Counter[str] = Counter()
    for step in range(STEPS):
        if step % ROUND == 0:
            walk.begin()
        change = walk.step()
        seen[change] += 1
        for name in walk.draw.sample(sorted(walk.people), ASKING):
            known = walk.draw.choice(walk.cases)
            told = look(walk, walk.people[name], walk.browsers[name], known)
            expected = due(walk, walk.people[name], known, told)
            assert told == expected, (step, change, name, known.believed)
            seen.update(f"{what} {shown}" for what, shown in told.items())
        if walk.left:
            name, client = walk.draw.choice(walk.left)
            assert client.get(f"/casos/{walk.cases[0].believed.case_id}/").status_code == 302, name
            seen["old session"] += 1
        if step % 500 == 499 or step == STEPS - 1:
            print(f"{step + 1} steps: {dict(sorted(seen.items()))}", flush=True)
    for what in LOOKS:
        assert seen[f"{what} True"] > STEPS / 60, what
        assert seen[f"{what} False"] > STEPS / 60, what


def due(walk: Walk, person: Person, known: Known, told: dict[str, bool]) -> dict[str, bool]:
    """What the model says that this person should be shown."""
    may = {letter: known.believed.may(person, letter, walk.now) for letter in "EIN"}
    letter = {"case": "E", "saved act": "E", "people": "I", "account": "N", "file": "E"}
    return {what: person.active and may[letter[what]] for what in told}


def look(walk: Walk, person: Person, client: Client, known: Known) -> dict[str, bool]:
    """What this person is shown of a case: by its page, saved addresses and files."""
    home = f"/casos/{known.believed.case_id}/"
    asked = {what: how(client, home, known) for what, how in LOOKS.items()}
    for address in ("/casos/", "/mi-dia/", "/casos/exportar/?formato=csv"):
        if walk.draw.random() < 0.2:
            body = client.get(address).content.decode()
            if not barred(known, person):
                body = NOTICES.sub("", body)
            at = max(body.find(home), body.find(known.code))
            assert at < 0 or asked["case"], (address, body[at - 300 : at + 100], person, walk.now)
    return asked


def barred(known: Known, person: Person) -> bool:
    """Whether nothing at all may be told to this person of this case."""
    case = known.believed
    return (
        person.user_id in case.conflict
        or person.office in case.blocked
        or person.agency in case.implicated
    )


def _is_there(client: Client, address: str) -> bool:
    answer = client.get(address)
    assert answer.status_code in (200, 302, 404), answer.status_code
    return answer.status_code == 200


def _says(answer, words: str) -> bool:
    return words in answer.content.decode()


LOOKS = {
    "case": lambda client, home, known: _is_there(client, home),
    "saved act": lambda client, home, known: _is_there(client, f"{home}actos/{known.telling}/"),
    "people": lambda client, home, known: _says(client.get(f"{home}personas/"), known.name),
    "account": lambda client, home, known: _says(client.post(f"{home}relato/"), known.account),
}
