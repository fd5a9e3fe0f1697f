"""The course's command line: `python -m utils COMMAND`."""

import argparse
import sys

from utils import renew
from utils.publish import command as publish_command


def main(arguments=None):
    """Run one command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m utils", description="The course's tools.")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (publish_command, renew):
        module.add_parsers(subparsers)
    args = parser.parse_args(arguments)
    return args.command(args)


if __name__ == "__main__":
    sys.exit(main())
