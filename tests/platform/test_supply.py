"""SEC-66: what Ruta is made of is listed, and what is known of its parts is said without lying."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from ruta.cli.process import supply

SOUND = {"name": "sound", "version": "1", "vulns": []}
UNKNOWN = {"name": "unknown", "skip_reason": "not found"}
WEAK = {"name": "weak", "version": "2", "vulns": [{"id": "PYSEC-2025-1"}]}


def report(*parts: Mapping[str, object]) -> str:
    return json.dumps({"dependencies": parts})


@pytest.mark.check("SEC-66")
def test_a_known_vulnerability_fails_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supply, "_said", lambda words: report(SOUND, WEAK))

    assert not supply.audit()
    assert supply.audited(report(WEAK)).sentence.endswith("weak 2 (PYSEC-2025-1).")


@pytest.mark.check("SEC-66")
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("", "NOT AUDITED"),
        ("Traceback", "NOT AUDITED"),
        ("[]", "NOT AUDITED"),
        (report(UNKNOWN, UNKNOWN), "NOT AUDITED"),
        (report(SOUND, UNKNOWN), "1 requirements have no known vulnerability; 1 are not in"),
        (report(SOUND, SOUND), "2 requirements have no known vulnerability."),
    ],
)
def test_what_was_not_looked_up_is_not_called_sound(
    monkeypatch: pytest.MonkeyPatch, said: str, sentence: str
) -> None:
    monkeypatch.setattr(supply, "_said", lambda words: said)

    assert supply.audit()
    assert supply.audited(said).sentence.startswith(sentence)


@pytest.mark.check("SEC-66")
def test_the_bill_of_materials_lists_every_locked_requirement(tmp_path: Path) -> None:
    assert supply.bill(tmp_path / "sbom.json")

    bill = json.loads((tmp_path / "sbom.json").read_text())
    django = next(part for part in bill["components"] if part["name"] == "django")
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "ruta"
    assert django["purl"].startswith("pkg:")


@pytest.mark.check("SEC-66")
def test_a_bill_that_lacks_a_part_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = supply.locked()
    monkeypatch.setattr(supply, "locked", lambda: whole | {"smuggled"})

    assert not supply.bill(tmp_path / "sbom.json")


@pytest.mark.check("SEC-66")
def test_a_bill_that_cannot_be_written_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supply, "_said", lambda words: "")

    assert not supply.bill(tmp_path / "sbom.json")
