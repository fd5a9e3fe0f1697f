"""The exercise dot_vectorised: its cases, right answers and known mistakes."""

from utils.checking import Exercise, slip
from utils.labs.course1.week2_vectorization.common import pair_cases
from utils.steps import vectorization as steps


def long_pair_cases(rng):
    return [*pair_cases(rng), (rng.random(600_000), rng.random(600_000))]


def dot_by_sum(x, w):
    return (x * w).sum()


EXERCISE = Exercise(
    steps.dot_vectorised,
    points=6,
    returns=("z",),
    cases=long_pair_cases,
    mistakes={
        "x * w holds the products one by one; they still have to be summed.": slip("np.dot(x, w)", "x * w"),
        "You multiply the two sums; sum the products instead.": slip("np.dot(x, w)", "np.sum(x) * np.sum(w)"),
        "You take the mean of the products; the inner product is their sum.": slip("np.dot(x, w)", "np.mean(x * w)"),
    },
    right=[dot_by_sum],
    hints=[
        "NumPy has one function for exactly this sum of products.",
        "np.dot(x, w), or the sum of x * w.",
        "Return np.dot(x, w).",
    ],
    topics=["vectorisation"],
)
