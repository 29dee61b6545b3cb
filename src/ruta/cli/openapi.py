"""`ruta openapi`: every address of Ruta, its fields and its answers, as an OpenAPI document."""

import argparse
import json
import os
from pathlib import Path

NAME = "openapi"
HELP = "describe every address as an OpenAPI 3.1 document, in JSON"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write."""
    parser.add_argument("--out", type=Path, help="the file; without it, the terminal")


def run(args: argparse.Namespace) -> int:
    """Write the document; it needs no database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "ruta.settings"
    import django

    django.setup()
    from ruta.web import described

    text = json.dumps(described.document(), ensure_ascii=False, indent=2) + "\n"
    if args.out is None:
        print(text, end="")
        return 0
    args.out.write_text(text, encoding="utf-8")
    print(f"{args.out} written")
    return 0
