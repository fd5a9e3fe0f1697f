"""The exercise perplexity: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import language_model as steps


def scored_cases(rng):
    """A fair coin for each symbol; names of several lengths; one name; a list in place of an array; certainty."""
    names = ["tim", "longlongername", "ab", "q"]
    return [
        (np.log(0.5) * np.array([3.0, 4.0]), ["ab", "aba"]),
        (-rng.uniform(1, 30, 4), names),
        (np.array([-2.5]), ["banana"]),
        ([-1.0, -7.5, -3.25, -9.0], names),
        (np.array([0.0, 0.0]), ["a", "bb"]),
    ]


def by_base_2(log_probabilities, names):
    symbols = len("".join(names)) + len(names)
    bits = -np.sum(np.array(log_probabilities) / np.log(2)) / symbols
    return bits * np.log(2), bits, 2**bits


def by_a_loop(log_probabilities, names):
    total, count = 0.0, 0
    for value, name in zip(log_probabilities, names, strict=True):
        total -= value
        count += len(name) + 1
    return total / count, np.log2(np.exp(total / count)), np.exp(total / count)


def mean_of_means(log_probabilities, names):
    nats = np.mean([-value / (len(name) + 1) for value, name in zip(log_probabilities, names, strict=True)])
    return nats, nats / np.log(2), np.exp(nats)


EXERCISE = Exercise(
    steps.perplexity,
    points=8,
    returns=("nats", "bits", "perplexity"),
    cases=scored_cases,
    mistakes={
        "Your N counts letters; each name has an end as well, which was predicted, too.": slip(
            "len(name) + 1 for", "len(name) for"
        ),
        "One end is counted for all names; each has one.": slip(
            "sum(len(name) + 1 for name in names)", "sum(len(name) for name in names) + 1"
        ),
        "You count different letters; N counts every letter, also one that has come before.": slip(
            "sum(len(name) + 1 for name in names)", 'len(set("".join(names))) + len(names)'
        ),
        "You average over the names; N counts their symbols.": slip(
            "sum(len(name) + 1 for name in names)", "len(names)"
        ),
        "You average the names' own means, so that a letter of a short name counts for more; divide one sum by all "
        "symbols.": mean_of_means,
        "The sum is not divided: that is the uncertainty of all symbols together.": slip(
            "-np.sum(log_probabilities) / N", "-np.sum(log_probabilities)"
        ),
        "The sign is missing; logarithms of probabilities are negative, nats are not.": slip("-np.sum", "np.sum"),
        "Bits are nats divided by ln 2; yours are multiplied.": slip("nats / np.log(2)", "nats * np.log(2)"),
        "Bits are nats divided by ln 2; yours are the logarithm of the nats to base 2.": slip(
            "nats / np.log(2)", "np.log2(nats)"
        ),
        "The perplexity is 2 to the bits, or e to the nats; yours mixes them, 2 to the nats.": slip(
            "np.exp(nats)", "2**nats"
        ),
        "The perplexity is e to the nats, or 2 to the bits; yours mixes them, e to the bits.": slip(
            "np.exp(nats)", "np.exp(nats / np.log(2))"
        ),
        "Your perplexity is below 1: its exponent is plus the nats, not minus.": slip("np.exp(nats)", "np.exp(-nats)"),
        "You return bits before nats; the order is nats, bits, perplexity.": slip(
            "return nats, nats / np.log(2), np.exp(nats)", "return nats / np.log(2), nats, np.exp(nats)"
        ),
    },
    right=[by_base_2, by_a_loop],
    hints=[
        "How many symbols had to be predicted in all? A name of three letters asked for four.",
        "nats = −Σ ln p / N with N = Σ (letters + 1); bits = nats / ln 2; perplexity = e^nats",
        "N = sum(len(name) + 1 for name in names); nats = -np.sum(…) / N; return nats, nats / np.log(2), np.exp(…)",
    ],
    topics=["language model", "probability of a sentence"],
)
