"""The exercise adagrad_rows, a bug to find: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import embeddings as steps


def adagrad_cases(rng):
    """By hand, each word once; by hand, one word twice; many repeats; places that cancel; one word; large squares."""
    values = np.array([[3.0, 1.0], [4.0, 2.0]])
    cases = [(np.ones((3, 2)), np.array([2, 0]), values, 0.1), (np.ones((3, 2)), np.array([1, 1]), values, 0.1)]
    for n_words, ids in ((6, [4, 0, 4, 2, 4, 0]), (5, [1, 3, 1]), (4, [3]), (3, [0, 1, 2, 0])):
        cases.append((rng.uniform(0.5, 9, (n_words, 3)), np.array(ids), rng.normal(size=(len(ids), 3)), 0.3))
    opposite = rng.normal(size=(1, 2))
    cases.append((rng.uniform(1, 2, (2, 2)), np.array([1, 1]), np.concatenate([opposite, -opposite]), 1.0))
    return cases


def whole_table(squares, ids, values, learning_rate):
    """Right, at the cost of the whole table."""
    gradient = torch.zeros_like(squares).index_add(0, ids, values)
    rows = torch.unique(ids)
    grown = squares + gradient.square()
    return rows, grown[rows], (learning_rate * gradient / torch.sqrt(grown))[rows]


def by_powers(squares, ids, values, learning_rate):
    rows, g = steps.sum_rows(ids, values)
    grown = torch.index_select(squares, 0, rows).addcmul(g, g)
    return rows, grown, g * learning_rate * grown.rsqrt()


PLANTED = "You add the square of each place; a word's gradient is the sum over its places, and that sum is squared."
GROWN = "grown = squares[rows] + gradient**2"

EXERCISE = TwinExercise(
    steps.adagrad_rows,
    of=None,
    points=14,
    returns=("rows", "grown", "step"),
    cases=adagrad_cases,
    differentiable=False,
    mistakes={
        PLANTED: slip(GROWN, "grown = squares[rows] + sum_rows(ids, values**2)[1]"),
        "The new square is missing in the root; AdaGrad divides by the squares with this step's among them.": slip(
            "/ grown.sqrt()", "/ squares[rows].sqrt()"
        ),
        "The earlier squares are lost; this step's square joins them.": slip(GROWN, "grown = gradient**2"),
        "You divide by the squares themselves; it is by their root.": slip("grown.sqrt()", "grown"),
        "You return the new squares without their growth; return what was added to, grown.": slip(
            "return rows, grown,", "return rows, squares[rows],"
        ),
        "The squares are those of words 0, 1, 2 …; take the rows of the words that occur: squares[rows].": slip(
            "squares[rows]", "squares[: len(rows)]"
        ),
        "The gradient itself is added, without its square.": slip("gradient**2", "gradient"),
        "The learning rate is missing in the step.": slip("learning_rate * ", ""),
        "Your step points down the slope already; it will be subtracted, so it has the gradient's sign.": slip(
            "learning_rate * gradient", "-learning_rate * gradient"
        ),
        "You add the mean of a row's squares to all its numbers; each number has squares of its own.": slip(
            "gradient**2", "(gradient**2).mean(dim=1, keepdim=True)"
        ),
        "You return a step for every word of the table; return one for each row that occurs.": slip(
            "return rows, grown, learning_rate * gradient / grown.sqrt()",
            "step = learning_rate * gradient / grown.sqrt()\n"
            "    return rows, grown, torch.zeros_like(squares).index_add(0, rows, step)",
        ),
    },
    right=[whole_table, by_powers],
    hints=[
        "Take one word that stands in two places, with the values [3] and [4]. What is its gradient, and its square?",
        "The gradient of a word is the sum over its places, 7, and 49 joins the squares, not 9 + 16.",
        "rows, gradient = sum_rows(ids, values) already has the sums; grown = squares[rows] + gradient**2.",
    ],
    topics=["optimisers of rows"],
    planted=PLANTED,
    symptom="With every word once it follows torch.optim.Adagrad to rounding; once a word stands in a batch twice, its "
    "squares and its steps are others.",
)
