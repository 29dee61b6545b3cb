"""A mark in everything that is sealed, looked for wherever it must not be."""

import io
import json
import logging
import re
import zipfile
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from tests.cases.stage import (
    CEM,
    COURT,
    FAR_COURT,
    FAR_SUPERVISOR,
    HEALTH,
    OTHER_POLICE,
    POLICE,
    PROSECUTOR,
    SUPERVISOR,
    Stage,
    act,
    complaint,
    report,
    severe_form,
)
from tests.web.desk.conftest import attach_file

from ruta.access import context
from ruta.acts import catalogue, vocabulary
from ruta.cases import evidence, marks, party_fields
from ruta.cases.intake import NewAct, NewParty
from ruta.cases.models import Act, SealedItem
from ruta.web.desk.case import document
from ruta.web.requestlog import JsonLines

MARK = "zqxkwvjm"
MARKED = re.compile(rf"{MARK}\w*")
INSIDERS = (POLICE, CEM, COURT, PROSECUTOR, HEALTH)
OUTSIDERS = (OTHER_POLICE, FAR_COURT, FAR_SUPERVISOR)
LISTS = (
    "/", "/mi-dia/", "/casos/", "/casos/?mostrar=nuevos", "/plazos/", "/plazos/?estado=cumplido",
    "/casos/exportar/?formato=csv", "/casos/exportar/?formato=xlsx",
    "/plazos/exportar/?formato=csv", "/plazos/exportar/?formato=xlsx",
    "/juzgado/", "/juzgado/por-comunicar/", "/supervision/", "/denuncias/nueva/", "/ley/",
)  # fmt: skip
# An annulment needs its target; a case of trafficking is closed to whoever is not named in it.
APART = {"annulment", *marks.TRAFFICKING_KINDS}
COUNT = "select count(*) from {table} t where t::text like %s"
# What the page of a case opens; the rest is opened one by one and on purpose.
ON_THE_PAGE = frozenset({"C", "I", "L"})


def mark_of(fact: catalogue.Fact, kind: str) -> str:
    """A text found nowhere else, that says which fact of which compartment it is."""
    whole = f"{MARK}{fact.compartment}{kind}{fact.name}".replace("-", "").replace("_", "")
    return whole[: fact.max_length]


def texts_of(kind: vocabulary.Kind) -> dict[str, str]:
    """A mark for every sealed text of a kind of act."""
    facts = (catalogue.load().facts[name] for name in kind.facts)
    return {
        fact.name: mark_of(fact, kind.id)
        for fact in facts
        if fact.type == "text" and fact.compartment != catalogue.CLEAR
    }


def acts_with_texts(office_type: str, now) -> list[NewAct]:
    """An act of every kind that an office may record with sealed texts and nothing else needed."""
    known = vocabulary.kinds().values()
    made = []
    for kind in known:
        texts = texts_of(kind)
        may = kind.in_case and kind.may_be_recorded_by(office_type) and kind.id not in APART
        if may and texts and set(kind.required) <= set(texts):
            made.append(NewAct(act_id=uuid4(), kind=kind.id, at=now, facts=texts))
    return made


@pytest.fixture
def marked(file: Stage, now) -> Stage:
    """A case with a mark in each sealed text of each kind of act, and in its people."""
    facts = {
        name: f"{MARK}I{name.replace('_', '')}"
        for name in ("names", "surnames", "preferred_name", "address", "contact_person")
        if name in party_fields.FIELDS
    }
    people = tuple(
        NewParty(party_id=uuid4(), role=role, facts=facts) for role in ("survivor", "accused")
    )
    file.opened(complaint(now), severe_form(now), report(now), now=now, parties=people)
    file.recorded(
        act("cem-notified", now, to="T-CEM-1"),
        act("police-report-sent-prosecutor", now, to="T-MP-1"),
        now=now,
    )
    for who in INSIDERS:
        if new := acts_with_texts(who.office_type, now):
            if who is HEALTH:
                file.recorded(act("case-transferred", now, to="T-IPRESS-1"), now=now)
            file.recorded(*new, by=who, now=now)
    attach_file(case_id=file.case_id, now=now, note=f"{MARK}Nevidencenote")
    return file


def pieces_of(file: Stage) -> list[str]:
    """The addresses of the evidence of a case, within it."""
    with context.entered(POLICE):
        found = Act.objects.filter(case_id=file.case_id, kind=evidence.KIND)
        return [f"pruebas/{act_id}/" for act_id in found.values_list("act_id", flat=True)]


@pytest.fixture
def readable(monkeypatch) -> None:
    """The document of a case before it is set: a PDF is packed, and a mark in it not seen."""
    monkeypatch.setattr(document, "typeset", lambda told: json.dumps(told).encode())


