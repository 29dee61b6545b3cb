"""Hostile input at every page: refused, or taken as text; never an error of ours."""

import re
import threading
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import quote, urlencode
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from tests.cases.conftest import committed_file  # noqa: F401
from tests.cases.stage import COURT, POLICE, SUPERVISOR, Stage, act, complaint, report, survivor

from ruta.access import context
from ruta.acts import catalogue, vocabulary
from ruta.cases import drafts
from ruta.cases.models import Act
from ruta.web.components.lima import local

HOUR = timedelta(hours=1)
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}{% now %}"
TEXTS = {
    "nothing": "",
    "NA": "NA",
    "NUL": "a\x00b",
    "control": "a\x07\x1b[31m\x7fb",
    "lone surrogate": "a\ud800b",
    "turned": "a\u202eb",
    "markup": MARKUP,
    "formula": "=cmd|'/c calc'!A0",
    "format": "%s %(x)s {0} %",
    "sql": "'; drop table cases_act; --",
    "a huge number": "9" * 5000,
    "a negative number": "-1",
    "an odd digit": "٣",
    "exponent": "1e400",
    "JSON": '{"a": [' + "[" * 2000 + "]" * 2000 + "]}",
    "path": "../../../../etc/passwd",
}
INSTANTS = (
    "0001-01-01T00:00", "9999-12-31T23:59", "10000-01-01T00:00", "2026-13-45T99:99",
    "2026-03-04T10:00+14:00", "2026-03-04T10:00Z", "31/12/9999 23:59", "1500-01-01T00:00", "hoy",
)  # fmt: skip
DAYS = ("0001-01-01", "9999-12-31", "1000000-01-01", "2026-02-30", "29/02/2025", "mañana")
# Written, not drawn: every process of a run must collect the same tests.
SOME = "6f1c0e0a-2b7e-4c55-9b1d-0c6f3d1f7a11"
MARKS = (
    "x", "_", "9999-12-31T23:59:59+00:00_x", f"9999-12-31T23:59:59.999999-23:59_{SOME}",
    f"0001-01-01T00:00:00+14:00_{SOME}", f"0001-01-01T00:00:00+23:59_{SOME}",
    f"2026-01-01T00:00:00+00:00:00.000001_{SOME}", f"2026-01-01T00:00:00+01:02:03_{SOME}",
    f"2026-01-01T00:00:00+00:00_2026-01-01T00:00:00+00:00:00.5_{SOME}",
    f"0001-01-01T00:00:00+23:59_0001-01-01T00:00:00+23:59_{SOME}",
    f"9999-12-31T23:59:59-23:59_9999-12-31T23:59:59-23:59_{SOME}", "\x00",
)  # fmt: skip
LISTS = {
    "/casos/": ("codigo", "mostrar", "riesgo", "etapa", "desde", "orden"),
    "/casos/exportar/": ("codigo", "mostrar", "riesgo", "etapa", "desde", "orden", "formato"),
    "/plazos/": ("estado", "oficina", "deber"),
    "/plazos/exportar/": ("estado", "oficina", "deber", "formato"),
    "/mi-dia/": ("x",),
    "/supervision/": ("x",),
    "/mi-oficina/preguntas/": ("filas", "columnas", "desde", "hasta"),
    "/mi-oficina/preguntas/exportar/": ("filas", "columnas", "formato"),
    "/mi-oficina/detalle/": ("tema", "deber", "estado", "mes", "riesgo", "desde", "despues"),
    "/mi-oficina/detalle/exportar/": ("tema", "deber", "mes", "formato"),
    "/juzgado/": ("riesgo", "plazo"),
    "/juzgado/por-comunicar/": ("x",),
    "/ley/": ("q", "buscar", "fecha", "dia", "institucion", "etapa", "on", "bearer"),
    "/demo/": ("next",),
    "/entrar/": ("next",),
    "/denuncias/nueva/": ("x",),
}


