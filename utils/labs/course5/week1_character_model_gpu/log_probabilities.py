"""The exercise log_probabilities: its cases, right answers and known mistakes."""

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import character_model as steps
from utils.labs.course5.week1_character_model_gpu.common import masks


def scored_cases(rng):
    """Two symbols of shares 3/4 and 1/4; other lengths; no padding; a mask with a gap; one place; large scores."""

    def case(lengths, T, V, size=1.0):
        m = len(lengths)
        return size * rng.standard_normal((m, T, V)), rng.integers(0, V, (m, T)), masks(lengths, T)

    quarter = np.broadcast_to(np.array([np.log(3.0), 0.0]), (2, 3, 2)).copy()
    scores, Y, mask = case([5, 5], 5, 4)
    mask[0, 2] = False
    return [
        (quarter, np.array([[0, 1, 0], [1, 1, 1]]), masks([2, 3], 3)),
        case([4, 1, 3], 4, 5),
        case([3, 3], 3, 4),
        (scores, Y, mask),
        case([1], 1, 3),
        case([2, 6, 4], 6, 6, 100.0),
    ]


def by_cross_entropy(scores, Y, mask):
    losses = cross_entropy(scores.flatten(0, 1), Y.flatten(), reduction="none").reshape(Y.shape)
    return -torch.where(mask, losses, torch.zeros_like(losses)).sum(dim=1)


def by_normalising(scores, Y, mask):
    m, T = Y.shape
    found = scores[torch.arange(m, device=Y.device)[:, None], torch.arange(T, device=Y.device), Y]
    return (found - scores.logsumexp(dim=-1)).masked_fill(~mask, 0).sum(-1)


SUM = "(said * mask).sum(dim=1)"

EXERCISE = TwinExercise(
    steps.log_probabilities,
    of=None,
    points=15,
    returns=("logs",),
    cases=scored_cases,
    topics=["probability of a sentence", "language model"],
    mistakes={
        "Padding counts in your sums; take the places where the mask is True alone.": slip("said * mask", "said"),
        "Your mask is turned round: you sum over padding.": slip("said * mask", "said * ~mask"),
        "You take the mean over the places; the logarithm of a product is the sum.": slip(
            SUM, "(said * mask).sum(dim=1) / mask.sum(dim=1)"
        ),
        "You divide by all places, padding included; nothing is divided, a product's logarithm is the sum.": slip(
            SUM, "(said * mask).mean(dim=1)"
        ),
        "The names are summed up as well; each name has its own number, (m,).": slip(SUM, "(said * mask).sum()"),
        "You sum over the names at each place; sum over the places of each name, dim=1.": slip(
            SUM, "(said * mask).sum(dim=0)"
        ),
        "The scores are no logarithms of shares; log_softmax makes them so.": slip(
            "scores.log_softmax(dim=2)", "scores"
        ),
        "These are sums of shares; take their logarithms, log_softmax.": slip("log_softmax", "softmax"),
        "The softmax runs along the places; it belongs to the symbols of one place, the last axis.": slip(
            "log_softmax(dim=2)", "log_softmax(dim=1)"
        ),
        "You take the most probable symbol at each place; take the one that was there, Y.": slip(
            "logs.gather(2, Y[:, :, None]).squeeze(2)", "logs.max(dim=2).values"
        ),
        "The sign is turned: −ln p is the loss, ln p is asked for.": slip(SUM, "-(said * mask).sum(dim=1)"),
        "These are the probabilities of the names; their logarithms are asked for, which do not become 0.": slip(
            SUM, "(said * mask).sum(dim=1).exp()"
        ),
        "The last symbol of each name, its end, is missing; it was predicted, too.": slip(
            SUM, "(said * mask)[:, :-1].sum(dim=1)"
        ),
        "The symbols have moved by a place: scores at place t are about Y at place t.": slip(
            "Y[:, :, None]", "Y.roll(1, 1)[:, :, None]"
        ),
    },
    right=[by_cross_entropy, by_normalising],
    hints=[
        "One number for every place of every name first, then a sum over those that count.",
        "The factors of p(name) are the shares softmax(scores[i, t])[Y[i, t]] at the places t with mask[i, t]; the "
        "logarithm of their product is the sum of their logarithms.",
        "logs = scores.log_softmax(dim=2); said = logs.gather(2, Y[:, :, None]).squeeze(2); (said * mask).sum(dim=…)",
    ],
)
