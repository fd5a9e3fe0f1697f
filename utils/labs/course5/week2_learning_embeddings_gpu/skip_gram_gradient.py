"""The exercise skip_gram_gradient, which has no formula: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.steps import embeddings as steps
from utils.labs.course5.week2_learning_embeddings import lab as numpy_lab
from utils.labs.course5.week2_learning_embeddings_gpu.common import BatchExercise

IN_NUMPY = numpy_lab.exercises["negative_sampling_gradient"]


def gradient_cases(rng):
    """One pair by hand; words again and again; all words different; one negative; none; as many words as features."""
    by_hand = np.array([[1.0], [0.0]]), np.array([[2.0], [-1.0]]), np.array([0]), np.array([[0, 1]])

    def case(n_words, d, centres, words):
        E, theta = rng.normal(size=(n_words, d)), rng.normal(size=(n_words, d))
        return E, theta, np.array(centres), np.array(words)

    return [
        by_hand,
        case(5, 3, [1, 4, 1], [[0, 2, 2], [3, 0, 1], [2, 2, 2]]),
        case(7, 2, [6, 0], [[1, 2, 3], [4, 5, 0]]),
        case(4, 3, [2, 2, 2], [[0, 1], [0, 3], [2, 2]]),
        case(3, 4, [0, 2], [[1], [1]]),
        case(3, 3, [2, 1, 0], [[0, 1, 2], [1, 2, 0], [2, 0, 1]]),
    ]


def pair_by_pair(function, E, theta, centres, words):
    """The NumPy lab's gradient of one pair after the other, each added to its rows."""
    dE, dtheta = np.zeros(E.shape), np.zeros(theta.shape)
    for centre, some in zip(centres, words, strict=True):
        de, dTheta = function(E[centre][:, None], theta[some].T)
        dE[centre] += de[:, 0]
        np.add.at(dtheta, some, dTheta.T)
    return dE, dtheta


def by_autograd(E, theta, centres, words):
    with torch.enable_grad():
        E, theta = E.detach().requires_grad_(), theta.detach().requires_grad_()
        loss = steps.negative_sampling_loss(E[centres], theta[words]).sum()
        return torch.autograd.grad(loss, (E, theta))


def by_einsum(E, theta, centres, words):
    h, vectors = E[centres], theta[words]
    wrong = torch.einsum("bkd,bd->bk", vectors, h).sigmoid()
    wrong[:, 0] -= 1
    dE, dtheta = torch.zeros_like(E), torch.zeros_like(theta)
    dE.index_add_(0, centres, torch.einsum("bk,bkd->bd", wrong, vectors))
    dtheta.index_add_(0, words.reshape(-1), (wrong[..., None] * h[:, None]).reshape(-1, E.shape[1]))
    return dE, dtheta


def last_row_only(E, theta, centres, words):
    h, vectors = E[centres], theta[words]
    dz = torch.sigmoid((vectors @ h[:, :, None])[:, :, 0])
    dz[:, 0] -= 1
    dE, dtheta = torch.zeros_like(E), torch.zeros_like(theta)
    dE[centres] += (dz[:, None] @ vectors)[:, 0]
    dtheta[words] += dz[:, :, None] * h[:, None]
    return dE, dtheta


DZ = "dz = torch.sigmoid(scores) - y"

EXERCISE = BatchExercise(
    steps.skip_gram_gradient,
    of=IN_NUMPY,
    ask=pair_by_pair,
    points=20,
    returns=("dE", "dtheta"),
    cases=gradient_cases,
    differentiable=False,
    mistakes={
        "The signs are turned: you have label minus probability, which is the step, not the gradient.": slip(
            DZ, "dz = y - torch.sigmoid(scores)"
        ),
        "Every word counts as random; the true neighbours, column 0, have the label 1.": slip("y[:, 0] = 1", "pass"),
        "Every word counts as a true neighbour; the labels of the K random words are 0.": slip(
            "y = torch.zeros_like", "y = torch.ones_like"
        ),
        "The label 1 stands at the last word; the true neighbour is column 0.": slip("y[:, 0] = 1", "y[:, -1] = 1"),
        "The whole first pair is labelled 1; in each pair the first word is the neighbour: y[:, 0].": slip(
            "y[:, 0] = 1", "y[0] = 1"
        ),
        "You take scores minus labels; put the scores through the sigmoid first.": slip(DZ, "dz = scores - y"),
        "There is a factor σ (1 − σ) too many: it belongs to a squared error; that of −ln σ has lost it.": slip(
            DZ, "p = torch.sigmoid(scores)\n    dz = (p - y) * p * (1 - p)"
        ),
        "That is a softmax's gradient over 1 + K words; here each word is a logistic regression of its own.": slip(
            "torch.sigmoid(scores)", "torch.softmax(scores, dim=1)"
        ),
        "You divide by the number of pairs; asked for is the gradient of the sum.": slip(
            DZ, "dz = (torch.sigmoid(scores) - y) / len(scores)"
        ),
        "You divide by the number of words; the losses add up, so their gradients do.": slip(
            DZ, "dz = (torch.sigmoid(scores) - y) / scores.shape[1]"
        ),
        "A word that stands in several places keeps one gradient only: [words] += adds once for each word; "
        "index_add adds place by place.": last_row_only,
        "dE has the true neighbours only; the random words push the centre word, too.": slip(
            "(dz[:, None] @ vectors)", "(dz[:, None, :1] @ vectors[:, :1])"
        ),
        "Only the true neighbours' rows move; each random word's row has a gradient, too.": slip(
            "dz[:, :, None] * h", "(dz * y)[:, :, None] * h"
        ),
        "Each context's gradient is made of its own vector; a product hands it the other factor, h.": slip(
            "dz[:, :, None] * h[:, None]", "dz[:, :, None] * vectors"
        ),
        "dh is made of h itself; a product hands it the other factors, the context vectors.": slip(
            "(dz[:, None] @ vectors)[:, 0]", "dz.sum(dim=1, keepdim=True) * h"
        ),
        "The two tables are exchanged: centres are rows of E, contexts and negatives rows of theta.": slip(
            "E[centres], theta[words]", "theta[centres], E[words]"
        ),
        "dE and dtheta are returned in the other order; dE comes first.": slip(
            "return dE, dtheta", "return dtheta, dE"
        ),
    },
    right=[by_autograd, by_einsum],
    hints=[
        "Three steps: how the loss changes with each score; how a score, a product of two vectors, changes with each "
        "of them; and where these vectors came from. The first two are the NumPy lab's, with one axis more in front.",
        "dz = σ(scores) − y, y = 1 in column 0; dh[b] = Σ_k dz[b, k] vectors[b, k]; dvectors[b, k] = dz[b, k] h[b]; "
        "then dE[centres[b]] += dh[b], dtheta[words[b, k]] += dvectors[b, k], place by place.",
        "dz = torch.sigmoid(scores) - y; dh = (dz[:, None] @ vectors)[:, 0]; dvectors = dz[:, :, None] * h[:, None]; "
        "dE = torch.zeros_like(E).index_add(0, centres, …); dtheta likewise with words.flatten() and "
        "dvectors.flatten(0, 1).",
    ],
    topics=["negative sampling", "skip-gram"],
)
