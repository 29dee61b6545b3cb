"""`ruta cases`: whether the case file is what its acts say."""

import argparse
import sys
from uuid import UUID

from ruta.cli.process import database, framework
from ruta.cli.process.folder import Folder, data_folder

NAME = "cases"
HELP = "verify the stored cases against their acts"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`verify`, of all cases or of one."""
    parts = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    verifying = parts.add_parser("verify", help="compute every case again and compare")
    verifying.add_argument("--case", type=UUID, help="one case, by its id")


def run(args: argparse.Namespace) -> int:
    """Print each difference, by identifiers only; 1 when there is any."""
    folder = Folder(data_folder())
    folder.prepare()
    with database.opened(folder) as addresses:
        framework.ready(addresses.environment("owner"))
        found = verify(args.case)
    print(f"{found} differences." if found else "Every case is what its acts say.")
    return 1 if found else 0


def verify(case_id: UUID | None) -> int:
    """Go through the cases as of the database's now; how many differences there were."""
    from django.db import connection

    from ruta.cases import verification

    with connection.cursor() as cursor:
        cursor.execute("select now()")
        (now,) = cursor.fetchone()
    found = 0
    for difference in verification.differences(now, case_id=case_id):
        found += 1
        print(difference, file=sys.stderr)
    return found
