"""SEC-61: the document says every address, by whom it may be asked, and what its form sends."""

import json
from pathlib import Path

import pytest
import schemathesis
from django.urls import get_resolver, path
from tests.platform.test_headers import routes

from ruta import cli
from ruta.access.policy import PolicyMissing
from ruta.web import described


@pytest.fixture(scope="module")
def document() -> described.Document:
    return described.document()


@pytest.mark.check("SEC-61")
def test_the_document_is_a_valid_one_of_openapi(document: described.Document) -> None:
    schema = schemathesis.openapi.from_dict(document)

    schema.validate()
    assert all(found.ok() for found in schema.get_all_operations())


@pytest.mark.check("SEC-61")
def test_a_document_that_is_not_would_be_refused(document: described.Document) -> None:
    broken = {**document, "paths": {"/x/": {"get": {"responses": "none"}}}}

    with pytest.raises(Exception, match="none"):
        schemathesis.openapi.from_dict(broken).validate()


@pytest.mark.check("SEC-61")
def test_no_address_is_left_out(document: described.Document) -> None:
    templates = {
        described.Route(route, "", lambda: None).template for route in routes(get_resolver())
    }

    assert document["paths"].keys() == templates
    assert all(document["paths"].values())


def test_methods_policies_parameters_and_fields_are_those_of_the_code(
    document: described.Document,
) -> None:
    emergency, case = document["paths"]["/emergencia/"], document["paths"]["/casos/{case_id}/"]
    body = emergency["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]

    assert emergency.keys() == {"get", "post"}
    assert case.keys() == {"get"}
    assert (case["get"]["x-policy"], case["get"]["security"]) == ("case", [{"session": []}])
    assert case["get"]["parameters"][0]["schema"] == {"type": "string", "format": "uuid"}
    assert body["schema"]["required"] == ["reason_code", "reason"]
    assert body["schema"]["properties"]["reason"]["minLength"] == 20
    assert document["paths"]["/entrar/"]["post"]["security"] == []
    fields = [each["name"] for each in document["paths"]["/casos/"]["get"]["parameters"]]
    assert "riesgo" in fields


def test_a_view_that_declares_nothing_is_not_described(monkeypatch: pytest.MonkeyPatch) -> None:
    routes_ = [path("x/", lambda request: None, name="x")]
    monkeypatch.setattr(described, "get_resolver", lambda: type("R", (), {"url_patterns": routes_}))

    with pytest.raises(PolicyMissing):
        described.document()


def test_the_command_writes_it(tmp_path: Path, document: described.Document) -> None:
    assert cli.main(["openapi", "--out", str(tmp_path / "api.json")]) == 0

    assert json.loads((tmp_path / "api.json").read_text()) == document
