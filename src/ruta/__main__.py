"""`python -m ruta`: hand the words of the command line to the subcommands."""

import sys

from ruta import cli

if __name__ == "__main__":
    sys.exit(cli.main(sys.argv[1:]))
