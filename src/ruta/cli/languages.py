"""`ruta languages`: bring the English catalogue to the texts of the pages; say what it lacks."""

import argparse

NAME = "languages"
HELP = "gather the texts of the pages into the English catalogue, and list those without English"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to write the catalogue."""
    parser.add_argument("--check", action="store_true", help="write nothing, only look")


def run(args: argparse.Namespace) -> int:
    """Keep what is translated, add what is new, drop what no page says; 1 if any lacks English."""
    from ruta.cli.process import literals, messages

    try:
        found = messages.of_package()
    except messages.MadeAtRunTime as error:
        print(f"put together at run time, so never translated: {error}")
        return 1
    old = messages.read()
    catalogue = messages.merged(old, found)
    new, gone = found.keys() - messages.held(old), messages.held(old).keys() - found.keys()
    if not args.check:
        messages.write(catalogue)
    lacking = messages.lacking(catalogue)
    for message in lacking:
        print(f"no English: {', '.join(found[message])}: {message.one}")
    outside = [str(found) for found in literals.of_package()]
    for line in outside:
        print(f"outside gettext: {line}")
    print(f"{len(found)} texts: {len(new)} new, {len(gone)} gone, {len(lacking)} without English")
    return int(bool(lacking or outside))
