"""The exercise random_mini_batches: its cases, right answers and known mistakes."""

import math

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import optimization as steps


def batch_cases(rng):
    """Five columns in batches of two; a size that divides m, one above m, 1; one column; a size of m itself."""
    X = np.array([[1.0, 2.0, 3.0, 4.0, 5.0], [10.0, 20.0, 30.0, 40.0, 50.0]])
    cases = [(X, np.array([[0, 1, 0, 1, 1]]), 2, np.random.default_rng(1))]
    for n, m, size in [(3, 12, 4), (1, 7, 10), (2, 6, 1), (4, 1, 3), (2, 9, 9), (3, 11, 5)]:
        seed = int(rng.integers(1000))
        cases.append((rng.normal(size=(n, m)), rng.integers(0, 2, (1, m)), size, np.random.default_rng(seed)))
    return cases


def batch_wishes(rng):
    """Several rows of labels; the defaults, where rng is a number; columns that cannot be paired."""
    X, Y = rng.normal(size=(2, 130)), rng.integers(0, 2, (1, 130))
    labels = np.eye(3)[:, rng.integers(0, 3, 8)]
    return [
        (X[:, :8], labels, 3, np.random.default_rng(2)),
        (X, Y),
        (X[:, :6], Y[:, :5], 2, np.random.default_rng(3)),
    ]


def batches_by_full_ones_first(X, Y, mini_batch_size=64, rng=0):
    rng = np.random.default_rng(rng)
    m = X.shape[1]
    mini_batches = []
    permutation = list(rng.permutation(m))
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation].reshape((1, m))
    inc = mini_batch_size
    num_complete_minibatches = math.floor(m / mini_batch_size)
    for k in range(0, num_complete_minibatches):
        mini_batch_X = shuffled_X[:, k * inc : (k + 1) * inc]
        mini_batch_Y = shuffled_Y[:, k * inc : (k + 1) * inc]
        mini_batch = (mini_batch_X, mini_batch_Y)
        mini_batches.append(mini_batch)
    if m % mini_batch_size != 0:
        mini_batch_X = shuffled_X[:, num_complete_minibatches * inc :]
        mini_batch_Y = shuffled_Y[:, num_complete_minibatches * inc :]
        mini_batch = (mini_batch_X, mini_batch_Y)
        mini_batches.append(mini_batch)
    return mini_batches


def batches_by_indices(X, Y, mini_batch_size=64, rng=0):
    if X.shape[1] != Y.shape[1]:
        raise ValueError("each column of X needs one of Y")
    order = np.arange(X.shape[1])
    np.random.default_rng(rng).shuffle(order)
    cuts = np.arange(mini_batch_size, len(order), mini_batch_size)
    return [(X[:, columns], Y[:, columns]) for columns in np.split(order, cuts)]


def _with_replacement(X, Y, mini_batch_size=64, rng=0):
    m, rng = X.shape[1], np.random.default_rng(rng)
    mini_batches = []
    for start in range(0, m, mini_batch_size):
        columns = rng.integers(0, m, min(mini_batch_size, m - start))
        mini_batches.append((X[:, columns], Y[:, columns]))
    return mini_batches


def _orders_of_their_own(X, Y, mini_batch_size=64, rng=0):
    m, rng = X.shape[1], np.random.default_rng(rng)
    X, Y = X[:, rng.permutation(m)], Y[:, rng.permutation(m)]
    return [(X[:, k : k + mini_batch_size], Y[:, k : k + mini_batch_size]) for k in range(0, m, mini_batch_size)]


def _last_one_full(X, Y, mini_batch_size=64, rng=0):
    m = X.shape[1]
    order = np.random.default_rng(rng).permutation(m)
    mini_batches = []
    for start in range(0, m, mini_batch_size):
        columns = order[max(0, min(start, m - mini_batch_size)) :][:mini_batch_size]
        mini_batches.append((X[:, columns], Y[:, columns]))
    return mini_batches


