"""`python -m tests.mutants [LAB …]`: which changed references does a check let through?"""

import argparse
import sys
import time

from tests.mutants.survey import survey
from utils import labs


def main():
    """Survey the labs and print a line for each exercise; exit code 1 below the required share."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("labs", nargs="*", metavar="LAB", help="which labs (all)")
    parser.add_argument("--least", type=float, default=0.97, help="share killed or proven equivalent (0.97)")
    args = parser.parse_args()
    start = time.monotonic()
    total = dict.fromkeys(("killed", "equivalent", "survived"), 0)
    for lab in [labs.full_name(name) for name in args.labs] or labs.loadable():
        print(lab)
        for result in survey(labs.load(lab)):
            print(f"  {result.name}: {result.killed} killed, {len(result.equivalent)} equivalent", end="")
            print(f", {len(result.survived)} SURVIVED" if result.survived else "")
            for mutant in result.survived:
                print(f"      {mutant}")
            for stale in result.stale:
                print(f"      listed as equivalent, and is no survivor: {stale}")
            total["killed"] += result.killed
            total["equivalent"] += len(result.equivalent)
            total["survived"] += len(result.survived)
    count = sum(total.values())
    share = 1 - total["survived"] / max(count, 1)
    print(f"{count} mutants: " + ", ".join(f"{number} {state}" for state, number in total.items()))
    print(f"{share:.1%} killed or proven equivalent, in {time.monotonic() - start:.0f} s")
    return share < args.least


if __name__ == "__main__":
    sys.exit(main())
