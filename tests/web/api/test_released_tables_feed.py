"""The feed of released tables: rounded texts for anyone, marked, kept for good, never a count."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from django.test import Client
from tests.accountability.publish import sample

from ruta.accountability.publish.release import MEASURES, Release, allowed_values
from ruta.web import described

HERE = "/cifras/datos/v1/"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Release]:
    """A shelf with the sample release."""
    folder = tmp_path_factory.mktemp("shelf")
    return folder, sample.release(folder)


@pytest.fixture
def client(kept: tuple[Path, Release], monkeypatch: pytest.MonkeyPatch, db: None) -> Client:
    """Anybody, at an installation with one release."""
    monkeypatch.setenv("RUTA_RELEASES", str(kept[0]))
    monkeypatch.delenv("RUTA_DEMO", raising=False)
    return Client()


def test_every_release_and_table_is_found_from_the_list(client: Client, kept) -> None:
    listed = client.get(HERE).json()["releases"]
    release = client.get(listed[0]["href"]).json()

    assert [each["release"] for each in listed] == ["2026-Q2"]
    assert listed[0]["simulated"] == {"seed": 30364, "cases": 4000}
    assert {each["table"] for each in release["tables"]} == kept[1].tables.keys()
    for each in release["tables"]:
        assert client.get(each["json"]).json()["rows"]
        assert client.get(each["csv"]).content.startswith(b"level,place,")


@pytest.mark.check("SEC-42")
@pytest.mark.check("SEC-45")
def test_no_number_of_a_table_is_another_than_the_published_one(client: Client, kept) -> None:
    allowed = allowed_values(kept[1])
    for name in kept[1].tables:
        rows = client.get(f"{HERE}2026-Q2/{name}.json").json()["rows"]
        text = client.get(f"{HERE}2026-Q2/{name}.csv").content.decode()

        lines = list(csv.DictReader(io.StringIO(text)))
        assert {row.pop("datos_simulados")[:15] for row in lines} == {"DATOS SIMULADOS"}
        assert rows == [dict(row) for row in lines]
        told = {row[measure] for row in rows for measure in MEASURES if row.get(measure)}
        assert told <= allowed
        assert told


def test_a_file_of_an_invented_country_says_so_by_its_name(client: Client) -> None:
    answer = client.get(f"{HERE}2026-Q2/compliance.csv")

    assert 'filename="2026-Q2-compliance-datos-simulados.csv"' in answer["Content-Disposition"]


def test_a_release_that_was_corrected_says_by_which(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.release(tmp_path)
    sample.release(tmp_path, id_="2026-Q2.1", corrects="2026-Q2")
    monkeypatch.setenv("RUTA_RELEASES", str(tmp_path))
    monkeypatch.delenv("RUTA_DEMO", raising=False)

    listed = Client().get(HERE).json()["releases"]

    told = [(each["release"], each["corrects"], each["corrected_by"]) for each in listed]
    assert told == [("2026-Q2.1", "2026-Q2", None), ("2026-Q2", None, "2026-Q2.1")]


def test_a_table_is_narrowed_by_place_and_by_its_own_attributes(client: Client) -> None:
    address = f"{HERE}2026-Q2/compliance_by_risk.json"
    rows = client.get(f"{address}?level=department&place=21&risk=severo").json()["rows"]

    assert [(row["place"], row["risk"]) for row in rows] == [("21", "severo")]
    whole = client.get(address).json()["rows"]
    assert client.get(f"{address}?unknown=x&n=1").json()["rows"] == whole


@pytest.mark.parametrize(
    "address",
    ["2026-Q9/", "2026-Q2/nothing.json", "2026-Q2/nothing.csv", "..%2F..%2Fetc/passwd.csv",
     "%00/", "2026-Q2/%2e%2e%2fmanifest.json"],
)  # fmt: skip
def test_what_is_not_there_is_told_in_json(client: Client, address: str) -> None:
    answer = client.get(HERE + address)

    assert answer.status_code == 404
    assert answer.headers.get("Cache-Control") == "no-store"


def test_a_table_is_marked_and_may_be_kept_for_good(client: Client) -> None:
    address = f"{HERE}2026-Q2/compliance.json"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(HERE).headers["Cache-Control"] == "public, max-age=600"
    assert (again.status_code, again.content) == (304, b"")
    assert "Set-Cookie" not in first.headers
    assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, method: str) -> None:
    for address in (HERE, f"{HERE}2026-Q2/", f"{HERE}2026-Q2/compliance.json"):
        assert getattr(client, method)(address).status_code == 405


def test_who_asks_too_often_is_told_when_to_come_back(client: Client, settings) -> None:
    settings.RUTA_ANONYMOUS_PER_MINUTE = 3

    answers = [client.get(HERE, REMOTE_ADDR="10.9.8.7") for _ in range(8)]

    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_an_empty_shelf_is_an_empty_list(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUTA_RELEASES", str(tmp_path))
    monkeypatch.delenv("RUTA_DEMO", raising=False)

    assert Client().get(HERE).json() == {"version": 1, "releases": []}


def test_the_feed_is_described_for_programs() -> None:
    paths = described.document()["paths"]
    told = paths["/cifras/datos/v1/{release_id}/{table_name}.json"]["get"]

    assert told["x-policy"] == "public"
    assert told["security"] == []
    names = {each["name"] for each in told["parameters"]}
    assert {"release_id", "table_name", "level", "place"} <= names
    assert not re.search("no interface for programs", json.dumps(described.document()))
