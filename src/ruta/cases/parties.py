"""The people of a case: who they are is sealed (I), and how to reach them apart from it (L)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from ruta.access.keys import vault
from ruta.access.viewer import Viewer

from . import admission, changes, counted, marks, measurecheck, party_fields, sealing, workplaces
from .intake import NewParty
from .models import Case, Party, SealedItem

ROLES = party_fields.ROLES
EARLIER = "earlier "
Split = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Person:
    """
    Someone in a case, opened: their role and facts, contact included.

    `earlier` holds, by compartment, the facts that stood before each change, oldest first: `facts`,
    `until` when (ISO 8601), `changed_by` whom and `why`.
    """

    party_id: UUID
    person_id: UUID
    role: str
    facts: Mapping[str, Any] = field(repr=False)
    earlier: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict, repr=False)


@transaction.atomic
def add(*, case_id: UUID, new: Sequence[NewParty], by: Viewer, now: datetime) -> None:
    """
    Add people to a case; one already there by id is left as it is.

    Who calls has admitted `by` to the case: see `operations.add_parties`.

    :raises FactsRefused: naming the fields that are wrong
    """
    there = set(Party.objects.filter(case_id=case_id).values_list("party_id", flat=True))
    coming = [party for party in new if party.party_id not in there]
    if not coming:
        return
    splits = {party.party_id: split(party) for party in coming}
    Party.objects.bulk_create([_row(case_id, party, now) for party in coming])
    secrets = sealing.gather(splits.items())
    sealing.store(sealing.seal(case_id=case_id, secrets=secrets, by=by, purpose="record", now=now))
    marks.store(case_id, marks.of_people(((each.role, each.facts) for each in coming), now=now))
    people = ((each.party_id, each.role, each.facts) for each in coming)
    counted.store(case_id, counted.of_people(people, now=now), by=by)
    measurecheck.people_came(case_id, {party_id: facts["I"] for party_id, facts in splits.items()})
    workplaces.close(case_id, ((each.role, each.facts) for each in coming), by=by, now=now)


@transaction.atomic
def amend(
    *, case_id: UUID, party_id: UUID, facts: Mapping[str, Any], by: Viewer, now: datetime,
    why: str = "",
) -> None:  # fmt: skip
    """
    Change or add facts of someone in the case, such as a new telephone; the others stay.

    What stood before is kept, sealed with the rest, and why it changed: see `Person.earlier`. An
    accused whose document becomes known becomes the same person as in the other cases. Who may
    change what: see `changes`; whoever does, it stays of the office that wrote it.

    :raises NotFound: if the case is not theirs or the person not in it
    :raises Closed: if what is changed is closed to them
    :raises FactsRefused: naming the fields that are wrong, or not theirs to change
    """
    standing = admission.admit(by, case_id)
    if not standing.records:
        raise admission.Closed("I")
    open_ = standing.readable(own=False) & {"I", "L"}
    Case.objects.select_for_update().filter(case_id=case_id).first()
    people = {person.party_id: person for person in read(by, case_id, "amend")}
    person = people.get(party_id)
    if person is None:
        raise admission.NotFound(case_id)
    role = {"role": person.role}
    before = party_fields.split({**person.facts, **role})
    after = party_fields.split({**person.facts, **facts, **role})
    kept = _keep_earlier(
        person, before, after, {"until": now, "changed_by": by.user_id, "why": why}
    )
    for letter in kept:
        if before[letter] != after[letter] and letter not in open_:
            raise admission.Closed(letter)
    changes.check_whose(case_id, party_id, before["I"], after["I"], by=by, standing=standing)
    changes.check_age(case_id, person.role, before["I"], after["I"], by=by, now=now)
    _replace(case_id, party_id, {letter: kept[letter] for letter in open_}, by=by, now=now)
    marks.store(case_id, marks.of_people([(person.role, facts)], now=now))
    if "I" in open_:
        known = {**after["I"], **(after["L"] if "L" in open_ else {})}
        codes = counted.of_people([(party_id, person.role, known)], now=now)
        counted.store(case_id, codes, by=by)
    _link(case_id, person, before["I"].get("document"), after["I"].get("document"))
    measurecheck.people_came(case_id, {party_id: after["I"]})
    worked = workplaces.of(person.role, before["I"])
    workplaces.close(case_id, [(person.role, after["I"])], by=by, now=now, known=worked)


def _replace(case_id: UUID, party_id: UUID, kept: Split, *, by: Viewer, now: datetime) -> None:
    """Seal facts anew in place of those that stood; they stay of whoever first wrote them."""
    stored = SealedItem.objects.filter(case_id=case_id, item_id=party_id, compartment__in=kept)
    whose = {item.compartment: item for item in stored.defer("ciphertext")}
    secrets = sealing.gather([(party_id, kept)])
    rows = sealing.seal(case_id=case_id, secrets=secrets, by=by, purpose="amend", now=now)
    for row in rows:
        if first := whose.get(row.compartment):
            row.office_id, row.author_id = first.office_id, first.author_id
    stored.delete()
    sealing.store(rows)


def _keep_earlier(
    person: Person, before: Split, after: Split, change: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """The new facts of each compartment, with those that stood before where they changed."""
    kept: dict[str, dict[str, Any]] = {}
    for compartment, facts in after.items():
        earlier = list(person.earlier.get(compartment, ()))
        if before[compartment] not in ({}, facts):
            earlier.append({**change, "facts": before[compartment]})
        kept[compartment] = {**facts, **({EARLIER + compartment: earlier} if earlier else {})}
    return kept


def _link(case_id: UUID, person: Person, before: str | None, document: str | None) -> None:
    """Index a document that became known, and link an accused by it."""
    if document == before:
        return
    row = Party.objects.filter(case_id=case_id, party_id=person.party_id)
    index = index_of(document)
    if person.role == "accused" and index is not None and document is not None:
        row.update(document_index=index, person_id=vault.person_id(document))
    else:
        row.update(document_index=index)


def read(viewer: Viewer, case_id: UUID, purpose: str) -> tuple[Person, ...]:
    """
    The people of a case, the survivor first.

    :param purpose: a word for the audit: why this is opened
    :raises NotFound: if the case is absent or not theirs
    :raises Closed: if who is in the case is closed to them
    """
    standing = admission.admit_to(viewer, case_id, "I")
    people = dict(
        Party.objects.filter(case_id=case_id)
        .order_by("added_at", "party_id")
        .values_list("party_id", "person_id")
    )
    opened = sealing.open_items(
        case_id=case_id,
        items=people,
        compartments=("I", "L"),
        by=viewer,
        purpose=purpose,
        standing=standing,
    )
    found = [as_person(party_id, people[party_id], opened.get(party_id, {})) for party_id in people]
    return tuple(sorted(found, key=lambda person: ROLES.index(person.role)))


def split(party: NewParty) -> dict[str, dict[str, Any]]:
    """
    A new party's facts by compartment, its role and document among them.

    :raises FactsRefused: naming the fields that are wrong
    """
    facts = {**party.facts, "role": party.role}
    if party.document:
        facts["document"] = party.document
    return party_fields.split(facts)


def index_of(document: str | None) -> bytes | None:
    """The keyed hash of a document, by which the same document is found without being read."""
    return vault.blind_index("document", document) if document and _is_one(document) else None


def person_of(party: NewParty) -> UUID:
    """Who this is across cases: as given; by document for an accused; else someone new."""
    if party.person_id is not None:
        return party.person_id
    if party.role == "accused" and party.document and _is_one(party.document):
        return vault.person_id(party.document)
    return uuid4()


def _is_one(document: str) -> bool:
    """Whether something stands where a document should: a dash is nobody's number."""
    return any(letter.isalnum() for letter in document)


def _row(case_id: UUID, party: NewParty, now: datetime) -> Party:
    return Party(
        case_id=case_id,
        party_id=party.party_id,
        person_id=person_of(party),
        document_index=index_of(party.document),
        added_at=now,
    )


def as_person(party_id: UUID, person_id: UUID, opened: Mapping[str, Any]) -> Person:
    """The person that opened facts (I and L) of a party say."""
    facts = {name: value for name, value in opened.items() if name in party_fields.FIELDS}
    role = facts.pop("role", ROLES[-1])
    earlier = {
        name.removeprefix(EARLIER): tuple(value)
        for name, value in opened.items()
        if name.startswith(EARLIER)
    }
    return Person(party_id, person_id, role, facts, earlier)
