"""The exercise ctc_loss: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import ctc as steps
from utils.steps.ctc import check_ctc_labels, ctc_backward, ctc_extend, ctc_forward


def loss_cases(rng):
    """One label in two frames, all scores 0; several; repeated; another blank; none; too few frames; the blank."""
    return [
        (np.zeros((2, 2)), [1]),
        (rng.normal(size=(4, 6)), [2, 1, 3]),
        (rng.normal(size=(3, 7)), [2, 2, 1]),
        (rng.normal(size=(3, 5)), [0, 1], 2),
        (3 + rng.normal(size=(3, 4)), []),
        (rng.normal(size=(3, 2)), [1, 1]),
        (rng.normal(size=(3, 5)), [1, 0], 0),
    ]


def loss_wishes(rng):
    """A probability that plain numbers cannot hold."""
    return [(np.zeros((3, 700)), [1])]


def by_last_frame(Z, labels, blank=0):
    check_ctc_labels(labels, Z.shape[0], Z.shape[1], blank)
    Y = np.exp(Z - Z.max(axis=0))
    Y /= Y.sum(axis=0)
    states = np.array(ctc_extend(labels, blank))
    alpha, beta = ctc_forward(Y, states), ctc_backward(Y, states)
    P = alpha[-2:, -1].sum() if len(states) > 1 else alpha[-1, -1]
    if P < np.finfo(float).tiny:
        raise ValueError("too small")
    shares = np.zeros(Z.shape)
    np.add.at(shares, states, alpha * beta / P)
    return -np.log(P), Y - shares


P = "P = np.sum(alpha[:, 0] * beta[:, 0])"
SHARE = "dZ[state] -= alpha[s] * beta[s] / P"

EXERCISE = Exercise(
    steps.ctc_loss,
    points=14,
    returns=("loss", "dZ"),
    cases=loss_cases,
    wishes=loss_wishes,
    mistakes={
        "Your P adds up one frame of α alone; multiply by β at the same frame: what has begun has to end well, "
        "too.": slip(P, "P = np.sum(alpha[:, -1])"),
        "Your P adds up all frames; at each single frame α · β adds up to the whole probability already.": slip(
            P, "P = np.sum(alpha * beta)"
        ),
        "Your P leaves out the paths that end in a blank; they end in the last label or in the blank behind it.": slip(
            P, "P = alpha[max(len(states) - 2, 0), -1]"
        ),
        "Your loss is the logarithm without its minus; a probability's logarithm is negative.": slip(
            "return -np.log(P)", "return np.log(P)"
        ),
        "Your loss is the probability itself; take −ln P.": slip("return -np.log(P)", "return P"),
        "Your loss is divided by the number of frames; it is −ln P.": slip(
            "-np.log(P), dZ", "-np.log(P) / Z.shape[1], dZ"
        ),
        "The signs of dZ are turned round; scores whose class the paths want more often have to rise, so their slope "
        "is negative: Y minus the share.": slip("dZ\n", "-dZ\n"),
        "Only one state of each class counts; the blank has several, and a repeated label, too: their shares add "
        "up.": slip(SHARE, "dZ[state] = Y[state] - alpha[s] * beta[s] / P"),
        "The shares are not divided by P; at each frame they have to be 1 in sum.": slip(
            SHARE, "dZ[state] -= alpha[s] * beta[s]"
        ),
        "Your dZ lacks the softmax's part; begin with a copy of Y.": slip("dZ = Y.copy()", "dZ = np.zeros(Y.shape)"),
        "dZ begins with the scores; begin with the probabilities Y.": slip("dZ = Y.copy()", "dZ = Z.copy()"),
        "The shares are those of beginnings only; multiply α by β.": slip("alpha[s] * beta[s] / P", "alpha[s] / P"),
        "Row s of dZ is changed; the row is that of the state's class.": slip("dZ[state] -=", "dZ[s % len(dZ)] -="),
        "Your softmax runs over the frames; the classes of one frame are a column, as `softmax` has it.": slip(
            "softmax(Z)", "softmax(Z.T).T"
        ),
        "Your Y are exponentials that are not 1 in sum; take the softmax of each column.": slip(
            "softmax(Z)", "np.exp(Z)"
        ),
        "The blank is 0 in your code; hand blank on to ctc_extend.": slip(
            "ctc_extend(labels, blank)", "ctc_extend(labels)"
        ),
        "Labels that cannot be said go through; call check_ctc_labels first.": slip(
            "    check_ctc_labels(labels, *Z.shape, blank)\n", ""
        ),
    },
    right=[by_last_frame],
    hints=[
        "α[s, t] β[s, t] is the probability of all whole paths that stand in state s at frame t. What is its sum over "
        "the states at one frame?",
        "Y = softmax(Z); P = Σ_s α[s, t] β[s, t] at any t; loss = −ln P; dZ = Y − (sum of α β over the states of each "
        "class) / P",
        "states = ctc_extend(labels, blank); alpha, beta = …; P = np.sum(alpha[:, 0] * beta[:, 0]); dZ = Y.copy(); for "
        "s, state in enumerate(states): dZ[state] -= …",
    ],
    topics=["CTC"],
)
