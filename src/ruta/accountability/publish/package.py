"""The description of a release for machines: a Frictionless Data Package with its dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from .release import MEASURES, PLACE

COUNT = "<10 para 0 a 9; si no, la decena más cercana / <10 for 0 to 9; else the nearest ten"
MEANINGS: Mapping[str, str] = {
    "level": "Nivel: country, department o province / Level",
    "place": "Ubigeo: vacío para el país, 2 cifras el departamento, 4 la provincia / INEI code, "
    "empty for the country",
    "n": f"Cuántos. {COUNT}",
    "of": f"De cuántos. {COUNT}",
    "share": "100 n / of, de los redondeados; solo si of ≥ 100 / from the rounded ones only",
    "share_low": "Lo menos que puede ser el porcentaje exacto / The least the exact one can be",
    "share_high": "Lo más que puede ser el porcentaje exacto / The most the exact one can be",
    "median_hours": "Mediana en horas, dos cifras; solo si n ≥ 110 / Median, hours",
    "p90_hours": "Percentil 90 en horas, dos cifras; solo si n ≥ 110 / 90th percentile, hours",
}
TYPES: Mapping[str, str] = {
    "share": "number",
    "share_low": "number",
    "share_high": "number",
    "median_hours": "number",
    "p90_hours": "number",
}
"""The type of a column where it is not text: a count may say `<10`, and a ubigeo begins with 0."""


README = "LEEME.txt"
"""What somebody reads first who opens the archive by hand."""
INVENTED = "datos-simulados"
"""In the name of every table of an invented country, so that a file taken out alone says so."""
SIMULATED = {
    "es": "DATOS SIMULADOS (semilla {seed}, {cases} casos inventados): no describen a nadie.",
    "en": "SIMULATED DATA (seed {seed}, {cases} invented cases): they describe nobody.",
}
READ_ME = """\
Ruta, cifras {id}: del {first} al {last}, leídas el {read}.
{corrects_es}
Cada cuenta está redondeada por su lado: de 0 a 9 dice <10; lo demás, la decena más cercana. Donde
un caso se cuenta varias veces (en manifest.json, counts: events), <10 dice también más de diez, de
menos de diez casos. Lo vacío no se publica. El diccionario de cada columna está en
datapackage.json; cómo se hizo y la huella de cada archivo, en manifest.json; las normas y las
consultas, en norms/ y sql/. Para comprobar que nada cambió, en esta carpeta:
sha256sum -c manifest.sha256

Ruta, figures {id}: from {first} to {last}, read on {read}.
{corrects_en}
Each count is rounded by itself: 0 to 9 is <10, all else the nearest ten. Where a case is counted
several times (counts: events in manifest.json), <10 also stands for more, of fewer than ten cases.
What is empty is not published. datapackage.json is the dictionary of every column; manifest.json
says how it was made and the hash of each file; norms/ and sql/ hold the law and the queries. To
check that nothing changed, in this folder:
sha256sum -c manifest.sha256
"""


def notice(simulated: Mapping[str, Any] | None, language: str = "es") -> str:
    """That a country is invented; empty where it is not."""
    if not simulated:
        return ""
    known = {"seed": simulated.get("seed", "?"), "cases": simulated.get("cases", "?")}
    return SIMULATED[language].format(**known)


def file_of(name: str, simulated: Mapping[str, Any] | None) -> str:
    """The name of the file of a table."""
    return f"{name}-{INVENTED}.csv" if simulated else f"{name}.csv"


def read_me(manifest: Mapping[str, Any]) -> str:
    """What is said in plain words of a release; whether its country is invented comes first."""
    corrects, why = manifest.get("corrects"), manifest.get("why")
    period = manifest["period"]
    last = date.fromisoformat(period["until"][:10]) - timedelta(days=1)
    text = READ_ME.format(
        id=manifest["id"],
        first=period["from"][:10],
        last=last,
        read=str(manifest.get("as_of", manifest["made_at"]))[:10],
        corrects_es=f"Corrige a {corrects}: {why}.\n" if corrects else "",
        corrects_en=f"Corrects {corrects}: {why}.\n" if corrects else "",
    )
    first = [notice(manifest["simulated"], language) for language in SIMULATED]
    return "\n".join([*filter(None, first), "", text] if any(first) else [text])


def described(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """
    The `datapackage.json` of a release.

    :param manifest: its manifest, with the tables
    """
    invented = manifest["simulated"]
    title = f"Ruta, cifras {manifest['id']}"
    if invented:
        title += f" (país inventado: semilla {invented['seed']}, {invented['cases']} casos)"
    if manifest.get("corrects"):
        title += f", corrige a {manifest['corrects']}"
    told = " / ".join(filter(None, (notice(invented, language) for language in SIMULATED)))
    return {
        "profile": "tabular-data-package",
        "name": f"ruta-{manifest['id'].lower()}",
        "title": title,
        "description": told or title,
        "version": manifest["id"],
        "created": manifest["made_at"],
        "simulated": invented,
        "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0"}],
        "resources": [_resource(table, told) for table in manifest["tables"]],
    }


def _resource(table: Mapping[str, Any], told: str) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table["name"].replace("_", "-"),
        "path": table["file"],
        "title": table["title"]["es"],
        "description": " ".join(filter(None, (told, table["question"]["es"]))),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": f"sha256:{table['sha256']}",
        "schema": {
            "fields": list(_fields(table)),
            "missingValues": [""],
            "primaryKey": [*PLACE, *table["dimensions"]],
        },
    }


def _fields(table: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for name in (*PLACE, *table["dimensions"], *MEASURES):
        about = MEANINGS.get(name, "Atributo; vacío significa todos / Attribute; empty means all")
        yield {"name": name, "type": TYPES.get(name, "string"), "description": about}
