"""The exercise lay_over: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import speech as steps


def clip_cases(rng):
    """One word in silence; two words; a short one whose zeros reach beyond the end; overlapping ones; more clips."""

    def words(*lengths):
        w = max(map(max, lengths))
        rows = rng.normal(size=(len(lengths), len(lengths[0]), w))
        return rows * (np.arange(w) < np.array(lengths)[:, :, np.newaxis])

    return [
        (np.zeros((1, 6)), np.array([[[1.0, 2.0, 0.0]]]), np.array([[2]])),
        (rng.normal(size=(1, 12)), words([3, 4]), np.array([[6, 1]])),
        (rng.normal(size=(2, 9)), words([2, 5], [4, 0]), np.array([[7, 1], [5, 8]])),
        (rng.normal(size=(1, 8)), words([4, 4, 4]), np.array([[2, 3, 2]])),
        (rng.normal(size=(4, 30)), words([3, 7], [7, 2], [5, 5], [1, 6]), rng.integers(0, 23, (4, 2))),
    ]


def one_by_one(background, words, starts):
    samples, n = background.clone(), background.shape[1]
    for i in range(len(words)):
        for j in range(words.shape[1]):
            first = int(starts[i, j])
            end = min(first + words.shape[2], n)
            samples[i, first:end] = samples[i, first:end] + words[i, j, : end - first]
    return samples


def by_padding(background, words, starts):
    w = words.shape[2]
    longer = torch.nn.functional.pad(background, (0, w))
    places = starts[:, :, None] + torch.arange(w, device=starts.device)
    rows = torch.arange(len(words), device=starts.device)[:, None, None].expand_as(places)
    return longer.index_put((rows, places), words, accumulate=True)[:, : background.shape[1]]


SUM = "background.scatter_add(1, places.flatten(1), values.flatten(1))"

EXERCISE = TwinExercise(
    steps.lay_over,
    of=None,
    points=14,
    returns=("samples",),
    cases=clip_cases,
    topics=["clips made on the device", "trigger word"],
    mistakes={
        "The words take the background's place; scatter writes, scatter_add adds, as sounds do.": slip(
            "scatter_add(", "scatter("
        ),
        "The words stand in silence; add them to the background.": slip(SUM, "torch.zeros_like(background)" + SUM[10:]),
        "The last samples of words that reach to the end are missing; places run up to n − 1.": slip(
            "inside = places < n", "inside = places < n - 1"
        ),
        "The words begin one sample late; the first stands at starts itself.": slip(
            "torch.arange(w, device=starts.device)", "torch.arange(1, w + 1, device=starts.device)"
        ),
        "The words run backwards; sample 0 of a word comes first.": slip(
            "torch.arange(w, device=starts.device)", "torch.arange(w, device=starts.device).flip(0)"
        ),
        "Only the first word of each clip is laid over; all k of them are.": slip(
            SUM, "background.scatter_add(1, places[:, 0], values[:, 0])"
        ),
        "Only the last word of each clip is laid over; all k of them are.": slip(
            SUM, "background.scatter_add(1, places[:, -1], values[:, -1])"
        ),
        "All words begin where the clip's last one does; each has its own start.": slip(
            "starts[:, :, None]", "starts[:, -1:, None].expand(-1, words.shape[1], 1)"
        ),
        "All clips get the first clip's places; each has its own.": slip(
            "starts[:, :, None]", "starts[:1, :, None].expand(len(starts), -1, -1)"
        ),
        "The words end where they should begin; a word's first sample stands at its start.": slip(
            "torch.arange(w, device=starts.device)  # (m, k, w)",
            "torch.arange(w, device=starts.device) - min(w, int(starts.min()))",
        ),
        "Words are taken off; add them.": slip("values.flatten(1))", "-values.flatten(1))"),
        "Every word is divided by the number of words; sounds add up as they are.": slip(
            "values.flatten(1))", "values.flatten(1) / words.shape[1])"
        ),
    },
    right=[one_by_one, by_padding],
    hints=[
        "Where does sample 0 of each word go, and where sample 1? A table of places (m, k, w) is a start and an "
        "arange. What of those places is no place of the clip?",
        "places = starts[:, :, None] + arange(w); where places ≥ n, the value becomes 0 and the place n − 1; "
        "scatter_add along axis 1 of both, flattened to (m, k · w)",
        "inside = places < n; background.scatter_add(1, places.clamp(max=n - 1).flatten(1), (words * "
        "inside).flatten(1))",
    ],
)
