"""The exercise transformer_loss on tensors: its cases, right answers and known mistakes."""

import numpy as np
import torch
from torch.nn import functional as F

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import transformer as steps
from utils.labs.course5.week4_transformer.transformer_loss import loss_cases as numpy_cases


def loss_cases(rng):
    """The NumPy lab's; parts of a larger batch."""
    part = rng.normal(size=(2, 3, 5)), np.array([[4, 1, 0], [2, 0, 0]])
    return [*numpy_cases(rng), (*part, 9), (rng.normal(size=(3, 4, 4)), rng.integers(1, 4, (3, 4)), 40)]


def place_by_place(logits, target_ids, n=None):
    """A loop over all places."""
    log_p, total, words = logits.log_softmax(dim=-1), logits.new_zeros(()), 0
    for i in range(len(target_ids)):
        for t, word in enumerate(target_ids[i].tolist()):
            if word:
                total, words = total - log_p[i, t, word], words + 1
    return total / (n or words)


def gathered(logits, target_ids, n=None):
    """With gather and a mask."""
    due = logits.log_softmax(dim=-1).gather(2, target_ids[..., None]).squeeze(2)
    real = target_ids != 0
    return -torch.where(real, due, 0).sum() / (real.sum() if n is None else n)


def only_real(logits, target_ids, n=None):
    """The real words' rows alone."""
    real = target_ids != 0
    mean = F.cross_entropy(logits[real], target_ids[real])
    return mean if n is None else mean * real.sum() / n


def mean_of_means(logits, target_ids, n=None):
    """The mean over sentences of each sentence's mean."""
    parts = [steps.transformer_loss(z[None], y[None]) for z, y in zip(logits, target_ids, strict=True)]
    mean = torch.stack(parts).mean()
    return mean if n is None else mean * (target_ids != 0).sum() / n


SUM = 'reduction="sum", ignore_index=0'
N = "((target_ids != 0).sum() if n is None else n)"

EXERCISE = TwinExercise(
    steps.transformer_loss,
    of=None,
    points=15,
    returns=("loss",),
    cases=loss_cases,
    topics=["teacher forcing"],
    mistakes={
        "Padding takes part: say ignore_index=0.": slip(
            (SUM, 'reduction="sum"'), (N, "(target_ids.numel() if n is None else n)")
        ),
        "You divide by all places, padding as well; count the real words.": slip(
            "(target_ids != 0).sum()", "target_ids.numel()"
        ),
        "You divide by the number of sentences; divide by that of real words.": slip(
            "(target_ids != 0).sum()", "len(target_ids)"
        ),
        "The loss is a sum; divide it by n.": slip(f"total / {N}", "total"),
        "n is not used: of a part of a batch you return the part's own mean; divide by the whole batch's words.": slip(
            N, "(target_ids != 0).sum()"
        ),
        'You divide twice: reduction="mean" divides by the real words already; take the sum.': slip(
            'reduction="sum"', 'reduction="mean"'
        ),
        "Each sentence's mean is taken first, then the mean of the sentences, so words of short sentences count more; "
        "take one sum over all real words.": mean_of_means,
        "The scores have been through a softmax already; cross_entropy takes them as they are.": slip(
            "logits.flatten(0, 1),", "logits.softmax(dim=-1).flatten(0, 1),"
        ),
        "Places and words of the scores are mixed up: flatten the first two axes, the words stay last.": slip(
            "logits.flatten(0, 1),", "logits.transpose(1, 2).reshape(-1, logits.shape[2]),"
        ),
        "The places of the words run down the columns, those of the scores along the rows.": slip(
            "target_ids.flatten()", "target_ids.T.flatten()"
        ),
        "Padding is left out of the sum, and its score as a word is left out, too: ignore_index alone is enough.": slip(
            'logits.flatten(0, 1), target_ids.flatten(), reduction="sum", ignore_index=0',
            'logits[..., 1:].flatten(0, 1), target_ids.flatten() - 1, reduction="sum", ignore_index=-1',
        ),
    },
    right=[place_by_place, gathered, only_real],
    hints=[
        "A sum over the places that count, and one division. Which of the two does padding touch?",
        "J = (sum of cross-entropies, word 0 ignored) / n; without n the number of target_ids ≠ 0",
        'total = F.cross_entropy(logits.flatten(0, 1), target_ids.flatten(), reduction="sum", ignore_index=0); '
        "return total / …",
    ],
)
