"""The exercises on two vectors: inner products and losses."""

import numpy as np

from utils.checking import mistake, slip
from utils.steps import vectorization as steps


def pair_cases(rng):
    """Two vectors of one length: readable, a single entry, then drawn."""
    readable = (np.array([1.0, 2.0, 3.0]), np.array([4.0, 0.0, -1.0]))
    return [readable, *[(rng.normal(size=n), rng.normal(size=n)) for n in (1, 5, 40)]]


def long_pair_cases(rng):
    return [*pair_cases(rng), (rng.random(600_000), rng.random(600_000))]


def dot_by_generator(x, w):
    return sum(p * q for p, q in zip(x, w, strict=True))


def dot_by_sum(x, w):
    return (x * w).sum()


def L1_by_loop(yhat, y):
    return sum(abs(p - t) for p, t in zip(yhat, y, strict=True))


def L2_by_dot(yhat, y):
    return np.dot(yhat - y, yhat - y)


def add_dot_loop(lab):
    """The inner product by a loop."""
    lab.exercise(
        steps.dot_loop,
        points=6,
        returns=("z",),
        cases=pair_cases,
        mistakes=[
            mistake(
                "Your loop keeps only the last product; add each product to the total with +=.",
                slip("total += x", "total = x"),
            ),
            mistake("Your loop leaves out position 0; start range at 0.", slip("range(len(x))", "range(1, len(x))")),
            mistake(
                "Your loop leaves out the last position; range(len(x)) already stops before len(x).",
                slip("range(len(x))", "range(len(x) - 1)"),
            ),
            mistake(
                "Your return stands inside the loop and ends it after one product; move it below the loop.",
                slip("    return total", "        return total"),
            ),
            mistake("You add x[i] and w[i]; multiply them.", slip("x[i] * w[i]", "x[i] + w[i]")),
        ],
        right=[dot_by_generator],
        hints=[
            "Keep a running total and visit every position once.",
            "z = Σ x[i] w[i], with i from 0 to len(x) − 1.",
            "for i in range(len(x)): total += … ; the return stands after the loop, not inside it.",
        ],
        topics=["vectorisation"],
    )


def add_dot_vectorised(lab):
    """The same sum in one call."""
    lab.exercise(
        steps.dot_vectorised,
        points=6,
        returns=("z",),
        cases=long_pair_cases,
        mistakes=[
            mistake(
                "x * w holds the products one by one; they still have to be summed.",
                slip("np.dot(x, w)", "x * w"),
            ),
            mistake(
                "You multiply the two sums; sum the products instead.",
                slip("np.dot(x, w)", "np.sum(x) * np.sum(w)"),
            ),
            mistake(
                "You take the mean of the products; the inner product is their sum.",
                slip("np.dot(x, w)", "np.mean(x * w)"),
            ),
        ],
        right=[dot_by_sum],
        hints=[
            "NumPy has one function for exactly this sum of products.",
            "np.dot(x, w), or the sum of x * w.",
            "Return np.dot(x, w).",
        ],
        topics=["vectorisation"],
    )


def add_L1(lab):
    """Absolute errors."""
    lab.exercise(
        steps.L1,
        points=5,
        returns=("loss",),
        cases=pair_cases,
        mistakes=[
            mistake(
                "Errors of opposite sign cancel in your sum; take absolute values.",
                slip("np.abs(y - yhat)", "y - yhat"),
            ),
            mistake(
                "Errors have cancelled before you take the absolute value; take it of each error.",
                slip("np.sum(np.abs(y - yhat))", "np.abs(np.sum(y - yhat))"),
            ),
            mistake("You take the mean; this loss is the sum.", slip("np.sum", "np.mean")),
            mistake(
                "That is the length of the error, a root of squares; sum the absolute values.",
                lambda yhat, y: np.linalg.norm(y - yhat),
            ),
            mistake(
                "You square the errors, which is L2; L1 takes absolute values.",
                slip("np.abs(y - yhat)", "(y - yhat) ** 2"),
            ),
        ],
        right=[L1_by_loop],
        hints=[
            "Errors, then sizes, then one sum.",
            "L1 = Σ |y − ŷ|; NumPy's absolute value is np.abs.",
            "Return np.sum(np.abs(…)).",
        ],
        topics=["loss functions", "vectorisation"],
    )


def add_L2(lab):
    """Squared errors."""
    lab.exercise(
        steps.L2,
        points=5,
        returns=("loss",),
        cases=pair_cases,
        mistakes=[
            mistake(
                "You take the root; this loss is the sum of squares itself.",
                lambda yhat, y: np.linalg.norm(y - yhat),
            ),
            mistake("You take the mean; this loss is the sum.", slip("np.sum", "np.mean")),
            mistake(
                "Errors have cancelled before you square the sum; square each error.",
                slip("np.sum((y - yhat) ** 2)", "np.sum(y - yhat) ** 2"),
            ),
            mistake("You subtract the squares; square the difference.", slip("(y - yhat) ** 2", "y**2 - yhat**2")),
        ],
        right=[L2_by_dot],
        hints=[
            "Errors, then squares, then one sum.",
            "L2 = Σ (y − ŷ)², which is also the inner product of the error with itself.",
            "Return np.sum((…) ** 2).",
        ],
        topics=["loss functions", "vectorisation"],
    )
