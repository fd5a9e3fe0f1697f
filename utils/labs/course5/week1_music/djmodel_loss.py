"""The exercise djmodel_loss: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import music as steps
from utils.steps.music import inputs_and_targets


def loss_cases(rng):
    """Two tunes of two and one token by hand; none that ends early; a last step that nobody reaches; many."""

    def case(tunes, Tx, n_values):
        outputs = [rng.dirichlet(np.ones(n_values), len(tunes)) for _ in range(Tx)]
        return outputs, inputs_and_targets(tunes, Tx, n_values)[1]

    by_hand = [np.array([[0.5, 0.5], [0.25, 0.75]]), np.array([[0.8, 0.2], [0.6, 0.4]])]
    return [
        (by_hand, np.array([[[0.0, 1.0], [1.0, 0.0]], [[1.0, 0.0], [0.0, 0.0]]])),
        case([[1, 2, 0], [2, 2, 0]], 3, 3),
        case([[1, 0]], 4, 2),
        case([[3, 1, 0], [0], [2, 1, 1, 3, 0]], 5, 4),
    ]


def improbable(rng):
    """Wrong tokens whose probability is rounded to 0."""
    outputs = [np.array([[1.0, 0.0], [0.0, 1.0]])]
    return [(outputs, np.array([[[1.0, 0.0], [0.0, 1.0]]]))]


def by_loops(outputs, Y):
    N, J = 0, 0.0
    for out, y in zip(outputs, Y, strict=True):
        for i in range(len(y)):
            if y[i].any():
                N, J = N + 1, J - np.log(out[i, y[i].argmax()])
    gradients = [np.where(y.any(axis=1)[:, None], out - y, 0.0) / N for out, y in zip(outputs, Y, strict=True)]
    return J / N, gradients


def as_one_array(outputs, Y):
    P = np.array(outputs)
    counts = Y.sum(axis=2) > 0
    loss = -np.mean(np.log(P[Y > 0]))
    return loss, list(counts[..., None] * (P - Y) / counts.sum())


EXERCISE = Exercise(
    steps.djmodel_loss,
    points=12,
    returns=("J", "dscores"),
    cases=loss_cases,
    wishes=improbable,
    mistakes={
        "You divide by all steps of all tunes; those behind an end are no tokens, so divide by the 1s in Y.": slip(
            "N = np.sum(Y)", "N = Y.shape[0] * Y.shape[1]"
        ),
        "You divide by the number of tunes; J is the mean over tokens.": slip("N = np.sum(Y)", "N = Y.shape[1]"),
        "You divide by the number of steps; J is the mean over tokens.": slip("N = np.sum(Y)", "N = Y.shape[0]"),
        "The loss is a sum; divide it by the number of tokens.": slip(
            "np.sum(np.log(right)) / N", "np.sum(np.log(right))"
        ),
        "The gradient is that of the sum; divide it by the number of tokens, as the loss.": slip(
            "real * (out - y) / N", "real * (out - y)"
        ),
        "Neither loss nor gradient is divided by the number of tokens.": slip("N = np.sum(Y)", "N = 1"),
        "Steps behind a tune's end get a gradient, ŷ / N; there is no token, and the gradient is 0.": slip(
            "real * (out - y) / N", "(out - y) / N"
        ),
        "The gradient has the wrong sign; it is ŷ − y: the right token's score has to rise.": slip(
            "real * (out - y) / N", "real * (y - out) / N"
        ),
        "The loss has the wrong sign; a logarithm of a probability is negative, so take minus the mean.": slip(
            "loss -=", "loss +="
        ),
        "Your gradient is the one by the probabilities, −y / ŷ; asked for is the one by the scores, behind which the "
        "softmax stands: ŷ − y.": slip("real * (out - y) / N", "-y / out / N"),
        "The logarithm has base 2; nats are natural logarithms.": slip("np.log(right)", "np.log2(right)"),
        "You average the probability of the right token, without the logarithm.": slip("np.log(right)", "right"),
        "You take each tune's mean first, and then their mean; so tokens of short tunes weigh more.": slip(
            "loss -= np.sum(np.log(right)) / N",
            "loss -= np.mean(np.log(right)[:, 0] / np.maximum(Y.sum(axis=(0, 2)), 1))",
        ),
        "The loss adds ln(1 − ŷ) of the wrong tokens, as if each were a question of its own; a softmax asks one "
        "question.": slip(
            "loss -= np.sum(np.log(right)) / N",
            "loss -= (np.sum(np.log(right)) + np.sum(real * (1 - y) * np.log(1 - out))) / N",
        ),
        "Only the right token's score gets a gradient; the others get ŷ / N, because they stand below the softmax's "
        "fraction.": slip("real * (out - y) / N", "y * (out - y) / N"),
        "The gradients are changes of `outputs` itself; the argument has to stay as it was, so work on a copy.": slip(
            "dscores.append(real * (out - y) / N)", "out *= real\n        dscores.append((out - y) / N)"
        ),
    },
    right=[by_loops, as_one_array],
    hints=[
        "Which rows of Y hold a 1? Only they count, in the loss, in the gradient, and in N.",
        "N = Σ Y; J = −(1/N) Σ over the 1s of Y of ln ŷ; dscores_t = (ŷ_t − y_t) / N in rows with a 1, else 0.",
        "real = np.sum(y, axis=1, keepdims=True); right = np.sum(y * out, …) + (1 - real); "
        "dscores.append(real * (…) / N)",
    ],
    topics=["music generation"],
)
