"""The exercise translation_loss, without a formula in its stub: its cases, right answers and known mistakes."""

import numpy as np
import torch
from torch.nn.functional import cross_entropy, kl_div, one_hot

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import translation as steps
from utils.labs.course5.week3_translation_gpu.common import masks


def loss_cases(rng):
    """Two words of two by hand; without smoothing; no padding; padding between; all smoothing; large scores."""

    def case(lengths, Ty, V, *smoothing, size=1.0):
        shape = (len(lengths), Ty)
        return size * rng.normal(size=(*shape, V)), rng.integers(V, size=shape), masks(lengths, Ty), *smoothing

    hand = np.log([[[3.0, 1.0], [1.0, 1.0], [9.0, 1.0]]]), np.array([[0, 1, 1]]), masks([2], 3)
    between = case([4, 4], 4, 5, 0.3)
    between = *between[:2], np.array([[True, False, True, False], [False, True, True, True]]), 0.3
    return [
        (*hand, 0.2),
        (*hand, 0.0),
        case([4, 1, 3], 5, 6, 0.1),
        case([3, 3, 3], 3, 3, 0.4),
        between,
        case([2, 1], 2, 4, 1.0),
        case([1, 5], 5, 7),
        case([3, 2], 4, 3, 0.1, size=800.0),
    ]


def by_torch(scores, Y, mask, smoothing=0.0):
    """PyTorch's own."""
    return cross_entropy(scores[mask], Y[mask], label_smoothing=smoothing)


def by_labels(scores, Y, mask, smoothing=0.0):
    """The smoothed labels written out."""
    V = scores.shape[2]
    labels = (1 - smoothing) * one_hot(Y, V).to(scores.dtype) + smoothing / V
    logs = scores - scores.logsumexp(dim=2, keepdim=True)
    return -(labels * logs).sum(dim=2)[mask].mean()


def without_the_right_one(scores, Y, mask, smoothing=0.0):
    V = scores.shape[2]
    logs = torch.log_softmax(scores, dim=2)
    labels = one_hot(Y, V).to(scores.dtype)
    labels = (1 - smoothing) * labels + smoothing / (V - 1) * (1 - labels)
    return -(labels * logs).sum(dim=2)[mask].mean()


def by_divergence(scores, Y, mask, smoothing=0.0):
    """The distance from the smoothed labels, without their entropy: another number, and the same gradient."""
    V = scores.shape[2]
    labels = (1 - smoothing) * one_hot(Y, V).to(scores.dtype) + smoothing / V
    return kl_div(torch.log_softmax(scores, 2), labels, reduction="none").sum(2)[mask].mean()


MEAN = "return (losses * mask).sum() / mask.sum()"
LOSSES = "losses = (1 - smoothing) * right + smoothing * every"

EXERCISE = TwinExercise(
    steps.translation_loss,
    of=None,
    points=18,
    returns=("loss",),
    cases=loss_cases,
    topics=["label smoothing", "encoder and decoder"],
    mistakes={
        "The mask is not used: padding counts like words.": slip(MEAN, "return losses.mean()"),
        "The losses of the words are divided by the number of all places; divide by the number of words.": slip(
            MEAN, "return (losses * mask).mean()"
        ),
        "The losses are divided by the number of sentences; it is a mean over words.": slip(
            MEAN, "return (losses * mask).sum() / len(mask)"
        ),
        "Each sentence's mean is taken first, so that a word of a short sentence counts more; divide once, by all "
        "words.": slip(MEAN, "return ((losses * mask).sum(dim=1) / mask.sum(dim=1)).mean()"),
        "The sum comes back; it is a mean over the words.": slip(MEAN, "return (losses * mask).sum()"),
        "The labels are not smoothed; the share ε belongs to all words alike.": slip(LOSSES, "losses = right"),
        "All of V words get ε each; they get ε / V each, so that the labels add up to 1.": slip(
            "every = -logs.mean(dim=2)", "every = -logs.sum(dim=2)"
        ),
        "ε is divided among the other words alone; the right one has its part in it.": without_the_right_one,
        "The right word keeps its whole weight, so that the labels add up to 1 + ε.": slip(
            LOSSES, "losses = right + smoothing * every"
        ),
        "The two weights have changed places: 1 − ε belongs to the right word.": slip(
            LOSSES, "losses = smoothing * right + (1 - smoothing) * every"
        ),
        "The scores are smoothed in place of the labels: that is another loss.": slip(
            LOSSES,
            "losses = -((1 - smoothing) * logs.exp().gather(2, Y[:, :, None])[:, :, 0] + smoothing / "
            "logs.shape[2]).clamp(min=1e-300).log()",
        ),
        "The labels' entropy is subtracted: that is the divergence; the loss is the cross-entropy.": by_divergence,
        "The softmax runs over the steps; at each place the shares of all words add up to 1.": slip(
            "scores.log_softmax(dim=2)", "scores.log_softmax(dim=1)"
        ),
        "The sign is turned round; a loss is −ln p.": slip(MEAN, "return -(losses * mask).sum() / mask.sum()"),
        "There is no softmax: scores are no logarithms of probabilities.": slip(
            "logs = scores.log_softmax(dim=2)", "logs = scores"
        ),
    },
    right=[by_torch, by_labels],
    hints=[
        "Write the label of one place for V = 4, right word 2 and ε = 0.2: four numbers that add up to 1. What is "
        "the cross-entropy of a label and a row of probabilities, when the label is no longer one-hot?",
        "loss of a place = −Σ_k q_k ln p_k with q_k = ε/V, and 1 − ε more at the right word: (1 − ε) (−ln p_right) + "
        "ε · mean over k of (−ln p_k). Then the mean over the places that are words.",
        "logs = scores.log_softmax(dim=2); right = -logs.gather(2, Y[:, :, None])[:, :, 0]; every = "
        "-logs.mean(dim=2); (1 - smoothing) * right + …; (losses * mask).sum() / …",
    ],
)
