"""The vault: a key for each compartment of each case, and what it never lets out."""

import logging
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection
from tests import keeper

from ruta.access import viewer
from ruta.access.keys import keyfile, vault

pytestmark = pytest.mark.django_db
ME = viewer.system()


@pytest.fixture
def rows(through_keyd):
    """`rows("where case_id = %s", case)`: what is kept of keys, as the keeper sees it."""

    def ask(condition, *values):
        with through_keyd.cursor() as cursor:
            cursor.execute(f"select wrapped from access_casekey {condition}", values)
            return [bytes(wrapped) for (wrapped,) in cursor.fetchall()]

    return ask


@pytest.fixture
def statements(through_keyd):
    """What the keeper in use here says to the database, with its values."""
    said = []

    class Noting:
        def __init__(self, cursor):
            self.cursor = cursor

        def execute(self, *words):
            said.append(words)
            return self.cursor.execute(*words)

        def copy(self, *words):
            said.append(words)
            return self.cursor.copy(*words)

        def fetchall(self):
            return self.cursor.fetchall()

    @contextmanager
    def cursor():
        with through_keyd.cursor() as real:
            yield Noting(real)

    with vault.use(replace(vault.service(), cursor=cursor)):
        yield said


def seal(case_id, compartment="I", **texts):
    fields = {name: text.encode() for name, text in texts.items()}
    return vault.seal_many(
        case_id=case_id, compartment=compartment, fields=fields, actor=ME, purpose="test"
    )


def open_(case_id, compartment="I", **fields):
    return vault.open_many(
        case_id=case_id, compartment=compartment, fields=fields, actor=ME, purpose="test"
    )


def test_what_is_sealed_opens_again():
    case = uuid4()

    sealed = seal(case, name="Nombre inventado", language="qu")

    assert open_(case, **sealed) == {"name": b"Nombre inventado", "language": b"qu"}


def test_a_text_of_another_case_does_not_open():
    mine, other = uuid4(), uuid4()
    seal(mine, name="x")
    sealed = seal(other, name="x")

    with pytest.raises(vault.SealBroken):
        open_(mine, **sealed)


def test_a_text_of_another_compartment_does_not_open():
    case = uuid4()
    seal(case, "H", name="x")
    sealed = seal(case, "I", name="x")

    with pytest.raises(vault.SealBroken):
        open_(case, "H", **sealed)


def test_a_text_of_another_field_does_not_open():
    case = uuid4()
    sealed = seal(case, name="x", address="y")

    with pytest.raises(vault.SealBroken):
        open_(case, name=sealed["address"], address=sealed["name"])


def test_one_altered_text_closes_all():
    case = uuid4()
    sealed = seal(case, name="x", address="y")
    sealed["address"] = sealed["address"][:-1] + bytes([sealed["address"][-1] ^ 1])

    with pytest.raises(vault.SealBroken):
        open_(case, **sealed)


def test_every_compartment_of_every_case_has_a_key_of_its_own(rows):
    one, other = uuid4(), uuid4()
    for case in (one, other):
        seal(case, "I", name="x")
        seal(case, "N", account="x")

    wrapped = set(rows("where case_id = any(%s)", [one, other]))
    slots = [(case, name) for case in (one, other) for name in "IN"]
    data_keys = set(vault.service()._keys(slots).values())

    assert len(wrapped) == 4
    assert len(data_keys) == 4


def test_a_wrapped_key_moved_to_another_case_opens_nothing(rows, through_keyd):
    mine, other = uuid4(), uuid4()
    sealed = seal(mine, name="x")
    (wrapped,) = rows("where case_id = %s", mine)
    with through_keyd.cursor() as cursor:
        cursor.execute(
            "insert into access_casekey (case_id, compartment, kek_version, wrapped)"
            " values (%s, 'I', 1, %s)",
            [other, wrapped],
        )

    with pytest.raises(vault.SealBroken):
        open_(other, **sealed)


def test_without_its_key_a_case_says_so():
    with pytest.raises(vault.KeyMissing):
        open_(uuid4(), name=b"x")


def test_with_another_key_file_nothing_opens(tmp_path, through_keyd):
    case = uuid4()
    sealed = seal(case, name="x")
    other = keeper.local(keyfile.create(tmp_path / "other.json"), through_keyd)

    with vault.use(other), pytest.raises(vault.SealBroken):
        open_(case, **sealed)


def test_sealing_twice_uses_the_same_key(rows):
    case = uuid4()
    first = seal(case, name="x")
    second = seal(case, address="y")

    assert open_(case, **first, **second) == {"name": b"x", "address": b"y"}
    assert len(rows("where case_id = %s", case)) == 1


def test_opening_takes_one_query(statements):
    case = uuid4()
    sealed = seal(case, name="x", address="y")
    statements.clear()

    open_(case, **sealed)

    assert len(statements) == 1


def test_nothing_to_seal_makes_no_key(rows):
    case = uuid4()

    assert seal(case) == {}
    assert open_(case) == {}
    assert not rows("where case_id = %s", case)


