"""The exercise pairs_at: its cases, right answers and known mistakes."""

import numpy as np
import torch

from utils.checking import slip
from utils.gpu.checking.twins import TwinExercise
from utils.gpu.steps import embeddings as steps


def pair_cases(rng):
    """Three words by hand; two sentences; any order; wide windows; one word; numbers that repeat."""
    text = np.array([7, 3, 5, 5, 9, 1, 2])
    sentence = np.array([0, 0, 0, 1, 1, 1, 1])
    return [
        (np.array([7, 3, 5]), np.array([0, 0, 0]), np.arange(6), 1),
        (text, sentence, np.arange(28), 2),
        (text, sentence, rng.permutation(28)[:9], 2),
        (text, sentence, rng.integers(0, 42, 12), 3),
        (np.array([4, 8]), np.array([5, 5]), np.arange(20), 5),
        (np.array([6]), np.array([0]), np.array([1, 0, 1]), 1),
        (np.array([2, 3, 4]), np.array([0, 1, 2]), np.arange(12), 2),
    ]


def by_table(text, sentence, numbers, window):
    """The distances from a table."""
    distances = [d for d in range(-window, window + 1) if d]
    place = torch.div(numbers, 2 * window, rounding_mode="floor")
    near = place + torch.tensor(distances, device=text.device)[numbers.remainder(2 * window)]
    mask = (near >= 0) & (near < len(text))
    near = torch.where(mask, near, 0)
    mask = mask & (sentence[near] == sentence[place])
    return text[place], text[near] * mask, mask


def one_by_one(text, sentence, numbers, window):
    rows = []
    for number in numbers.tolist():
        place, which = divmod(number, 2 * window)
        near = place - window + which + (1 if which >= window else 0)
        there = 0 <= near < len(text) and bool(sentence[near] == sentence[place])
        rows.append((int(text[place]), int(text[near]) if there else 0, there))
    centres, contexts, mask = zip(*rows, strict=True)
    like = {"device": text.device}
    return torch.tensor(centres, **like), torch.tensor(contexts, **like), torch.tensor(mask, **like)


MASK = "mask = (near == inside) & (sentence[inside] == sentence[place])"

EXERCISE = TwinExercise(
    steps.pairs_at,
    of=None,
    points=17,
    returns=("centres", "contexts", "mask"),
    cases=pair_cases,
    differentiable=False,
    mistakes={
        "Your words are their own neighbours, at distance 0; from `which` = window on the distance is one more.": slip(
            " + (which >= window)", ""
        ),
        "Distance 1 is left out, and window + 1 is in; the jump comes at which = window.": slip(
            "(which >= window)", "(which >= window - 1)"
        ),
        "One word too late the jump over 0 comes; from which = window on, not behind it.": slip(
            "(which >= window)", "(which > window)"
        ),
        "Your distances begin at 0 and go to the right only; they begin at −window.": slip("which - window", "which"),
        "The neighbours run from right to left; the first of a word is its leftmost.": slip(
            "near = place + which - window + (which >= window)",
            "near = place - which + window - (which >= window).long()",
        ),
        "Neighbours reach into other sentences; a pair counts only where both words have one sentence's number.": slip(
            " & (sentence[inside] == sentence[place])", ""
        ),
        "Places before the text and behind it count as its first and last word; they are no neighbours.": slip(
            "(near == inside) & ", ""
        ),
        "Contexts without a neighbour keep a word; there 0 is due.": slip(
            "torch.where(mask, text[inside], 0)", "text[inside]"
        ),
        "Your mask is turned round: True where there is a neighbour.": slip(
            "text[inside], 0), mask", "text[inside], 0), ~mask"
        ),
        "centres and contexts are exchanged; the centres come first.": slip(
            "return text[place], torch.where(mask, text[inside], 0),",
            "return torch.where(mask, text[inside], 0), text[place],",
        ),
        "You return places of the text; asked for are the words that stand there: text[place].": slip(
            "return text[place], torch.where(mask, text[inside], 0)", "return place, torch.where(mask, inside, 0)"
        ),
        "You number by distance first, then by word; the 2 · window pairs of one word lie together: // gives the "
        "place.": slip(
            "place, which = numbers // (2 * window), numbers % (2 * window)",
            "place, which = numbers % len(text), numbers // len(text)",
        ),
        "Each word has 2 · window pairs, to both sides; you count window of them.": slip(
            ("numbers // (2 * window)", "numbers // window % len(text)"), ("numbers % (2 * window)", "numbers % window")
        ),
        "Pairs without a neighbour are left out, so that the batch has another size; keep them, with False in the "
        "mask.": slip(
            "return text[place], torch.where(mask, text[inside], 0), mask",
            "return text[place][mask], text[inside][mask], mask[mask]",
        ),
        "A place beyond the text cannot be read; clamp it to the text first, and remember in the mask that it was "
        "outside.": slip("inside = near.clamp(0, len(text) - 1)", "inside = near"),
    },
    right=[by_table, one_by_one],
    hints=[
        "Write the numbers 0 to 7 for a window of 2: which word, which distance? Then: which have no neighbour?",
        "place = number // (2w), which = number % (2w); distance = which − w, and one more from which = w on; a "
        "neighbour counts where 0 ≤ place + distance < n and the sentences are equal.",
        "near = place + which - window + (which >= window); inside = near.clamp(0, len(text) - 1); mask = (near == "
        "inside) & (… == …); return text[place], torch.where(mask, text[inside], 0), mask",
    ],
    topics=["pairs made on the device", "skip-gram"],
)
