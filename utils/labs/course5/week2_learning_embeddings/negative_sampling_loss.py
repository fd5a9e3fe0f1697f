"""The exercise negative_sampling_loss: its cases, wishes, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import embeddings as steps
from utils.steps.activations import sigmoid


def vectors(rng, d, K):
    return rng.normal(size=(d, 1)), rng.normal(size=(d, 1 + K))


def loss_cases(rng):
    """One number each by hand; several negatives; as many features as words; one negative; none."""
    by_hand = np.array([[1.0]]), np.array([[2.0, -1.0, 0.5]])
    return [by_hand] + [vectors(rng, *sizes) for sizes in ((3, 5), (4, 3), (2, 1), (3, 0))]


def far_out(rng):
    """Products in the thousands, all wrong; all right."""
    e, Theta = np.array([[50.0], [0.0]]), np.array([[-40.0, 40.0], [1.0, 2.0]])
    return [(e, Theta), (e, -Theta)]


def by_two_sums(e, Theta):
    positive, negatives = Theta[:, :1], Theta[:, 1:]
    loss = -np.log(sigmoid(positive.T @ e)) - np.sum(np.log(sigmoid(-negatives.T @ e)))
    return float(loss[0, 0])


def by_labels(e, Theta):
    """Binary cross-entropy, as for any logistic regression."""
    a, y = sigmoid(np.dot(Theta.T, e)).ravel(), np.eye(1, Theta.shape[1]).ravel()
    return -sum(np.log(a[k]) if y[k] == 1 else np.log(1 - a[k]) for k in range(len(y)))


def softmax_loss(e, Theta):
    scores = (Theta.T @ e)[:, 0]
    return np.log(np.sum(np.exp(scores))) - scores[0]


def cosines(e, Theta):
    unit = Theta / np.linalg.norm(Theta, axis=0)
    return steps.negative_sampling_loss(e / np.linalg.norm(e), unit)


RIGHT = "[scores[:1], -scores[1:]]"
LAST = "np.sum(np.logaddexp(0, -right))"

EXERCISE = Exercise(
    steps.negative_sampling_loss,
    points=9,
    returns=("loss",),
    cases=loss_cases,
    wishes=far_out,
    mistakes={
        "The random words are told to be neighbours, too; for them take ln σ of minus the score.": slip(
            RIGHT, "[scores[:1], scores[1:]]"
        ),
        "All signs are turned: the true neighbour is pushed away, and the random words are drawn near.": slip(
            RIGHT, "[-scores[:1], scores[1:]]"
        ),
        "The true neighbour is pushed away like the random words; its score keeps its sign.": slip(
            RIGHT, "[-scores[:1], -scores[1:]]"
        ),
        "You take the mean over the 1 + K words; the losses add up.": slip("np.sum", "np.mean"),
        "You take the mean over the random words; all K losses count in full, and add up.": slip(
            LAST, "np.logaddexp(0, -right[0]) + np.logaddexp(0, -right[1:]).sum() / max(len(right) - 1, 1)"
        ),
        "The random words' scores are added up before the logarithm; each is a question of its own, so add their "
        "losses.": slip(LAST, "np.logaddexp(0, -right[0]) + np.logaddexp(0, -np.sum(right[1:]))"),
        "The true neighbour is counted among the random words, too; those are columns 1 to K.": slip(
            RIGHT, "[scores[:1], -scores]"
        ),
        "A small number added before ln caps each loss at its own −ln; np.logaddexp(0, −z) is −ln σ(z) and needs "
        "none.": slip(LAST, "-np.sum(np.log(sigmoid(right) + 1e-8))"),
        "Far out σ or 1 − σ becomes 0 and its logarithm −∞; np.logaddexp(0, −z) is −ln σ(z) and stays finite.": slip(
            LAST, "-np.sum(np.log(sigmoid(right)))"
        ),
        "That is the log-likelihood, which grows as the vectors get better; the loss is minus it.": slip(
            LAST, "-np.sum(np.logaddexp(0, -right))"
        ),
        "That is a softmax over 1 + K words; here each word is a logistic regression of its own.": softmax_loss,
        "You add up 1 − σ; the loss of a logistic regression is −ln σ.": slip(LAST, "np.sum(1 - sigmoid(right))"),
        "The true neighbour is taken from the last column; it is column 0.": slip(RIGHT, "[-scores[:-1], scores[-1:]]"),
        "Only the true neighbour counts; add the losses of the K random words.": slip(RIGHT, "[scores[:1]]"),
        "The true neighbour's loss is missing; add −ln σ of its score.": slip(RIGHT, "[-scores[1:]]"),
        "Only the first of the random words counts; all K do.": slip(RIGHT, "[scores[:1], -scores[1:2]]"),
        "You compare directions, with the lengths divided out; a score is the plain product θ · e.": cosines,
    },
    right=[by_two_sums, by_labels],
    hints=[
        "Each of the 1 + K words is a yes-or-no question with the answer known. What does a logistic regression pay?",
        "−ln σ(z) where yes is right, −ln(1 − σ(z)) = −ln σ(−z) where no is; and ln σ(z) = −ln(1 + e⁻ᶻ)",
        "scores = (Theta.T @ e)[:, 0]; loss = np.logaddexp(0, -scores[0]) + np.sum(np.logaddexp(0, …))",
    ],
    topics=["negative sampling"],
)
