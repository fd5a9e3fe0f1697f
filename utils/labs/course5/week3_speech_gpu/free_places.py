"""The exercise free_places: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import speech as steps


def place_cases(rng):
    """Two words to follow by hand; several clips; absent words; a clip that is full; one word; nothing to put in."""

    def numbers(m, k):
        return rng.permuted(np.tile((np.arange(k) + 0.5) / k, (m, 1)), axis=1) * 0.98

    return [
        (np.array([[3, 2]]), 10, np.array([[0.5, 0.25]])),
        (rng.integers(1, 9, (4, 3)), 40, rng.random((4, 3))),
        (np.array([[4, 0, 3, 0], [0, 0, 0, 5]]), 20, rng.random((2, 4))),
        (np.array([[4, 3, 5]]), 12, rng.random((1, 3))),
        (rng.integers(1, 500, (3, 1)), 1000, rng.random((3, 1))),
        (np.zeros((2, 2), int), 7, rng.random((2, 2))),
        (rng.integers(100, 900, (5, 6)), 10_000, numbers(5, 6)),
    ]


def by_sorting(lengths, n, u):
    order = u.argsort(dim=1)
    in_order = lengths.gather(1, order)
    points = (u.gather(1, order) * (n - lengths.sum(1, keepdim=True) + 1)).floor().long()
    starts = points + in_order.cumsum(1) - in_order
    return torch.empty_like(starts).scatter_(1, order, starts)


def one_by_one(lengths, n, u):
    starts = torch.zeros_like(lengths)
    for i in range(len(lengths)):
        rest, said = n - int(lengths[i].sum()), 0
        for j in sorted(range(lengths.shape[1]), key=lambda j: float(u[i, j])):
            starts[i, j] = int(u[i, j] * (rest + 1)) + said
            said += int(lengths[i, j])
    return starts


REST, POINTS = "(u * (rest + 1)).long()", "return points + pushed"

EXERCISE = TwinExercise(
    steps.free_places,
    of=None,
    points=18,
    returns=("starts",),
    cases=place_cases,
    differentiable=False,
    topics=["clips made on the device", "trigger word"],
    mistakes={
        "Each word is drawn as if it were alone in the clip, so that words overlap; move each one on by the words "
        "before it.": slip(POINTS, "return points"),
        "A word's place is drawn from the whole clip, so that the last words may stand beyond its end; draw it from "
        "what is left without the words.": slip(REST, "(u * n).long()"),
        "Only the word itself is taken out of the clip; all words are, and what is left is the same for each.": slip(
            "n - lengths.sum(dim=1, keepdim=True)", "n - lengths"
        ),
        "What is left has rest milliseconds, and so rest + 1 places: before each of them, and behind the last.": slip(
            "(rest + 1)", "rest"
        ),
        "Words are moved on by those behind them; those with a smaller number of chance push a word.": slip(
            "u[:, None, :] < u[:, :, None]", "u[:, None, :] > u[:, :, None]"
        ),
        "A word is moved on by its own length, too; only those before it push it.": slip(
            "u[:, None, :] < u[:, :, None]", "u[:, None, :] <= u[:, :, None]"
        ),
        "Words are moved on by all others; only those before a word push it.": slip(
            "u[:, None, :] < u[:, :, None]", "u[:, None, :] != u[:, :, None]"
        ),
        "Words are moved on by how many stand before them; add up their lengths.": slip(
            "(before * lengths[:, None, :])", "(before * 1)"
        ),
        "Each word is moved on by its own length, once for each word before it; the lengths of the others are due: "
        "lengths[:, None, :].": slip("before * lengths[:, None, :]", "before * lengths[:, :, None]"),
        "The sum runs over the word that is moved; sum over those that may stand before it, the last axis.": slip(
            ".sum(dim=2)", ".sum(dim=1)"
        ),
        "Words come in the order of their slots, as cumsum of lengths gives it; their order is that of their numbers "
        "of chance.": slip(POINTS, "return points + lengths.cumsum(dim=1) - lengths"),
        "Starts have fractions; they are whole milliseconds, rounded down.": slip(REST, "u * (rest + 1)"),
        "Places are rounded to the nearest; rounded down, all of them are alike.": slip(
            REST, "(u * (rest + 1)).round().long()"
        ),
        "The same rest is used for all clips; each has its own words, dim=1.": slip(
            "lengths.sum(dim=1, keepdim=True)", "lengths.sum()"
        ),
    },
    right=[by_sorting, one_by_one],
    hints=[
        "Cut the words out and close the gaps: 10 ms with words of 3 and 2 leave 5. Two points in that are free to be "
        "anywhere. Now push the words back in at their points: what moves, and by how much?",
        "rest = n − Σ lengths; start of word j = ⌊u_j (rest + 1)⌋ + the sum of the lengths of all words l with u_l < "
        "u_j",
        "points = (u * (rest + 1)).long(); before = u[:, None, :] < u[:, :, None]; pushed = (before * lengths[:, None, "
        ":]).sum(dim=…); points + pushed",
    ],
)
