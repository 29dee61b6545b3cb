"""The people of a case: sealed, linked where needed, and called what they may be called."""

from uuid import uuid4

import pytest
from tests.cases.stage import (
    HEALTH,
    NOW,
    POLICE,
    SUPERVISOR,
    Stage,
    accused,
    complaint,
    severe_form,
    survivor,
)

from ruta.cases import labels, operations, parties, queries
from ruta.cases.intake import NewParty
from ruta.cases.models import Party, SealedItem
from ruta.cases.rows import ActRow


def test_na_is_a_name(file: Stage) -> None:
    file.opened(parties=(survivor(names="NA", surnames="None", telephone="000 000000"),))
    file.recorded(severe_form())

    (person,) = parties.read(POLICE, file.case_id, "care")

    assert (person.facts["names"], person.facts["surnames"]) == ("NA", "None")
    assert person.facts["telephone"] == "000 000000"


def test_nothing_of_a_person_is_in_clear(file: Stage) -> None:
    file.opened(parties=(survivor(names="NOMBRE-INVENTADO", address="CALLE-INVENTADA"),))

    stored = str(list(Party.objects.values())) + str(
        [bytes(item.ciphertext) for item in SealedItem.objects.all()]
    )

    assert "INVENTAD" not in stored
    assert "survivor" not in stored


def test_an_accused_with_a_document_is_one_person_in_every_case(file: Stage) -> None:
    file.opened(parties=(accused("INV-A1"), survivor()))
    other = Stage(case_id=uuid4())
    other.opened(
        parties=(accused("inv a1"), accused("INV-A2"), accused(), accused("-"), accused("-"))
    )

    (one,) = (p for p in parties.read(POLICE, file.case_id, "care") if p.role == "accused")
    same, *others = (p.person_id for p in parties.read(POLICE, other.case_id, "care"))

    assert len({one.person_id, same, *others}) == 5


def test_a_survivor_is_not_linked_by_her_document(file: Stage) -> None:
    her = [NewParty(party_id=uuid4(), role="survivor", document="INV-7") for _ in range(2)]
    file.opened(parties=tuple(her))

    first, second = parties.read(POLICE, file.case_id, "care")

    assert first.person_id != second.person_id


def test_the_survivor_comes_first(file: Stage) -> None:
    file.opened(parties=(accused(), survivor()))

    people = parties.read(POLICE, file.case_id, "care")

    assert [person.role for person in people] == ["survivor", "accused"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"names": "x" * 20_001}, "names"),
        ({"nickname": "x"}, "nickname"),
        ({"names": "x\x00"}, "names"),
    ],
)
def test_a_wrong_fact_is_refused_by_name(file: Stage, facts: dict, field: str) -> None:
    with pytest.raises(operations.FactsRefused) as refused:
        file.opened(parties=(survivor(**facts),))

    assert set(refused.value.errors) == {field}


def test_a_new_telephone_leaves_the_rest(file: Stage) -> None:
    her = survivor(telephone="000 1", address="Domicilio inventado")
    file.opened(complaint(), severe_form(), parties=(her,))

    parties.amend(
        case_id=file.case_id,
        party_id=her.party_id,
        facts={"telephone": "000 2"},
        by=POLICE,
        now=NOW,
    )

    (person,) = parties.read(POLICE, file.case_id, "care")
    assert (person.role, person.facts["telephone"]) == ("survivor", "000 2")
    assert person.facts["address"] == "Domicilio inventado"


def test_what_stood_before_a_change_is_kept_with_who_changed_it(file: Stage) -> None:
    her = survivor(telephone="000 1")
    file.opened(complaint(), severe_form(), parties=(her,))

    for number in ("000 2", "000 2", "000 3"):
        facts = {"telephone": number}
        parties.amend(case_id=file.case_id, party_id=her.party_id, facts=facts, by=POLICE, now=NOW)

    (person,) = parties.read(POLICE, file.case_id, "care")
    assert [stood["facts"]["telephone"] for stood in person.earlier["L"]] == ["000 1", "000 2"]
    assert {stood["changed_by"] for stood in person.earlier["L"]} == {str(POLICE.user_id)}
    assert "I" not in person.earlier


def test_an_accused_whose_document_becomes_known_is_linked(file: Stage) -> None:
    unknown = accused()
    file.opened(parties=(unknown,))
    other = Stage(case_id=uuid4())
    other.opened(parties=(accused("INV-A1"),))

    parties.amend(
        case_id=file.case_id,
        party_id=unknown.party_id,
        facts={"document": "inv-a1"},
        by=POLICE,
        now=NOW,
    )

    (one,), (same,) = (parties.read(POLICE, f.case_id, "care") for f in (file, other))
    assert one.person_id == same.person_id


def test_people_are_added_to_an_open_case_by_those_in_it(file: Stage) -> None:
    file.opened(parties=(survivor(),))
    witness = NewParty(party_id=uuid4(), role="witness", facts={"names": "Inventada"})

    operations.add_parties(case_id=file.case_id, new=[witness], by=POLICE, now=NOW)

    assert [p.role for p in parties.read(POLICE, file.case_id, "care")] == ["survivor", "witness"]
    for outsider, refusal in ((HEALTH, queries.NotFound), (SUPERVISOR, operations.Closed)):
        with pytest.raises(refusal):
            operations.add_parties(case_id=file.case_id, new=[witness], by=outsider, now=NOW)


def test_somebody_absent_cannot_be_amended(file: Stage) -> None:
    file.opened()

    with pytest.raises(queries.NotFound):
        parties.amend(case_id=file.case_id, party_id=uuid4(), facts={}, by=POLICE, now=NOW)


def sentence(kind: str, by: dict, result: str = "") -> ActRow:
    """A court's act, as the page of a case shows it; its result goes to what is sealed."""
    id_ = uuid4()
    if result:
        by[id_] = {"sentence_result": result}
    return ActRow(id_, 1, kind, NOW, NOW, "T-COURT-1", None, None, None, None, {}, None, None)


@pytest.mark.parametrize(
    ("stream", "word"),
    [
        ([], "denounced"),
        ([("sentence-issued", "convicted-prison")], "denounced"),
        ([("sentence-issued", "convicted-prison"), ("sentence-final", "")], "sentenced"),
        ([("sentence-issued", "convicted-prison"), ("sentence-final", "acquitted")], "denounced"),
        ([("sentence-final", "")], "denounced"),
    ],
)
def test_the_accused_are_denounced_until_a_conviction_is_final(stream: list, word: str) -> None:
    sealed: dict = {}
    acts = [sentence(kind, sealed, result) for kind, result in stream]

    assert labels.accused_are(acts, sealed) == word
