"""The exercise negative_sampling_loss: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.steps import embeddings as steps
from utils.labs.course5.week2_learning_embeddings import lab as numpy_lab
from utils.labs.course5.week2_learning_embeddings_gpu.common import BatchExercise

IN_NUMPY = numpy_lab.exercises["negative_sampling_loss"]


def loss_cases(rng):
    """One pair by hand; several pairs; as many negatives as features, as pairs; one negative; none."""
    by_hand = np.array([[1.0]]), np.array([[[2.0], [-1.0], [0.5]]])
    sizes = ((4, 3, 2), (3, 3, 3), (5, 4, 1), (2, 3, 0), (3, 2, 5))
    return [by_hand] + [(rng.normal(size=(B, d)), rng.normal(size=(B, 1 + K, d))) for B, d, K in sizes]


def far_out(rng):
    """Products in the thousands, all wrong and all right."""
    h, vectors = np.array([[50.0, 0.0]] * 2), np.array([[[-40.0, 1.0], [40.0, 2.0]], [[40.0, -1.0], [-40.0, -2.0]]])
    return [(h, vectors)]


def pair_by_pair(function, h, vectors):
    return np.array([float(function(e[:, None], Theta.T)) for e, Theta in zip(h, vectors, strict=True)])


def by_einsum(h, vectors):
    scores = torch.einsum("bd,bkd->bk", h, vectors)
    positive, negative = scores[:, 0], scores[:, 1:]
    return torch.nn.functional.softplus(-positive) + torch.nn.functional.softplus(negative).sum(dim=1)


def by_labels(h, vectors):
    """Binary cross-entropy, as for any logistic regression."""
    scores = (vectors * h[:, None]).sum(dim=2)
    y = torch.zeros_like(scores)
    y[:, 0] = 1
    losses = torch.nn.functional.binary_cross_entropy_with_logits(scores, y, reduction="none")
    return losses.sum(dim=1)


def overflowing(h, vectors):
    """Right by the course's own assignment; infinite where a probability rounds to 0."""
    p = torch.sigmoid((vectors * h[:, None]).sum(dim=2))
    return -torch.log(p[:, 0]) - torch.log(1 - p[:, 1:]).sum(dim=1)


def softmax_losses(h, vectors):
    scores = (vectors @ h[:, :, None])[:, :, 0]
    return scores.logsumexp(dim=1) - scores[:, 0]


def cosines(h, vectors):
    unit = torch.nn.functional.normalize
    return steps.negative_sampling_loss(unit(h, dim=1), unit(vectors, dim=2))


RIGHT = "[scores[:, :1], -scores[:, 1:]]"
LAST = "-logsigmoid(right).sum(dim=1)"

EXERCISE = BatchExercise(
    steps.negative_sampling_loss,
    of=IN_NUMPY,
    ask=pair_by_pair,
    points=12,
    returns=("losses",),
    cases=loss_cases,
    wishes=far_out,
    mistakes={
        "The random words are told to be neighbours, too; for them take ln σ of minus the score.": slip(
            RIGHT, "[scores[:, :1], scores[:, 1:]]"
        ),
        "All signs are turned: true neighbours are pushed away, and random words are drawn near.": slip(
            RIGHT, "[-scores[:, :1], scores[:, 1:]]"
        ),
        "The true neighbours are pushed away like the random words; their scores keep their sign.": slip(
            RIGHT, "[-scores[:, :1], -scores[:, 1:]]"
        ),
        "You take the mean over the 1 + K words of a pair; their losses add up.": slip("sum(dim=1)", "mean(dim=1)"),
        "You add up the whole batch; there is a loss for each pair, (B,): sum along axis 1.": slip(
            "sum(dim=1)", "sum()"
        ),
        "You add up over the pairs; the 1 + K words of one pair lie along axis 1.": slip("sum(dim=1)", "sum(dim=0)"),
        "You return the mean over the batch; asked for are the losses of all pairs, (B,).": slip(
            "sum(dim=1)", "sum(dim=1).mean()"
        ),
        "That is the log-likelihood, which grows as the vectors get better; the loss is minus it.": slip(
            LAST, LAST[1:]
        ),
        "You return the losses of all 1 + K words; those of a pair add up to one number.": slip(
            LAST, "-logsigmoid(right)"
        ),
        "You return a probability; the loss is minus its logarithm, logsigmoid in place of sigmoid.": slip(
            LAST, "-torch.sigmoid(right).sum(dim=1)"
        ),
        "That is a softmax over 1 + K words; here each word is a yes-or-no question of its own.": softmax_losses,
        "Your vectors are divided by their lengths; the scores are plain products.": cosines,
        "The true neighbour is taken to be the last of the 1 + K words; it is the first.": slip(
            RIGHT, "[-scores[:, :-1], scores[:, -1:]]"
        ),
        "Only the true neighbour pays; the K random words have losses, too.": slip(RIGHT, "[scores[:, :1]]"),
        "Every vector is multiplied by the first pair's h; each pair has its own: h[:, :, None].": slip(
            "h[:, :, None]", "h[:1, :, None]"
        ),
    },
    right=[by_einsum, by_labels, overflowing],
    hints=[
        "First the scores of all pairs at once, (B, 1 + K). Then each is a yes-or-no question with the answer known.",
        "scores[b, k] = vectors[b, k] · h[b]; ln σ(z) for the neighbour, ln σ(−z) for the others; minus their sum.",
        "scores = (vectors @ h[:, :, None])[:, :, 0]; right = torch.cat([scores[:, :1], …], dim=1); "
        "return -logsigmoid(right).sum(…)",
    ],
    topics=["negative sampling"],
)