def _equal_parts(X, Y, mini_batch_size=64, rng=0):
    order = np.random.default_rng(rng).permutation(X.shape[1])
    parts = np.array_split(order, -(-len(order) // mini_batch_size))
    return [(X[:, columns], Y[:, columns]) for columns in parts]


CUT = "range(0, m, mini_batch_size)"

EXERCISE = Exercise(
    steps.random_mini_batches,
    points=17,
    returns=("mini_batches",),
    cases=batch_cases,
    wishes=batch_wishes,
    mistakes={
        "The examples come in the order in which they lay; bring the columns into the order drawn first.": slip(
            "X[:, order], Y[:, order]", "X, Y"
        ),
        "X is shuffled and Y is not, so the labels belong to other examples; index both with the same order.": slip(
            "X[:, order], Y[:, order]", "X[:, order], Y"
        ),
        "Y is shuffled and X is not, so the labels belong to other examples; index both with the same order.": slip(
            "X[:, order], Y[:, order]", "X, Y[:, order]"
        ),
        "X and Y are shuffled by two different draws, which parts examples from their labels; draw one order for "
        "both.": _orders_of_their_own,
        "You draw columns anew for each batch, so some come twice and some never; cut one permutation into "
        "pieces.": _with_replacement,
        "The last, shorter batch is missing; walk on to m, and let the last slice be as short as it is.": slip(
            CUT, "range(0, m - mini_batch_size + 1, mini_batch_size)"
        ),
        "There is an empty batch at the end where the size divides m; stop before m, as range(0, m, …) does.": slip(
            CUT, "range(0, m + 1, mini_batch_size)"
        ),
        "Your last batch is filled up with examples that another batch has already; let it be shorter.": _last_one_full,
        "Each batch lacks its last example; the end of a slice is not included, so it is start + "
        "mini_batch_size.": slip("start + mini_batch_size", "start + mini_batch_size - 1"),
        "The last batch lacks its last example; the end of a slice is not included, so it may be m or more.": slip(
            "start + mini_batch_size", "min(start + mini_batch_size, m - 1)"
        ),
        "Each batch has one example too many, which is the first of the next one; the end is start + "
        "mini_batch_size.": slip("start + mini_batch_size", "start + mini_batch_size + 1"),
        "Your batches begin at every column, one after the other; walk in strides of mini_batch_size.": slip(
            CUT, "range(0, m)"
        ),
        "Only the first batch is returned; collect them all, and return the list after the loop.": slip(
            "return mini_batches", "return mini_batches[:1]"
        ),
        "Each batch is Y first and X second; a pair is (X_batch, Y_batch).": slip(
            "(X_shuffled[:, start:end], Y_shuffled[:, start:end])",
            "(Y_shuffled[:, start:end], X_shuffled[:, start:end])",
        ),
        "You return all of X's batches and then all of Y's; return a list of pairs, one for each batch.": slip(
            "return mini_batches", "return [list(part) for part in zip(*mini_batches)]"
        ),
        "Your order is always the same, whatever rng is; draw it from np.random.default_rng(rng).": slip(
            "default_rng(rng)", "default_rng(0)"
        ),
        "Each slice ends at mini_batch_size, so all but the first are empty; end it at start + mini_batch_size.": slip(
            "end = start + mini_batch_size", "end = mini_batch_size"
        ),
        "You compare rows; examples are columns, so compare X.shape[1] and Y.shape[1].": slip(
            "Y.shape[1] != m", "Y.shape[0] != X.shape[0]"
        ),
        "You compare the rows of X with the columns of Y; examples are columns in both, so compare X.shape[1] and "
        "Y.shape[1].": slip("Y.shape[1] != m", "X.shape[0] != Y.shape[1]"),
        "Your batches are about equally large; all have mini_batch_size examples, and the last one what is "
        "left.": _equal_parts,
        "Your batches are 64 examples whatever mini_batch_size says; use the argument.": slip(
            ("mini_batch_size)", "64)"), ("start + mini_batch_size", "start + 64")
        ),
        "You take mini_batch_size for the number of batches; it is the number of examples in each.": slip(
            "    mini_batches = []", "    mini_batch_size = -(-m // mini_batch_size)\n    mini_batches = []"
        ),
        "Rows are cut, but an example is a column; slice with [:, start:end].": slip(
            ("X_shuffled[:, start:end]", "X_shuffled[start:end]"), ("Y_shuffled[:, start:end]", "Y_shuffled[start:end]")
        ),
    },
    right=[batches_by_full_ones_first, batches_by_indices],
    hints=[
        "First shuffle, all columns at once and X and Y alike; then cut, from left to right.",
        "With one permutation π of 0 … m − 1: X[:, π] and Y[:, π], cut at 0, size, 2 size, …; the last is shorter.",
        "order = np.random.default_rng(rng).permutation(m); then for start in range(0, m, mini_batch_size): append "
        "(X_shuffled[:, start:start + …], Y_shuffled[:, …])",
    ],
    topics=["batch, mini-batch and stochastic gradient descent", "size of a mini-batch", "iteration and epoch"],
)
