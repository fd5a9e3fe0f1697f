"""The decisions of this lab: two steps of one project, each worth what the kept table says."""

from utils.checking import Decision
from utils.labs.course3.week1_ml_strategy.options import OPTIONS
from utils.labs.measured import load_measured


def dev_error_of(path):
    """The kept dev error of a path such as "ba", a mean over ten seeds."""
    rows = load_measured("course3/week1_ml_strategy")["paths"]
    return next(row["errors"][1] for row in rows if row["path"] == path)


def worth(earlier):
    """{letter: dev error} after the steps that were taken before, and one more."""
    return {letter: dev_error_of("".join(earlier.values()) + letter) for letter in OPTIONS}


DECISIONS = [
    Decision(
        "first_step",
        "The network of 6 units errs on 28.6 % of its training images and 37.5 % of the dev images, the panel's "
        "best on about 7 %. What is the first step?",
        OPTIONS,
        worth,
        "error on the dev set",
        higher=False,
        solution="b",
    ),
    Decision(
        "second_step",
        "Look at the errors after your first step, diagnose again, and take the second.",
        OPTIONS,
        worth,
        "error on the dev set",
        higher=False,
        after=("first_step",),
        solution="a",
    ),
]
