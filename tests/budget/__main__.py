"""`python -m tests.budget FOLDER [--strict]`: what the tests cost, by lab and by kind, and whether that is too much."""

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

from tests.budget.ledger import ALL_ELSE, FULL, KINDS, SOLUTION

# CPU seconds: a solution's run, a lab all told, everything that belongs to no lab
OF_A_SOLUTION, OF_A_LAB, OF_ALL_ELSE = 20, 30, 480
TOLERANCE = 2  # times the budget, below which the everyday run passes: it measures beside other work


def read(folder):
    """({(lab, kind): seconds}, [(test, seconds)], [speed of each process]) of a folder of ledgers."""
    seconds, slowest, speeds = defaultdict(float), [], []
    for path in sorted(Path(folder).glob("*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        for row in found["rows"]:
            seconds[row["lab"], row["kind"]] += row["seconds"]
        slowest += found["slowest"]
        speeds.append(found["speed"])
    return dict(seconds), sorted(slowest, key=lambda pair: -pair[1]), speeds


def over(seconds, times=1):
    """A sentence for each budget that is exceeded.    times: how many times the budget may be used."""
    found = []
    for lab in sorted({lab for lab, _ in seconds}):
        total = sum(used for (one, kind), used in seconds.items() if one == lab and kind != FULL)
        solution = seconds.get((lab, SOLUTION), 0)
        limit = OF_ALL_ELSE if lab == ALL_ELSE else OF_A_LAB
        if total > times * limit:
            found.append(f"{lab} takes {total:.0f} s of CPU; its budget is {limit} s.")
        if solution > times * OF_A_SOLUTION:
            found.append(f"{lab}: its solution runs {solution:.0f} s of CPU; its budget is {OF_A_SOLUTION} s.")
    return found


def table(seconds):
    """The lines of a table: a row for each lab, a column for each kind."""
    labs = sorted({lab for lab, _ in seconds}, key=lambda lab: (lab == ALL_ELSE, lab))
    lines = [f"{'CPU seconds':44}" + "".join(f"{kind:>10}" for kind in KINDS) + f"{'total':>10}"]
    for lab in [*labs, None]:
        row = [sum(s for (one, kind), s in seconds.items() if one == (lab or one) and kind == k) for k in KINDS]
        lines.append(f"{lab or 'together':44}" + "".join(f"{used:10.1f}" for used in [*row, sum(row)]))
    return lines


def main(arguments=None):
    """Print the table and the slowest tests; returns 1 where a budget is exceeded, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.budget", description=__doc__)
    parser.add_argument("folder", help="where the ledgers are")
    parser.add_argument("--strict", action="store_true", help="hold the budgets themselves, not twice of them")
    parser.add_argument("--slowest", type=int, default=12, metavar="N", help="list so many tests and cells (12)")
    args = parser.parse_args(arguments)
    seconds, slowest, speeds = read(args.folder)
    if not seconds:
        print(f"There is no ledger in {args.folder}: did the tests run?", file=sys.stderr)
        return 1
    print("\n".join(table(seconds)))
    print(f"of a machine on which the calibration loop takes its reference time; speed here {min(speeds):.2f}", end="")
    print(f" to {max(speeds):.2f}\n\nthe slowest:" if args.slowest else "")
    for name, used in slowest[: args.slowest]:
        print(f"{used:8.1f}  {name}")
    problems = over(seconds, 1 if args.strict else TOLERANCE)
    print("\n".join(["", *problems]) if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
