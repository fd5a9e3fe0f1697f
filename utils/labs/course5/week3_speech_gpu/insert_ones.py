"""The exercise insert_ones on many clips: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import speech as steps


def label_cases(rng):
    """One word; two clips, one of them without; ends near the clip's end; overlapping ones; more steps; labels."""
    early = np.zeros((1, 120))
    early[0, 3] = 1
    return [
        (np.zeros((1, 100)), np.array([[2000]])),
        (np.zeros((2, 1000)), np.array([[1005, 7000], [10_000, 10_000]])),
        (np.zeros((3, 1000)), np.array([[9600, 10_000], [9990, 400], [9499, 9999]])),
        (np.zeros((1, 200)), np.array([[3000, 3700, 10_000, 8000]])),
        (np.zeros((2, 1375)), rng.integers(0, 9800, (2, 3))),
        (early, np.array([[4321]])),
    ]


def one_by_one(y, segment_end_ms):
    labels = y.clone()
    for i, ends in enumerate(segment_end_ms.tolist()):
        for end in ends:
            step = int(end * y.shape[1] / 10000.0)
            labels[i, step + 1 : step + 51] = 1
    return labels


def by_sum(y, segment_end_ms):
    Ty = y.shape[1]
    first = torch.div(segment_end_ms * Ty, 10_000, rounding_mode="floor") + 1
    edges = y.new_zeros(len(y), Ty + 100)
    ones = torch.ones_like(first, dtype=y.dtype)
    edges = edges.scatter_add(1, first, ones).scatter_add(1, first + 50, -ones)
    return torch.where(edges.cumsum(1)[:, :Ty] > 0.5, torch.ones_like(y), y)


INSIDE, STEP = "(behind >= 1) & (behind <= 50)", "segment_end_ms * Ty // 10_000"

EXERCISE = TwinExercise(
    steps.insert_ones,
    of=None,
    points=10,
    returns=("labels",),
    cases=label_cases,
    differentiable=False,
    topics=["clips made on the device", "trigger word"],
    mistakes={
        "Your ones begin at the step into which the end falls; the first is the step after it.": slip(
            INSIDE, "(behind >= 0) & (behind <= 50)"
        ),
        "Your ones begin one step too early, and end one step too early.": slip(
            INSIDE, "(behind >= 0) & (behind <= 49)"
        ),
        "Your ones are 49; there are 50 of them.": slip("behind <= 50", "behind < 50"),
        "Your ones are 51; there are 50 of them.": slip("behind <= 50", "behind <= 51"),
        "Your ones never end; there are 50 behind each word.": slip(" & (behind <= 50)", ""),
        "Your ones stand before the words' ends; the network can know a word only when it has been said.": slip(
            INSIDE, "(behind >= -50) & (behind <= -1)"
        ),
        "Ends are taken for steps; a clip of 10,000 ms has Ty steps.": slip(STEP, "segment_end_ms"),
        "A step is always 10 ms in yours; a clip of 10,000 ms has Ty of them.": slip(STEP, "segment_end_ms // 10"),
        "Steps are rounded up; the end falls into the step ⌊end · Ty / 10000⌋.": slip(
            STEP, "-(-segment_end_ms * Ty // 10_000)"
        ),
        "Only the first word of each clip is labelled; all of them are.": slip(
            "segment_end_y[:, :, None]", "segment_end_y[:, :1, None]"
        ),
        "A step counts only where it lies behind all words; one of them is enough: any.": slip(
            ".any(dim=1)", ".all(dim=1)"
        ),
        "Labels that were there before are lost; the others stay as they came.": slip(
            "return y.masked_fill(", "return torch.zeros_like(y).masked_fill("
        ),
        "All clips get the words of all; each has its own.": slip(
            ".any(dim=1), 1)", ".any(dim=1).any(dim=0, keepdim=True).expand(m, Ty), 1)"
        ),
        "Zeros and ones are exchanged.": slip(".any(dim=1), 1)", ".any(dim=1).logical_not(), 1)"),
    },
    right=[one_by_one, by_sum],
    hints=[
        "Take the distance of each of Ty steps from each of k ends: (m, k, Ty). For which distances is the label 1?",
        "behind = t − ⌊end · Ty / 10000⌋; the label is 1 where 1 ≤ behind ≤ 50 for any of the words",
        "behind = torch.arange(Ty, device=y.device) - segment_end_y[:, :, None]; y.masked_fill(((behind >= 1) & "
        "…).any(dim=1), 1)",
    ],
)
