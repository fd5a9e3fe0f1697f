"""The exercise batches_by_length, a bug to find: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import sentiment as steps


def length_cases(rng):
    """Five lengths without chance; a last short batch; chance that mixes neighbours; one batch; batches of one."""

    def case(m, batch_size, spread):
        return rng.integers(1, 12, m), batch_size, spread, np.random.default_rng(int(rng.integers(1000)))

    return [
        (np.array([3, 1, 4, 2, 5]), 2, 0.0, np.random.default_rng(2)),
        case(11, 4, 0.0),
        case(12, 3, 2.0),
        case(9, 2, 0.5),
        case(5, 8, 1.0),
        case(4, 1, 3.0),
        case(17, 4, 5.0),
    ]


def by_sorted(lengths, batch_size, spread, rng):
    chance = spread * rng.random(len(lengths))
    order = sorted(range(len(lengths)), key=lambda i: float(lengths[i]) + chance[i])
    parts = [order[k : k + batch_size] for k in range(0, len(order), batch_size)]
    return [torch.tensor(parts[k], device=lengths.device) for k in rng.permutation(len(parts))]


def by_sort(lengths, batch_size, spread, rng):
    noisy = lengths.double() + torch.as_tensor(rng.random(lengths.shape[0]) * spread, device=lengths.device)
    _, order = torch.sort(noisy, stable=True)
    batches = torch.split(order, batch_size)
    shuffled = []
    for k in rng.permutation(len(batches)).tolist():
        shuffled.append(batches[k])
    return shuffled


ORDER = "order = noisy.argsort(stable=True)"
PLANTED = (
    "You sort twice, so that order holds each sentence's place in the row of all; it should hold the numbers of the "
    "sentences, the shortest first: one argsort."
)

EXERCISE = TwinExercise(
    steps.batches_by_length,
    of=None,
    points=15,
    returns=("batches",),
    cases=length_cases,
    differentiable=False,
    topics=["batches by length", "batch, mini-batch and stochastic gradient descent"],
    mistakes={
        PLANTED: slip(ORDER, "order = noisy.argsort(stable=True).argsort(stable=True)"),
        "The batches stay sorted, so that every epoch goes from short sentences to long ones; shuffle them.": slip(
            "for k in rng.permutation(len(batches))", "for k in rng.permutation(len(batches)) * 0 + range(len(batches))"
        ),
        "The sentences are not ordered by length; argsort of the lengths, with their chance in them.": slip(
            ORDER, "order = torch.arange(len(lengths), device=lengths.device)"
        ),
        "The number of chance is left out, so that the batches are the same in every epoch: add spread times "
        "rng.random.": slip("order = noisy.argsort", "order = lengths.argsort"),
        "The number of chance is not multiplied by spread.": slip("spread * rng.random", "rng.random"),
        "The lengths themselves come back, in order; the numbers of the sentences are asked for.": slip(
            ORDER, "order = noisy.sort(stable=True).values"
        ),
        "The longest sentences come first; order them from the shortest.": slip(
            "argsort(stable=True)", "argsort(descending=True, stable=True)"
        ),
        "The last, shorter batch is left out; every sentence belongs to a batch.": slip(
            "order.split(batch_size)",
            "order[: len(order) // batch_size * batch_size].split(batch_size) or order[:0].split(1)[:0]",
        ),
        "chunk takes the number of pieces, split takes their size; a batch has batch_size sentences.": slip(
            "order.split(", "order.chunk("
        ),
        "The sentences are shuffled after they were sorted, which undoes the order; shuffle whole batches.": slip(
            "batches = order.split(batch_size)",
            "batches = order[torch.from_numpy(rng.permutation(len(order))).to(order.device)].split(batch_size)",
        ),
        "The permutation is drawn before the numbers of chance; the stub says in which order to draw.": slip(
            ("    noisy = ", "    places = rng.permutation(-(-len(lengths) // batch_size))\n    noisy = "),
            ("rng.permutation(len(batches))", "places"),
        ),
    },
    right=[by_sorted, by_sort],
    hints=[
        "Take the lengths 3, 1, 4, 2, 5 without chance, batches of two. Which sentences are in the first batch, and "
        "which numbers does the function have there?",
        "argsort answers: which sentence is the shortest, which the next. What does an argsort of that answer?",
        "order = noisy.argsort(stable=True)",
    ],
    planted=PLANTED,
    symptom="Every sentence comes once an epoch, as it should; and yet the batches save no work: their sentences "
    "are as unequal as in batches of chance, unless the sentences came sorted by length.",
)
