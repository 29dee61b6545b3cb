"""
A process of the web that opens and seals texts of cases, and writes down what it got.

`python -m tests.campaigns.browsing PLAN`: PLAN is a JSON file with the keeper's `socket`, the
`seed`, how many `turns`, the file `to` write to, and the `work`: for each person of an office their
case, their sealed texts by compartment, and a case of somebody else. Each line written is a list:
what came of a question, its purpose, the case, the compartments, and the microsecond of the answer.
It may be killed at any moment: a line is written whole or not at all.
"""

import json
import os
import random
import sys
import time
from base64 import b64decode
from pathlib import Path
from typing import Any
from uuid import UUID

from ruta.access.keys.client import Client
from ruta.access.keys.service import KeeperAbsent, KeyMissing, Refused, Sealing
from ruta.access.viewer import Viewer

OFTEN = ("one", "one", "one", "all", "export", "seal", "theirs", "closed")
CLOSED = "H"
"""What no office of the plan may read by its duty."""


def browse(plan: dict[str, Any]) -> None:
    """Ask so many times, and write each outcome down."""
    client, draw = Client(Path(plan["socket"])), random.Random(plan["seed"])
    out = os.open(plan["to"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for turn in range(plan["turns"]):
        kind, work = draw.choice(OFTEN), draw.choice(plan["work"])
        purpose = f"{'export' if kind == 'export' else 'campaign'}-{plan['seed']}-{turn}"
        case_id, letters = UUID(work["case"]), "".join(sorted(work["sealed"]))
        if kind == "theirs":
            case_id = UUID(work["theirs"])
        elif kind == "closed":
            letters = CLOSED
        elif kind in ("one", "export"):
            letters = draw.choice(letters)
        came = _asked(client, kind, purpose, case_id, letters, work)
        line = [came, purpose, str(case_id), letters, time.time_ns() // 1000]
        os.write(out, (json.dumps(line) + "\n").encode())
        if came == "absent":
            time.sleep(0.1)


def _asked(
    client: Client, kind: str, purpose: str, case_id: UUID, letters: str, work: dict[str, Any]
) -> str:
    person = Viewer(UUID(work["person"]), work["office"], "pnp", "police_officer", "PUNO",
                    session=work["session"])  # fmt: skip
    try:
        if kind == "seal":
            parts = {letter: {"a": b"otro"} for letter in letters}
            client.seal_case(case_id=case_id, parts=parts, actor=person, purpose=purpose)
            return "sealed"
        texts = {letter: b64decode(work["sealed"].get(letter, "")) for letter in letters}
        items = [Sealing(case_id, letter, {"a": text}) for letter, text in texts.items()]
        opened = client.open_batch(items, actor=person, purpose=purpose)
        assert [each["a"] for each in opened] == [b"texto" for _ in letters]
        return "opened"
    except KeeperAbsent:
        return "absent"
    except (Refused, KeyMissing):
        return "refused"


if __name__ == "__main__":
    browse(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
