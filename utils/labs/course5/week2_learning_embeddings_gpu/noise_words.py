"""The exercise noise_words: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import embeddings as steps


def noise_cases(rng):
    """By hand, with numbers on the ends of pieces; words that never occur; other shapes and powers; one word."""
    by_hand = np.array([1.0, 1.0, 2.0]), 1.0, np.array([0.0, 0.1, 0.25, 0.3, 0.5, 0.75, 0.99])
    return [
        by_hand,
        (np.array([1.0, 16.0, 81.0, 256.0]), 0.75, rng.random((3, 4))),
        (np.array([0.0, 3.0, 0.0, 1.0, 0.0]), 0.75, np.array([0.0, 0.5, 0.999])),
        (rng.integers(1, 50, 30).astype(float), 0.5, rng.random((4, 3, 2))),
        (rng.integers(1, 1000, 7).astype(float), 1.5, rng.random(20)),
        (np.array([5.0]), 0.75, np.array([0.0, 0.5])),
    ]


def by_comparing(counts, power, u):
    """Count the ends that are not beyond each number."""
    shares = counts.pow(power) / counts.pow(power).sum()
    ends = shares.cumsum(0)
    return (u[..., None] >= ends[:-1]).sum(dim=-1)


def by_bucketize(counts, power, u):
    weights = counts**power
    return torch.bucketize(u, torch.cumsum(weights, 0) / weights.sum().clone(), right=True).clamp(max=len(counts) - 1)


EDGES = "edges = (counts**power).cumsum(0)"
SEARCH = "torch.searchsorted(edges, u, right=True)"

EXERCISE = TwinExercise(
    steps.noise_words,
    of=None,
    points=15,
    returns=("words",),
    cases=noise_cases,
    differentiable=False,
    mistakes={
        "You draw by the bare counts; take them to the power.": slip("(counts**power)", "counts"),
        "Your words are drawn all alike; each piece is as long as its word's share.": slip(
            "return " + SEARCH, "return (u * len(counts)).long()"
        ),
        "The ends are not divided by the last; they have to run up to 1, as u does.": slip(
            "    edges = edges / edges[-1]\n", ""
        ),
        "The power is taken of the sums; take it of each count, then add up.": slip(
            "(counts**power).cumsum(0)", "counts.cumsum(0) ** power"
        ),
        "A number that lies on the end of a piece belongs to the next word, and 0 to the first that occurs: "
        "right=True.": slip(", right=True", ""),
        "You compare with the shares themselves, which are not in order; add them up first.": slip(
            "(counts**power).cumsum(0)\n    edges = edges / edges[-1]",
            "(counts**power)\n    edges = edges / edges.sum()",
        ),
        "You compare with where pieces begin, so every word is one too late; cumsum gives where they end.": slip(
            "return " + SEARCH,
            "return torch.searchsorted(edges - (counts**power) / (counts**power).sum(), u, right=True)",
        ),
        "Your words are one too early; searchsorted counts the pieces that end before u, and that is the word's "
        "number.": slip("return " + SEARCH, "return " + SEARCH + " - 1"),
        "You have the order turned: u near 0 gives the first words.": slip("edges, u,", "edges, 1 - u,"),
        "Ends and numbers have changed places; the ascending edges come first.": slip("edges, u,", "u, edges,"),
        "You draw by rank, not by count; the shares are counts**power over their sum.": slip(
            "counts**power", "(counts.argsort(descending=True).argsort() + 1.0) ** -power"
        ),
    },
    right=[by_comparing, by_bucketize],
    hints=[
        "Lay the words' shares side by side on the line from 0 to 1. In whose piece does u lie?",
        "The pieces end at Σ_{v ≤ w} counts[v]^power, divided by the last of these sums; the word is how many ends "
        "are at most u.",
        "edges = (counts**power).cumsum(0); edges = edges / …; return torch.searchsorted(edges, u, right=…)",
    ],
    topics=["negatives drawn on the device", "negative sampling"],
)
