"""The exercise ctc_greedy_decode on a batch, a bug to find: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import speech as steps


def scores_of(paths, rng, classes):
    """Scores whose best classes are these paths (m, T)."""
    paths = np.array(paths)
    return rng.uniform(0, 0.9, (*paths.shape, classes)) + np.eye(classes)[paths]


def path_cases(rng):
    """A path that ends in blanks; one that ends as it begins; equal labels with a blank between; short ones; many."""
    return [
        (scores_of([[1, 1, 0, 2, 0]], rng, 3), np.array([5])),
        (scores_of([[1, 2, 2, 1], [2, 0, 2, 0]], rng, 3), np.array([4, 4])),
        (scores_of([[0, 3, 0, 3, 3, 1], [2, 2, 2, 1, 1, 1], [0, 0, 0, 0, 0, 0]], rng, 4), np.array([6, 3, 6])),
        (scores_of([[2, 1, 1, 2, 3, 1]], rng, 4), np.array([4])),
        (rng.normal(size=(6, 20, 3)), rng.integers(1, 21, 6)),
        (rng.normal(size=(2, 1, 3)) + np.array([0, 3.0, 0]), np.array([1, 1])),
    ]


def one_by_one(Z, input_lengths):
    labels = torch.zeros(Z.shape[:2], dtype=torch.long, device=Z.device)
    counts = []
    for i, (scores, T) in enumerate(zip(Z, input_lengths.tolist(), strict=True)):
        path = torch.unique_consecutive(scores[:T].argmax(1))
        found = path[path != 0]
        labels[i, : len(found)] = found
        counts.append(len(found))
    return labels, torch.tensor(counts, device=Z.device)


def by_counting(Z, input_lengths):
    path = Z.argmax(2)
    path = torch.where(torch.arange(Z.shape[1], device=Z.device) < input_lengths[:, None], path, 0)
    before = torch.cat([torch.zeros_like(path[:, :1]), path[:, :-1]], dim=1)
    new = (path != before) & (path > 0)
    places = torch.where(new, new.cumsum(1) - 1, Z.shape[1])
    room = path.new_zeros(len(path), Z.shape[1] + 1)
    return room.scatter(1, places, path)[:, :-1], new.sum(1)


def blanks_first(Z, input_lengths):
    labels = torch.zeros(Z.shape[:2], dtype=torch.long, device=Z.device)
    counts = []
    for i, (scores, T) in enumerate(zip(Z, input_lengths.tolist(), strict=True)):
        path = scores[:T].argmax(1)
        found = torch.unique_consecutive(path[path != 0])
        labels[i, : len(found)] = found
        counts.append(len(found))
    return labels, torch.tensor(counts, device=Z.device)


BEFORE = "F.pad(path[:, :-1], (1, 0))"
PLANTED = (
    "Before the first frame stands the row's last one, since roll goes round; before the first stands a blank: put a "
    "column of zeros there."
)
INSIDE = " & (steps < input_lengths[:, None])"

EXERCISE = TwinExercise(
    steps.ctc_greedy_decode,
    of=None,
    points=10,
    returns=("labels", "label_lengths"),
    cases=path_cases,
    differentiable=False,
    topics=["CTC"],
    mistakes={
        PLANTED: slip(BEFORE, "path.roll(1, dims=1)"),
        "Each frame is compared with the one behind it; compare it with the one before.": slip(
            BEFORE, "F.pad(path[:, 1:], (0, 1))"
        ),
        "Repeats are not taken out; a class that goes on from frame to frame counts once.": slip(
            "(path != before) & ", ""
        ),
        "Blanks stay in the labels; take out what is 0.": slip(" & (path != 0)", ""),
        "Frames behind an utterance's end are read; only its own count.": slip(INSIDE, ""),
        "The last frame of each utterance is left out; frames run to input_length − 1.": slip(
            "steps < input_lengths[:, None]", "steps < input_lengths[:, None] - 1"
        ),
        "Blanks go first and repeats afterwards, so that equal labels with a blank between become one; repeats are "
        "those of neighbouring frames.": blanks_first,
        "The labels are not moved to the front; sort the places of those that are new before all others.": slip(
            "return path.gather(1, places) * (steps < label_lengths[:, None])", "return path * new"
        ),
        "The labels come last first; among those that are new, the order of the frames stays.": slip(
            "places = new.long().argsort(dim=1, descending=True, stable=True)",
            "places = (new.long() * (steps + 1)).argsort(dim=1, descending=True, stable=True)",
        ),
        "Behind the labels stand other classes; fill up with 0.": slip(" * (steps < label_lengths[:, None])", ""),
        "The lengths count the frames; count the labels that are new.": slip("new.sum(dim=1)", "input_lengths + 0"),
        "The least probable classes are read; argmax, not argmin.": slip("Z.argmax(dim=2)", "Z.argmin(dim=2)"),
        "The argmax runs over the frames; the classes are the last axis.": slip(
            "Z.argmax(dim=2)", "Z.argmax(dim=1, keepdim=True)[:, :, 0].expand(Z.shape[:2])"
        ),
    },
    right=[one_by_one, by_counting],
    hints=[
        "Write down the path 1, 2, 2, 1 and below it what the function holds for the frame before each.",
        "roll(1) moves everything one to the right, and what falls out at the right comes in at the left. What should "
        "stand there?",
        "before = F.pad(path[:, :-1], (1, 0))",
    ],
    planted=PLANTED,
    symptom="Utterances that end with a blank are read rightly, and in a padded batch nearly all do; others lose their "
    "first letter, but only if they end with the same one.",
)
