"""The measure check on patrol: from her day to the answer within 15 seconds, on a phone."""

import json
import time

from tests.journeys.hand import KEY, PRESS, READ

LONGEST_S = 15


def test_an_officer_reads_the_measures_in_force_within_15_seconds(
    page, sign_in, owner_sql, site, looks_right
) -> None:
    document = _document_with_measures(site)
    sign_in(page, "policia.puno")
    began = time.monotonic()

    page.get_by_role("link", name="Consultar medidas").click()
    page.locator('[name="asked"]').fill(document)
    page.get_by_role("button", name="Consultar", exact=True).click()
    page.get_by_text("Prohibición de armas").first.wait_for()

    machine = time.monotonic() - began
    hand = 2 * PRESS + len(document) * KEY + READ
    assert machine + hand <= LONGEST_S, f"{machine:.1f} s of waiting and {hand:.1f} s by hand"
    looks_right(page, "measure-check", dark=True)
    page.locator('[name="asked"]').fill("99999999")
    page.get_by_role("button", name="Consultar", exact=True).click()
    assert page.get_by_text("No consta ninguna medida").is_visible()
    looks_right(page, "measure-check-nothing")


def _document_with_measures(site) -> str:
    """The document of somebody accused in a case with measures in force, opened as the owner."""
    import subprocess
    import sys

    script = (
        "import django, json; django.setup()\n"
        "from ruta.cases import sealing\nfrom ruta.access.keys import vault\n"
        "from ruta.access.viewer import system\nfrom django.db import connection\n"
        "cursor = connection.cursor()\n"
        'cursor.execute("select s.case_id, s.item_id, s.ciphertext from cases_sealeditem s'
        " join cases_party p on p.case_id = s.case_id and p.party_id = s.item_id"
        " join cases_measure m on m.case_id = s.case_id"
        " where s.compartment = 'I' and p.document_index is not null\")\n"
        "for case_id, item, sealed in cursor.fetchall():\n"
        "    opened = vault.open_many(case_id=case_id, compartment='I', actor=system(),\n"
        "        fields={str(item): bytes(sealed)}, purpose='test')\n"
        "    facts = json.loads(opened[str(item)])\n"
        "    if facts.get('document'):\n"
        "        print(json.dumps(facts['document'])); break\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], env=site.environment, check=True, capture_output=True
    )
    document: str = json.loads(found.stdout.splitlines()[-1])
    return document
