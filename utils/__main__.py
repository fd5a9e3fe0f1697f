"""The course's command line: `python -m utils COMMAND`."""

import argparse
import sys

from utils import commands, renew
from utils.course_files import CourseFileError
from utils.publish import command as publish_command


def main(arguments=None):
    """Run one command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m utils", description="The course's tools.")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (commands, publish_command, renew):
        module.add_parsers(subparsers)
    args = parser.parse_args(arguments)
    try:
        return args.command(args)
    except CourseFileError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
