"""`ruta people`: the first accounts of an installation, made where its database is."""

import argparse
from typing import TYPE_CHECKING

from ruta.cli.process import database, framework
from ruta.cli.process.folder import Folder, data_folder
from ruta.postgres.refusal import Refusal

if TYPE_CHECKING:
    from ruta.access.people import User

NAME = "people"
HELP = "add the first people, or give somebody a new activation code"


class PeopleRefused(Refusal):
    """The account cannot be made, or there is none of this name."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`add` a person, or make a `code` for one."""
    parts = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    adding = parts.add_parser("add", help="add a person; prints their activation code")
    adding.add_argument("username")
    adding.add_argument("--name", required=True, help="given name and surnames")
    adding.add_argument("--office", required=True, help="its code in the directory")
    adding.add_argument("--role", required=True, help="one of src/ruta/access/roles.toml")
    adding.add_argument("--coordinates", action="store_true", help="administers their office")
    code = parts.add_parser("code", help="remove a person's factors; prints a new code")
    code.add_argument("username")


def run(args: argparse.Namespace) -> int:
    """Print the code, once; it is good for 24 hours."""
    folder = Folder(data_folder())
    folder.prepare()
    with database.opened(folder) as addresses:
        framework.ready(addresses.environment("owner"))
        made = add(args) if args.what == "add" else renew(args.username)
    print(f"Activation code, good once within 24 hours: {made}")
    return 0


def add(args: argparse.Namespace) -> str:
    """
    Add a person and make their code.

    :raises PeopleRefused: when the name is taken, or office and role do not go together
    """
    from django.db import transaction

    from ruta.access.accounts.notes import note
    from ruta.access.people import RoleRefused, User
    from ruta.directory import queries

    if User.objects.filter(username=args.username.lower()).exists():
        raise PeopleRefused("there is an account of this name; use `ruta people code`")
    try:
        with transaction.atomic():
            person = User.objects.add(
                username=args.username,
                display_name=args.name,
                office=queries.office(args.office),
                role=args.role,
            )
            if args.coordinates:
                person.coordinates = True
                person.save(update_fields=["coordinates"])
            note("added", by=None, person=person.pk)
            return _code(person)
    except queries.NoSuchOffice:
        raise PeopleRefused(f"the directory has no office {args.office}") from None
    except RoleRefused:
        raise PeopleRefused(f"there is no role {args.role} in that office") from None


def renew(username: str) -> str:
    """
    Take every factor of a person away and make a code.

    :raises PeopleRefused: when there is none of this name
    """
    from django.db import transaction

    from ruta.access import sessions
    from ruta.access.accounts import factors
    from ruta.access.accounts.notes import note
    from ruta.access.people import User

    person = User.objects.filter(username=username.lower()).first()
    if person is None:
        raise PeopleRefused("there is no account of this name")
    with transaction.atomic():
        factors.remove_all(person)
        sessions.end(person.pk)
        note("recovery-done", by=None, person=person.pk)
        return _code(person)


def _code(person: "User") -> str:
    from ruta.access.accounts import codes
    from ruta.access.backend import database_now

    return codes.make_enrolment(person, by=None, now=database_now())