class Active(HTMLParser):
    """What in a page would run: scripts without a source, handlers, addresses that are script."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if (tag == "script" and "src" not in named) or named.get("src") == "x":
            self.found.append(tag)
        self.found += [name for name in named if name.startswith("on") or name == "style"]
        self.found += [v for v in named.values() if v and v.strip().startswith("javascript:")]


def runs(page: str) -> list[str]:
    reader = Active()
    reader.feed(page)
    return reader.found


def send(client, address: str, fields: dict) -> object:
    """A form as a browser of bad manners sends it: whatever bytes."""
    body = urlencode(fields, doseq=True, encoding="utf-8", errors="surrogatepass")
    return client.generic("POST", address, body, "application/x-www-form-urlencoded")


def shown(answer) -> str:
    return answer.content.decode("utf-8", "replace") if not answer.streaming else ""


@pytest.fixture
def received(file: Stage, now) -> Stage:
    """A severe case that its court knows of."""
    file.opened(
        complaint(now - 5 * HOUR),
        act("risk-form-completed", now - 4 * HOUR, risk="severo"),
        report(now - 3 * HOUR),
        parties=(survivor(ubigeo="210101"),),
        now=now,
    )
    return file


@pytest.mark.check("SEC-61")
@pytest.mark.parametrize("who", [POLICE, COURT, SUPERVISOR], ids=lambda one: one.role)
@pytest.mark.parametrize("address", LISTS)
def test_whatever_stands_in_an_address_is_answered(received, at_desk, who, address) -> None:
    client = at_desk(who)

    for value in (*TEXTS.values(), *INSTANTS, *DAYS):
        written = quote(value.encode("utf-8", "surrogatepass"))
        answer = client.get(f"{address}?{'&'.join(f'{n}={written}' for n in LISTS[address])}")
        assert answer.status_code < 500, value[:40]
        assert "html" not in answer.headers.get("Content-Type", "") or not runs(shown(answer))


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_that_no_page_gave_leads_to_a_page(received, at_desk, mark) -> None:
    for who, address in ((POLICE, "/casos/"), (POLICE, "/plazos/"), (COURT, "/juzgado/")):
        answer = at_desk(who).get(address, {"despues": mark})
        assert answer.status_code in (200, 302), address


def test_an_address_may_hold_bytes_that_are_no_text(received, at_desk) -> None:
    client = at_desk(POLICE)

    for query in ("codigo=%ff%fe", "%ff=%00", "codigo[a][b]=1", "codigo=a&codigo=b", "&&==&"):
        assert client.get(f"/casos/?{query}").status_code < 500
    for path in ("/%ff/", "/casos/%00/", "/ley/%00/", "/ley/%ff/", "/demo/%00/", "/casos/x/"):
        assert client.get(path).status_code == 404
    assert client.post("/demo/%00/").status_code == 404


def form_of(client, address):
    """The fields of the form an address shows, each with what it was shown with."""
    page = client.get(address)
    form = page.context["form"]
    blank = {each.html_name: each.value() for each in form}
    return form, {name: str(value) for name, value in blank.items() if value not in (None, [])}


def hostile(name: str) -> tuple[str, ...]:
    return (*TEXTS.values(), *INSTANTS, *DAYS) if name != "act_id" else tuple(TEXTS.values())


FORMS = ("actos/nuevo/?clase=note-added", "actos/nuevo/?clase=case-transferred", "informe/")


@pytest.mark.check("SEC-61")
@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_an_act_takes_or_refuses_whatever_is_written(
    received, at_desk, now, form
) -> None:
    client, address = at_desk(POLICE), f"/casos/{received.case_id}/{form}"
    _, blank = form_of(client, address)

    for name in blank.keys() | {"at", "note", "to"}:
        for value in hostile(name):
            answer = send(client, address, {**blank, "act_id": str(uuid4()), name: value})
            assert answer.status_code < 500, (name, value[:40])
            assert not runs(shown(answer)), (name, value[:40])
    page = client.get(f"/casos/{received.case_id}/?todo=1")
    assert page.status_code == 200
    assert not runs(shown(page))


def kinds_with(type_: str):
    """An act that the police may record and that states a fact of a type, and the fact."""
    known = catalogue.load().facts
    for kind in vocabulary.kinds().values():
        if kind.in_case and kind.may_be_recorded_by("pnp"):
            for name in kind.facts:
                if known[name].type == type_:
                    return kind.id, name
    return None


TYPES = ("text", "code", "codes", "number", "boolean", "date", "instant", "duration")


@pytest.mark.parametrize("type_", TYPES)
def test_each_type_of_fact_takes_or_refuses_whatever_is_written(received, at_desk, type_) -> None:
    found = kinds_with(type_)
    if found is None:  # the police state nothing of the type: the vocabulary's own tests have it
        assert type_ in ("duration", "instant", "identifier")
        return
    kind, name = found
    client, address = at_desk(POLICE), f"/casos/{received.case_id}/actos/nuevo/?clase={kind}"
    _, blank = form_of(client, address)

    for value in hostile(name):
        answer = send(client, address, {**blank, "act_id": str(uuid4()), name: [value, "x"]})
        assert answer.status_code < 500, (name, value[:40])
        assert not runs(shown(answer)), (name, value[:40])


@pytest.mark.parametrize("written", [*INSTANTS, "2999-01-01T00:00"])
def test_an_act_of_no_sane_instant_is_refused_at_its_field(received, at_desk, written) -> None:
    client = at_desk(POLICE)
    address = f"/casos/{received.case_id}/actos/nuevo/?clase=note-added"
    _, blank = form_of(client, address)

    answer = send(client, address, {**blank, "note": "x", "at": written})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"at"}
    for page in ("", "plazos/", "expediente.pdf"):
        assert client.get(f"/casos/{received.case_id}/{page}").status_code == 200
    for page in ("/casos/", "/plazos/", "/mi-dia/", "/casos/exportar/?formato=xlsx"):
        assert client.get(page).status_code == 200


def test_a_decision_takes_or_refuses_whatever_is_written(received, at_desk, now) -> None:
    client, address = at_desk(COURT), f"/casos/{received.case_id}/decision/"
    form, _ = form_of(client, address)
    said = {
        "decision_id": str(uuid4()), "hearing": "skipped", "skip_reasons": "x",
        "outcome": "granted", "measures": ["removal-from-home", "no-approach"],
        "distance_metres": "300", "decided_at": local(now).strftime("%Y-%m-%dT%H:%M"),
        "paso": "revisar",
    }  # fmt: skip

    for name in (*form.fields, "paso"):
        for value in hostile(name):
            answer = send(client, address, {**said, name: value})
            assert answer.status_code < 500, (name, value[:40])
            assert not runs(shown(answer)), (name, value[:40])


def test_an_impediment_takes_or_refuses_whatever_is_written(received, at_desk) -> None:
    client = at_desk(POLICE)
    found = re.search(r'href="(/casos/[^"]*/impedimento/)"', shown(client.get("/plazos/")))
    assert found
    form, blank = form_of(client, found[1])

    for name in form.fields:
        for value in hostile(name):
            sent = {**blank, "act_id": str(uuid4()), "impediment": "personnel", name: value}
            answer = send(client, found[1], sent)
            assert answer.status_code < 500, (name, value[:40])


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe\x00=\xff&act_id=%ff", "application/x-www-form-urlencoded"),
        (b"a=1", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"a=1", "application/x-www-form-urlencoded; charset=none-such"),
        (b"{" * 100_000, "application/json"),
        (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
        (b"nothing", "multipart/form-data"),
        (b"nothing", "multipart/form-data; boundary=\xc3\xb1"),
        (b"&".join(b"a%d=1" % n for n in range(2000)), "application/x-www-form-urlencoded"),
        (b"note=" + b"x" * 10_000_000, "application/x-www-form-urlencoded"),
        (b"", ""),
    ],
)
def test_a_body_of_any_bytes_is_answered(received, at_desk, now, body, content_type) -> None:
    client, case = at_desk(POLICE), f"/casos/{received.case_id}/"
    draft = str(uuid4())
    drafts.start(case_id=UUID(draft), by=POLICE, now=now)

    for address in (
        f"{case}actos/nuevo/?clase=note-added", f"{case}informe/", f"{case}relato/",
        f"/denuncias/{draft}/seguridad/", f"/denuncias/{draft}/relato/borrador/",
        "/denuncias/nueva/", "/entrar/", "/idioma/", "/salud",
    ):  # fmt: skip
        answer = client.generic("POST", address, body, content_type)
        assert answer.status_code < 500, address


def test_markup_in_every_text_of_a_person_is_text(file, at_desk, now) -> None:
    her = survivor(
        names=MARKUP, surnames=MARKUP, preferred_name=MARKUP, safe_hours=MARKUP[:40],
        contact_person=MARKUP, telephone="000 111",
    )  # fmt: skip
    file.opened(
        complaint(now - HOUR), act("account-told", now - HOUR, account=MARKUP), report(now - HOUR),
        act("note-added", now - HOUR, note=MARKUP), parties=(her,), now=now,
    )  # fmt: skip
    client, case = at_desk(POLICE), f"/casos/{file.case_id}/"
    one = Act.objects.get(case_id=file.case_id, kind="note-added").act_id

    for address in (
        case,
        f"{case}personas/",
        f"{case}actos/{one}/",
        f"{case}actos/{one}/corregir/",
    ):
        page = client.get(address)
        assert page.status_code == 200
        assert not runs(shown(page)), address
    assert MARKUP not in shown(client.post(f"{case}relato/"))
    assert not runs(shown(client.post(f"{case}relato/")))
    assert client.get(f"{case}expediente.pdf").status_code == 200


def test_a_form_pressed_four_times_at_once_records_one_act(
    committed_file,  # noqa: F811
    at_desk,
    now,
) -> None:
    committed_file.opened(complaint(now - HOUR), now=now)
    address = f"/casos/{committed_file.case_id}/actos/nuevo/?clase=note-added"
    clients = [at_desk(POLICE) for _ in range(4)]
    _, blank = form_of(clients[0], address)
    answers: list[int] = []

    def press(client) -> None:
        answers.append(send(client, address, {**blank, "note": "Una sola vez."}).status_code)
        connection.close()

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert answers == [302] * 4
    with transaction.atomic():
        context.ensure(POLICE)
        assert Act.objects.filter(case_id=committed_file.case_id, kind="note-added").count() == 1
