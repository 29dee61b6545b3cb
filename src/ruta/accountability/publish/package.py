"""The description of a release for machines: a Frictionless Data Package with its dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


def described(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """
    The `datapackage.json` of a release.

    :param manifest: its manifest, with the tables
    """
    invented = manifest["simulated"]
    title = f"Ruta, cifras {manifest['id']}"
    if invented:
        title += f" (país inventado: semilla {invented['seed']}, {invented['cases']} casos)"
    return {
        "profile": "tabular-data-package",
        "name": f"ruta-{manifest['id'].lower()}",
        "title": title,
        "version": manifest["id"],
        "created": manifest["made_at"],
        "simulated": invented,
        "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0"}],
        "resources": [_resource(table) for table in manifest["tables"]],
    }


def _resource(table: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table["name"].replace("_", "-"),
        "path": table["file"],
        "title": table["title"]["es"],
        "description": table["question"]["es"],
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
