"""The exercise output_head: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import heads
from utils.steps.activations import sigmoid
from utils.steps.softmax import one_hot_matrix, softmax, softmax_backward, softmax_cross_entropy


def head_cases(rng):
    """Each task by hand; then several outputs, one output, one example."""
    Z = np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, 1.0]])
    cases = [
        (Z, np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]]), "multi-class"),
        (Z, np.array([[1.0, 1.0], [0.0, 0.0], [0.0, 1.0]]), "multi-label"),
        (Z, np.array([[0.5, -2.0], [0.0, 2.5], [3.0, 1.0]]), "regression"),
    ]
    for n_y, m in [(4, 3), (2, 5), (1, 4), (3, 1)]:
        Z = rng.normal(0, 1.5, (n_y, m))
        cases += [
            (Z, one_hot_matrix(rng.integers(0, n_y, m), n_y), "multi-class"),
            (Z, rng.integers(0, 2, (n_y, m)).astype(float), "multi-label"),
            (Z, rng.normal(size=(n_y, m)), "regression"),
        ]
    return cases


def far_out_and_unknown(rng):
    """Sure and wrong yes-or-no scores; a task that is none of the three."""
    return [
        (np.array([[40.0, -40.0]]), np.array([[0.0, 1.0]]), "multi-label"),
        (np.ones((2, 1)), np.ones((2, 1)), "binary"),
    ]


def by_table(Z, Y, task):
    m = Z.shape[1]
    if task == "regression":
        return Z, np.mean(np.sum((Z - Y) ** 2, axis=0)) / 2, (Z - Y) / m
    if task == "multi-label":
        A = sigmoid(Z)
        return A, np.sum(np.where(Y == 1, np.logaddexp(0, -Z), np.logaddexp(0, Z))) / m, (A - Y) / m
    if task == "multi-class":
        return softmax(Z), softmax_cross_entropy(Z, Y), (softmax(Z) - Y) / m
    raise ValueError(task)


def with_logarithms(Z, Y, task):
    m = Z.shape[1]
    if task == "multi-label":
        A = sigmoid(Z)
        cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
        return A, cost, (A - Y) / m
    return heads.output_head(Z, Y, task)


def through_the_softmax_again(Z, Y, task):
    """Right, but for one of several classes the squared error's way back through the softmax."""
    A, cost, dZ = heads.output_head(Z, Y, task)
    return A, cost, softmax_backward(A - Y, A) / Z.shape[1] if task == "multi-class" else dZ


def with_both_slopes(Z, Y, task):
    A, cost, dZ = heads.output_head(Z, Y, task)
    if task == "multi-class":
        dZ = softmax_backward(A - Y, A) / Z.shape[1]
    elif task == "multi-label":
        dZ = dZ * A * (1 - A)
    return A, cost, dZ


LABELS, SQUARES = "np.sum(np.logaddexp(0, Z) - Y * Z) / m", "np.sum((A - Y) ** 2) / (2 * m)"

EXERCISE = Exercise(
    heads.output_head,
    points=12,
    returns=("A", "cost", "dZ"),
    cases=head_cases,
    wishes=far_out_and_unknown,
    mistakes={
        "For several labels your outputs share one whole; each is a question of its own: take the sigmoid.": slip(
            "A = sigmoid(Z)", "A = softmax(Z)"
        ),
        "For one of several classes your outputs are sigmoids, which need not sum to 1; take the softmax.": slip(
            "A, cost = softmax(Z),", "A, cost = sigmoid(Z),"
        ),
        "Your regression passes a sigmoid and never leaves 0 to 1; the scores themselves are the answer.": slip(
            "        A = Z\n", "        A = sigmoid(Z)\n"
        ),
        "The loss of the labels is averaged over the labels, too; add it up over them and divide by m.": slip(
            LABELS, "np.mean(np.logaddexp(0, Z) - Y * Z)"
        ),
        "The squared error is averaged over the outputs, too; add it up over them and divide by m alone.": slip(
            SQUARES, "np.mean((A - Y) ** 2) / 2"
        ),
        "Your squared error lacks its ½, and A − Y is no longer its gradient: divide by 2 m.": slip("(2 * m)", "m"),
        "Your loss of the labels counts only those that are there; add (1 − Y) ln(1 − A) for those that are not.": slip(
            LABELS, "np.sum(Y * np.logaddexp(0, -Z)) / m"
        ),
        "Your costs are negative for the labels: put a minus sign in front of the logarithms.": slip(
            LABELS, "np.sum(Y * Z - np.logaddexp(0, Z)) / m"
        ),
        "dZ is that of the sum of the losses; the cost is their mean, so divide by m.": slip("(A - Y) / m", "A - Y"),
        "dZ points the wrong way: it is A − Y over m, not Y − A.": slip("(A - Y) / m", "(Y - A) / m"),
        "Your dZ carries the factor A (1 − A), which the logarithm in the loss has cancelled.": slip(
            "(A - Y) / m", "(A - Y) * A * (1 - A) / m"
        ),
        "For one of several classes your dZ carries A (1 − A); with the softmax's own loss only A − Y is left.": slip(
            "(A - Y) / m", "(A - Y) * (A * (1 - A) if task == 'multi-class' else 1) / m"
        ),
        "For labels your dZ carries the sigmoid's slope A (1 − A); with its own loss it has cancelled, and A − Y is "
        "left.": slip("(A - Y) / m", "(A - Y) * (A * (1 - A) if task == 'multi-label' else 1) / m"),
        "For classes and for labels your dZ carries A (1 − A), the activation's slope; with its own loss it has "
        "cancelled.": slip("(A - Y) / m", "(A - Y) * (A * (1 - A) if task != 'regression' else 1) / m"),
        "You send A − Y back through the softmax once more; with its own loss the softmax's slope has cancelled.": (
            through_the_softmax_again
        ),
        "You multiply by the activation's slope again, for classes and for labels; with its own loss it has "
        "cancelled.": with_both_slopes,
        "Your dZ has a factor of 2; the ½ in the squared error has cancelled it.": slip(
            "(A - Y) / m", "(2 if task == 'regression' else 1) * (A - Y) / m"
        ),
        "Your squared error has no ½, so its cost and its gradient are twice as large: divide by 2 m and by m.": slip(
            ("(2 * m)", "m"), ("(A - Y) / m", "(2 if task == 'regression' else 1) * (A - Y) / m")
        ),
        "You divide by the number of outputs; the examples are the columns, Z.shape[1].": slip("shape[1]", "shape[0]"),
        "dZ is divided by the outputs as well; divide by m alone.": slip("(A - Y) / m", "(A - Y) / Z.size"),
        "With sure and wrong scores your logarithm is of 0: ln(1 + e^Z) − Y Z is the same loss, and stays finite.": (
            with_logarithms
        ),
    },
    right=[by_table, with_logarithms],
    hints=[
        "Three branches give A and the cost; then differentiate each loss for one score.",
        "With y the label, d/dz of ln(1 + e^z) − y z is σ(z) − y, of ½ (z − y)² it is z − y, and softmax with its "
        "cross-entropy gave a − y: dZ = (A − Y) / m for all three.",
        'if task == "multi-class": A, cost = softmax(Z), …; elif task == "multi-label": A = sigmoid(Z); cost = '
        "np.sum(np.logaddexp(0, Z) - …) / m; elif …; dZ = …",
    ],
    topics=["heads and losses by task", "multi-label classification"],
)