def test_the_evidence_of_existence_is_not_sealed():
    with pytest.raises(vault.CompartmentUnknown):
        seal(uuid4(), "E", name="x")


def test_who_gives_no_purpose_gets_nothing():
    with pytest.raises(vault.PurposeMissing):
        vault.open_many(case_id=uuid4(), compartment="I", fields={}, actor=ME, purpose="")


def test_a_batch_seals_for_many_cases_in_order(rows):
    cases = [uuid4() for _ in range(20)]
    seal(cases[0], "I", name="antes")
    items = [vault.Sealing(case, "I", {"name": str(case).encode()}) for case in cases]
    items.append(vault.Sealing(cases[0], "N", {}))

    sealed = vault.seal_batch(items, actor=ME, purpose="loading")

    assert [open_(case, **fields)["name"] for case, fields in zip(cases, sealed, strict=False)] == [
        str(case).encode() for case in cases
    ]
    assert sealed[-1] == {}
    assert len(rows("where case_id = any(%s)", cases)) == 20


def test_a_batch_takes_two_statements(statements):
    items = [vault.Sealing(uuid4(), name, {"a": b"x"}) for name in "INH"]

    vault.seal_batch(items, actor=ME, purpose="loading")

    assert len(statements) == 2


def test_no_text_reaches_a_log_a_statement_or_a_representation(caplog, statements):
    case, secret = uuid4(), "su relato inventado"
    caplog.set_level(logging.DEBUG)

    sealed = seal(case, account=secret)
    item = vault.Sealing(case, "N", {"account": secret.encode()})

    assert secret not in caplog.text
    assert len(statements) == 3
    assert secret not in str(statements)
    assert secret not in repr(item) + repr(sealed) + repr(vault.service())


def test_an_index_finds_the_same_document_however_written():
    assert vault.blind_index("dni", "4512-3378 ") == vault.blind_index("dni", "45123378")


def test_an_index_of_one_purpose_says_nothing_to_another():
    assert vault.blind_index("dni", "45123378") != vault.blind_index("phone", "45123378")


def test_an_index_needs_a_purpose():
    with pytest.raises(vault.PurposeMissing):
        vault.blind_index("", "45123378")


def test_one_document_is_one_person_in_every_case():
    person = vault.person_id("45123378")

    assert person == vault.person_id(" 45123378")
    assert person != vault.person_id("45123379")
    assert isinstance(person, UUID)
    assert person.version == 4


@pytest.mark.parametrize(
    "statement",
    [
        "select wrapped from access_casekey",
        "select count(*) from access_casekey",
        "insert into access_casekey select * from access_casekey",
        "update access_casekey set kek_version = 2",
        "delete from access_casekey",
        "select * from access_canary",
        "select * from access_hold",
        "select * from access_opened_since(now())",
    ],
)
def test_the_web_does_not_reach_what_the_keeper_keeps(statement):
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_text_protected_for_one_use_is_closed_to_another():
    sealed = vault.service().protect(use="resume", context="a", text=b"x")

    assert vault.service().reveal(use="resume", context="a", sealed=sealed) == b"x"
    with pytest.raises(vault.SealBroken):
        vault.service().reveal(use="resume", context="b", sealed=sealed)
    with pytest.raises(vault.SealBroken):
        vault.service().reveal(use="other", context="a", sealed=sealed)


def test_several_compartments_of_a_case_are_sealed_together(statements):
    case = uuid4()
    parts = {letter: {"a": f"texto de {letter}".encode()} for letter in "CINR"}

    sealed = vault.seal_case(case_id=case, parts={**parts, "H": {}}, actor=ME, purpose="test")

    assert len(statements) == 3
    assert sealed.pop("H") == {}
    for letter, fields in sealed.items():
        assert open_(case, letter, **fields) == parts[letter]


def test_of_two_who_make_keys_of_a_case_at_once_both_are_opened(through_keyd):
    case, made = uuid4(), []

    class Late:
        """Looks for keys, and before it makes its own another has made some."""

        def __init__(self, cursor):
            self.cursor = cursor

        def execute(self, words, values):
            if words.startswith("insert") and not made:
                made.append(keeper.local(vault.settings.RUTA_KEY_FILE, through_keyd))
                sealed.update(made[0].seal_case(case_id=case, parts=parts, actor=ME, purpose="x-y"))
            return self.cursor.execute(words, values)

        def fetchall(self):
            return self.cursor.fetchall()

    @contextmanager
    def cursor():
        with through_keyd.cursor() as real:
            yield Late(real)

    parts, sealed = {"I": {"a": b"de otro"}}, {}
    mine = replace(vault.service(), cursor=cursor).seal_case(
        case_id=case, parts={"I": {"b": b"de una"}, "N": {"c": b"de una"}}, actor=ME, purpose="x-y"
    )

    assert open_(case, **sealed["I"], **mine["I"]) == {"a": b"de otro", "b": b"de una"}
    assert open_(case, "N", **mine["N"]) == {"c": b"de una"}
