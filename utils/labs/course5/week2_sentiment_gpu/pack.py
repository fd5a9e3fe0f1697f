"""The exercise pack: its cases, right answers and known mistakes."""

import numpy as np
import torch
from torch.nn.utils.rnn import pack_padded_sequence

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import sentiment as steps


def packing_cases(rng):
    """Three rows whose numbers say where they stood; sorted, unsorted and equal lengths; longer rows; one row."""
    by_hand = np.array([[[11.0], [12.0], [0.0]], [[21.0], [22.0], [23.0]], [[31.0], [0.0], [0.0]]])

    def case(lengths, T, d):
        return rng.standard_normal((len(lengths), T, d)), np.array(lengths)

    return [
        (by_hand, np.array([2, 3, 1])),
        case([4, 2, 1], 4, 2),
        case([1, 3, 3, 5, 2], 5, 3),
        case([2, 2, 2], 2, 1),
        case([3, 1, 2, 3], 6, 2),
        case([4], 4, 2),
    ]


def step_by_step(X, lengths):
    """Append the words of every step, and count them."""
    order = torch.tensor(sorted(range(len(lengths)), key=lambda i: -int(lengths[i])), device=X.device)
    data, sizes = [], []
    for t in range(int(lengths.max())):
        rows = [i for i in order.tolist() if int(lengths[i]) > t]
        data += [X[i, t] for i in rows]
        sizes.append(len(rows))
    return torch.stack(data), torch.tensor(sizes, device=X.device), order


def by_torchs_own(X, lengths):
    """torch.nn.utils.rnn does it, once the rows are sorted."""
    order = torch.argsort(-lengths, stable=True)
    packed = pack_padded_sequence(X[order], lengths[order].cpu(), batch_first=True)
    return packed.data, packed.batch_sizes.to(X.device), order


EXERCISE = TwinExercise(
    steps.pack,
    of=None,
    points=20,
    returns=("data", "batch_sizes", "order"),
    cases=packing_cases,
    topics=["padded and packed sequences"],
    mistakes={
        "The rows are not sorted, so the words of a step are not the first rows; the longest comes first.": slip(
            "lengths.argsort(descending=True, stable=True)", "torch.arange(len(lengths), device=X.device)"
        ),
        "The shortest sentence comes first; sort falling, descending=True.": slip("descending=True, ", ""),
        "The lengths are sorted and the rows are not, so that padding gets in and words get lost: X[order].": slip(
            "X[order]", "X"
        ),
        "The rows are sorted and the lengths are not, so padding gets in and words get lost: lengths[order].": slip(
            "lengths[order] > ", "lengths > "
        ),
        "Your data run sentence by sentence; they run step by step: steps in the first axis.": slip(
            "return by_step[running]", "return by_step.transpose(0, 1)[running.T]"
        ),
        "Padding is packed, too, one place of each sentence: a sentence has a word at step t where its length is above "
        "t.": slip("> steps", ">= steps"),
        "batch_sizes are the lengths of the sentences; they say for each step how many sentences have a word.": slip(
            "running.sum(dim=1)", "running.sum(dim=0)"
        ),
        "order says where each row went; it is the rows of X from the longest to the shortest.": slip(
            "running.sum(dim=1), order", "running.sum(dim=1), order.argsort()"
        ),
        "The sorted lengths come back; order is the numbers of their rows.": slip(
            "running.sum(dim=1), order", "running.sum(dim=1), lengths[order]"
        ),
        "Sentences of the same length have changed places: argsort keeps their order with stable=True.": slip(
            "lengths.argsort(descending=True, stable=True)",
            "lengths.flip(0).argsort(descending=True, stable=True).neg() + len(lengths) - 1",
        ),
        "You go through all places of the rows; the longest sentence decides how many steps there are.": slip(
            "int(lengths.max())", "X.shape[1]"
        ),
        "The last step is missing: there are as many steps as the longest sentence has words.": slip(
            "int(lengths.max())", "int(lengths.max()) - 1"
        ),
    },
    right=[step_by_step, by_torchs_own],
    hints=[
        "Write the first case on paper, a column for each step, the longest sentence on top. In which order are the "
        "words of the columns read, and how many are in each?",
        "order = rows by falling length; sentence order[k] has a word at step t where its length is above t; data are "
        "those words, t = 0 first; batch_sizes[t] is how many there are.",
        "order = lengths.argsort(descending=True, stable=True); running = lengths[order] > steps[:, None]; by_step = "
        "X[order].transpose(0, 1)[: len(steps)]; return by_step[running], running.sum(dim=…), order",
    ],
)