def inside(answer) -> str:
    """Everything an answer says, headers and the parts of a workbook included."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    if body[:2] == b"PK":
        book = zipfile.ZipFile(io.BytesIO(body))
        body = b"\n".join(book.read(name) for name in book.namelist())
    return said + body.decode("utf-8", "replace")


def test_the_marks_are_many_and_of_every_compartment_that_acts_use(marked) -> None:
    kinds, sealed = set(), set()
    for who in INSIDERS:
        with context.entered(who):
            kinds |= set(Act.objects.values_list("kind", flat=True))
            sealed |= set(SealedItem.objects.values_list("compartment", flat=True))

    assert len(kinds) > 50
    assert sealed >= {"C", "H", "I", "L", "N", "R"}


def test_no_row_of_the_database_holds_a_mark(marked) -> None:
    tables = [model._meta.db_table for model in apps.get_app_config("cases").get_models()]

    for who in INSIDERS:
        with context.entered(who), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(COUNT.format(table=table), [f"%{MARK}%"])
                assert cursor.fetchone() == (0,), table


@pytest.mark.parametrize("who", [*INSIDERS, SUPERVISOR, *OUTSIDERS], ids=lambda one: one.office_id)
def test_no_list_file_or_queue_holds_a_mark(marked, at_desk, who) -> None:
    client = at_desk(who)

    for address in LISTS:
        assert MARKED.findall(inside(client.get(address))) == [], address


@pytest.mark.parametrize("who", [SUPERVISOR, *OUTSIDERS], ids=lambda one: one.office_id)
def test_whoever_opens_nothing_sees_no_mark_anywhere_in_the_case(
    marked, at_desk, readable, who
) -> None:
    client, case, pieces = at_desk(who), f"/casos/{marked.case_id}/", pieces_of(marked)
    acts = Act.objects.filter(case_id=marked.case_id).values_list("act_id", flat=True)

    for part in (
        "", "?todo=1", "plazos/", "personas/", "relato/", "expediente.pdf", "actos/nuevo/",
        "informe/", "decision/", "pruebas/", *pieces, *(f"{each}copia/" for each in pieces),
        *(f"actos/{act_id}/" for act_id in acts[:40]),
    ):  # fmt: skip
        assert MARKED.findall(inside(client.get(case + part))) == [], part
    assert MARKED.findall(inside(client.post(f"{case}relato/"))) == []


def test_the_page_and_the_document_of_a_case_hold_only_what_they_say_they_open(
    marked, at_desk, readable
) -> None:
    client, case = at_desk(POLICE), f"/casos/{marked.case_id}/"

    for part in ("?todo=1", "expediente.pdf"):
        found = MARKED.findall(inside(client.get(case + part)))
        assert {one[len(MARK)] for one in found} <= ON_THE_PAGE, part
        assert found, part


@pytest.mark.check("SEC-65")
def test_titles_and_addresses_hold_no_mark(marked, at_desk) -> None:
    client, case = at_desk(POLICE), f"/casos/{marked.case_id}/"
    acts = Act.objects.filter(case_id=marked.case_id).values_list("act_id", flat=True)

    acts_open = [f"actos/{act_id}/" for act_id in acts[:20]]
    for part in ("?todo=1", "personas/", "relato/", "pruebas/", *pieces_of(marked), *acts_open):
        page = inside(client.get(case + part))
        title = re.search(r"<title>(.*?)</title>", page, re.S)
        named = re.findall(r"""(?:href|src|action)=["']([^"']*)""", page)
        assert title
        assert MARKED.findall(title[1] + " ".join(named)) == [], part


@pytest.mark.check("SEC-65")
def test_the_logs_hold_no_mark_even_when_a_page_fails(marked, at_desk, monkeypatch) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root, ours = logging.getLogger(), logging.getLogger("ruta")
    client, case = at_desk(POLICE), f"/casos/{marked.case_id}/"
    client.raise_request_exception = False

    def fails(*args: object, **kwargs: object) -> object:
        raise ValueError(f"{MARK}message")

    for each in (root, ours):
        each.addHandler(handler)
    try:
        client.get(f"{case}?todo=1")
        client.get(f"{case}?{MARK}query={MARK}value")
        client.get(f"/casos/{MARK}path/")
        client.post(f"{case}actos/nuevo/?clase=note-added", {"note": f"{MARK}note", "at": "x"})
        client.post("/entrar/", {"username": f"{MARK}name", "password": f"{MARK}word"})
        monkeypatch.setattr("ruta.web.desk.case.clocks.board", fails)
        failed = client.get(case)
    finally:
        for each in (root, ours):
            each.removeHandler(handler)

    assert failed.status_code == 500
    assert MARK not in inside(failed)
    assert "ValueError" in written.getvalue()
    assert MARKED.findall(written.getvalue()) == []
