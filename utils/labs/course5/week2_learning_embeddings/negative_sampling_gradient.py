"""The exercise negative_sampling_gradient, which has no formula: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course5.week2_learning_embeddings.negative_sampling_loss import loss_cases
from utils.steps import embeddings as steps
from utils.steps.activations import sigmoid


def word_by_word(e, Theta):
    de, dTheta = np.zeros(e.shape), np.zeros(Theta.shape)
    for k in range(Theta.shape[1]):
        theta = Theta[:, k : k + 1]
        wrong = sigmoid((theta.T @ e).item()) - (k == 0)
        de += wrong * theta
        dTheta[:, k : k + 1] = wrong * e
    return de, dTheta


def by_signs(e, Theta):
    """The two kinds of words apart: −(1 − σ) for the neighbour, σ for the others."""
    p = sigmoid(np.dot(Theta.T, e))
    p[0] = p[0] - 1
    return np.sum(Theta * p.T, axis=1, keepdims=True), np.outer(e, p)


def softmax_gradient(e, Theta):
    scores = Theta.T @ e
    dz = np.exp(scores) / np.sum(np.exp(scores))
    dz[0, 0] -= 1
    return Theta @ dz, e @ dz.T


DZ = "dz = sigmoid(Theta.T @ e) - y"

EXERCISE = Exercise(
    steps.negative_sampling_gradient,
    points=17,
    returns=("de", "dTheta"),
    cases=loss_cases,
    mistakes={
        "The signs are turned: you have label minus probability, which is the step, not the gradient.": slip(
            DZ, "dz = y - sigmoid(Theta.T @ e)"
        ),
        "Every word counts as random; the true neighbour, column 0, has the label 1.": slip("y[0, 0] = 1", "pass"),
        "Every word counts as a true neighbour; the labels of the K random words are 0.": slip("np.zeros", "np.ones"),
        "The label 1 stands at the last word; the true neighbour is column 0.": slip("y[0, 0]", "y[-1, 0]"),
        "You take scores minus labels; put the scores through the sigmoid first.": slip(DZ, "dz = Theta.T @ e - y"),
        "There is a factor σ (1 − σ) too many: it belongs to a squared error; that of −ln σ has lost it.": slip(
            DZ, "p = sigmoid(Theta.T @ e)\n    dz = (p - y) * p * (1 - p)"
        ),
        "That is a softmax's gradient over 1 + K words; here each word is a logistic regression of its own.": (
            softmax_gradient
        ),
        "de has the true neighbour only; the random words push the centre word, too.": slip(
            "de = Theta @ dz", "de = Theta[:, :1] @ dz[:1]"
        ),
        "de has the random words only; the true neighbour draws the centre word, too.": slip(
            "de = Theta @ dz", "de = Theta[:, 1:] @ dz[1:]"
        ),
        "Only the true neighbour's column moves; each random word's column has a gradient, too.": slip(
            "dTheta = e @ dz.T", "dTheta = e @ (dz * y).T"
        ),
        "Each column's gradient is made of the column itself; a product hands it the other factor, e.": slip(
            "dTheta = e @ dz.T", "dTheta = Theta * dz.T"
        ),
        "de is made of e itself; a product hands it the other factors, the columns of Theta.": slip(
            "de = Theta @ dz", "de = e * np.sum(dz)"
        ),
        "The gradient is divided by the number of words; the losses add up, so their gradients do.": slip(
            DZ, "dz = (sigmoid(Theta.T @ e) - y) / len(y)"
        ),
        "dTheta has a row for each word; words are columns: (d, 1 + K).": slip("e @ dz.T", "dz @ e.T"),
        "The random words' gradients are divided by K; the K losses add up, so their gradients do.": slip(
            DZ, DZ + "\n    dz[1:] /= max(len(dz) - 1, 1)"
        ),
        "For the random words you take σ(−z); the derivative of −ln σ(−z) by z is σ(z).": slip(
            DZ, "dz = sigmoid(Theta.T @ e) - y\n    dz[1:] = 1 - dz[1:]"
        ),
        "Your dz is the loss of each word; it should be the derivative of that loss by the word's score.": slip(
            DZ, "dz = np.logaddexp(0, (1 - 2 * y) * (Theta.T @ e))"
        ),
    },
    right=[word_by_word, by_signs],
    hints=[
        "Two steps: how the loss changes with each score, then how a score, a product of two vectors, changes with "
        "each of them. Once both kinds of words are written with a label y, one formula fits all.",
        "dz_k = σ(θ_k · e) − y_k with y_0 = 1, all others 0; de = Σ_k dz_k θ_k; dθ_k = dz_k e",
        "y = np.zeros((Theta.shape[1], 1)); y[0, 0] = 1; dz = sigmoid(Theta.T @ e) - y; de = Theta @ …; dTheta = e @ …",
    ],
    topics=["negative sampling", "skip-gram"],
)
