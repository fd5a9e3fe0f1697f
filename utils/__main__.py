"""The course's command line: `python -m utils COMMAND`."""

import argparse
import sys

try:
    from utils import commands
    from utils.bench import command as bench_command
    from utils.course_files import CourseFileError
    from utils.labs import measured
    from utils.publish import command as publish_command
    from utils.publish import new, renew
    from utils.streams import any_encoding
except ModuleNotFoundError as missing:
    if (missing.name or "").split(".")[0] == "utils":
        raise  # a fault of the course itself
    sys.exit(
        f"The course is not installed for this Python ({missing.name} is missing). "
        "Run `make setup`, then use .venv/bin/python in place of python; on Colab, run a notebook's first cell again."
    )


def main(arguments=None):
    """Run one command; returns its exit code."""
    any_encoding()
    parser = argparse.ArgumentParser(prog="python -m utils", description="The course's tools.")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (commands, new, publish_command, renew, measured, bench_command):
        module.add_parsers(subparsers)
    args = parser.parse_args(arguments)
    try:
        return args.command(args)
    except CourseFileError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
