"""The exercise dot_loop: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.labs.course1.week2_vectorization.common import pair_cases
from utils.steps import vectorization as steps


def dot_by_generator(x, w):
    return sum(p * q for p, q in zip(x, w, strict=True))


EXERCISE = Exercise(
    steps.dot_loop,
    points=6,
    returns=("z",),
    cases=pair_cases,
    mistakes={
        "Your loop keeps only the last product; add each product to the total with +=.": slip(
            "total += x", "total = x"
        ),
        "Your loop leaves out position 0; start range at 0.": slip("range(len(x))", "range(1, len(x))"),
        "Your loop leaves out the last position; range(len(x)) already stops before len(x).": slip(
            "range(len(x))", "range(len(x) - 1)"
        ),
        "Your return stands inside the loop and ends it after one product; move it below the loop.": slip(
            "    return total", "        return total"
        ),
        "You add x[i] and w[i]; multiply them.": slip("x[i] * w[i]", "x[i] + w[i]"),
    },
    right=[dot_by_generator],
    hints=[
        "Keep a running total and visit every position once.",
        "z = Σ x[i] w[i], with i from 0 to len(x) − 1.",
        "for i in range(len(x)): total += … ; the return stands after the loop, not inside it.",
    ],
    topics=["what a neural network is"],
)
