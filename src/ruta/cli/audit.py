"""`ruta audit`: whether the audit is as it was written, its signed head, and its witnesses."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruta.cli.process import database, framework
from ruta.cli.process.folder import Folder, data_folder

if TYPE_CHECKING:
    from ruta.access.audit.chain import Fault, Verdict
    from ruta.access.audit.heads import Head

NAME = "audit"
HELP = "verify the audit, sign its head, list its witnesses"
SAYS = {
    "missing": "entry {seq} is missing",
    "edited": "entry {seq} was changed",
    "reordered": "entry {seq} is not the one that was written after entry {after}",
    "rewritten": "the chain was computed again after entry {after}, at entry {seq} or before it",
    "cut": "the chain does not end where it says: look at what follows entry {after}",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`verify`, `head` and `witnesses`."""
    parts = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    verifying = parts.add_parser("verify", help="compute the chain again and compare")
    verifying.add_argument("--head", type=Path, help="the heads a witness keeps: file or folder")
    verifying.add_argument("--key", help="the public key of the heads, in hex")
    verifying.add_argument("--json", action="store_true", help="JSON instead of sentences")
    heading = parts.add_parser("head", help="sign where the chain ends")
    heading.add_argument("--write", type=Path, metavar="FOLDER", help="keep it as a witness does")
    heading.add_argument("--public-key", action="store_true", help="print the public key only")
    parts.add_parser("witnesses", help="who keeps the heads, and since when")


def run(args: argparse.Namespace) -> int:
    """0 when all is well, 1 when the chain does not fit."""
    folder = Folder(data_folder())
    folder.prepare()
    with database.opened(folder) as addresses:
        framework.ready(addresses.environment("owner"))
        return {"verify": verify, "head": head, "witnesses": witnesses}[args.what](args)


def verify(args: argparse.Namespace) -> int:
    """Compute the whole chain again; say the first place where it does not fit."""
    from ruta.access.audit import chain, stored

    kept, said = _heads(args)
    witnessed = [(head.end.seq, head.end.hash.hex()) for head in kept]
    end = stored.end()
    found = chain.verify(stored.rows(), witnessed=witnessed, end=(end.seq, end.hash.hex()))
    if args.json:
        print(json.dumps(_table(found, said)))
    else:
        for line in [*said, *_told(found, bool(kept))]:
            print(line)
    return 1 if found.fault or any(line.startswith("WRONG") for line in said) else 0


def _heads(args: argparse.Namespace) -> tuple[list[Head], list[str]]:
    """The heads to hold the chain against, and what is to be said of them."""
    from ruta.access.audit import deliveries, heads

    if args.head is None:
        kept = deliveries.known()
        source = "as this database remembers them; a witness's own file proves more (--head)"
        return kept, [f"{len(kept)} witnessed heads, {source}."] if kept else []
    kept, unread = heads.kept_in(args.head)
    key = bytes.fromhex(args.key) if args.key else heads.public_key_in(args.head)
    said = [f"{len(kept)} witnessed heads of {args.head}."]
    if unread:
        said.append(f"{unread} lines there are no head, and were passed over.")
    if key is None:
        said.append("No public key beside them: their signatures were not verified.")
        return kept, said
    signed = [each for each in kept if each.is_signed_by(key)]
    if len(signed) < len(kept):
        said.append(f"WRONG: {len(kept) - len(signed)} of them are not signed by this key.")
    return signed, said


def _told(found: Verdict, any_heads: bool) -> list[str]:
    if found.fault:
        return [f"WRONG: {_of(found.fault)}."]
    whole = f"{found.entries} entries, each as it was written."
    if not any_heads:
        return [whole, "No witnessed head to hold them against: this proves the chain alone."]
    return [whole, f"{found.witnessed} witnessed heads fit."]


def _of(fault: Fault) -> str:
    return SAYS[fault.kind].format(seq=fault.seq, after=fault.after)


def _table(found: Verdict, said: list[str]) -> dict[str, Any]:
    fault = found.fault
    return {
        "entries": found.entries,
        "last": {"seq": found.last_seq, "hash": found.last_hash},
        "witnessed_heads_that_fit": found.witnessed,
        "fault": {"seq": fault.seq, "kind": fault.kind, "after": fault.after} if fault else None,
        "said": said,
    }


def head(args: argparse.Namespace) -> int:
    """Sign where the chain ends now."""
    from ruta.access.audit import heads, stored
    from ruta.access.audit.witnesses import NotTaken, Witness
    from ruta.access.keys import vault

    signer = vault.service()
    if args.public_key:
        print(signer.signing_public().hex())
        return 0
    signed = heads.sign(stored.end(), signer)
    if args.write is None:
        print(signed.line())
        return 0
    try:
        Witness(str(args.write.resolve())).give(signed, public_key=signer.signing_public())
    except NotTaken as refusal:
        print(f"ruta audit: {args.write}: {refusal}", file=sys.stderr)
        return 1
    print(f"The head of entry {signed.end.seq} is kept in {args.write}.")
    return 0


def witnesses(args: argparse.Namespace) -> int:
    """Each witness, and how recent what it keeps is."""
    from ruta.access.audit import deliveries, stored

    found = deliveries.status(now=stored.end().at)
    if not found.is_witnessed:
        print("No witness is configured (RUTA_WITNESSES): nothing is promised of them.")
        return 0
    for name in found.witnesses:
        print(name)
    if found.witnessed_at:
        print(f"The last head that one of them took is of {found.witnessed_at:%Y-%m-%d %H:%M} UTC.")
    print("No head was taken for a day." if found.is_stale else "Up to date.")
    return 1 if found.is_stale else 0
