"""`python -m utils publish [--check] [LAB…]`: notebooks, the README's tables of labs, docs/coverage.md."""

import sys


def add_parsers(subparsers):
    parser = subparsers.add_parser("publish", help="make the notebooks from their masters, and the pages on them")
    parser.add_argument("labs", nargs="*", metavar="LAB", help="such as week2_vectorization; all if none is named")
    parser.add_argument("--check", action="store_true", help="write nothing, name each stale file and what a lab lacks")
    parser.add_argument("--force", action="store_true", help="execute solutions that are up to date, too")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="labs at a time (2)")
    parser.set_defaults(command=publish_command)


def publish_command(args):
    """Publish or check; returns the exit code."""
    from utils.course_files import CourseFileError, course_root, find_lab_id
    from utils.publish import complete
    from utils.publish.compare import check
    from utils.publish.publish import publish

    try:
        root = course_root()
        labs = list(dict.fromkeys(find_lab_id(root, lab) for lab in args.labs)) or None
        if args.check:
            lacking = complete.check(root, labs)
            stale = [problem for problem in check(root, labs) if problem not in lacking]
            problems = lacking + stale
            for problem in problems:
                print(problem, file=sys.stderr)
            if stale:
                print("Run `python -m utils publish` and commit what it writes.", file=sys.stderr)
            return 1 if problems else 0
        return 1 if publish(root, labs, force=args.force, jobs=args.jobs) else 0
    except CourseFileError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted: what was written is whole, the rest is as it was.", file=sys.stderr)
        return 130
