"""The exercise skip_gram_pairs: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import embeddings as steps


def sentence_cases(rng):
    """Three words by hand; two places to each side; a window longer than the sentence; a word beside itself; one."""
    cases = [(np.array([7, 2, 9]), 1), (np.array([3, 1, 4, 0, 5, 9]), 2), (np.array([6, 2, 5]), 4)]
    cases += [(np.array([4, 4, 2, 4]), 1), (np.array([5]), 3), (np.array([0, 8]), 1)]
    return cases + [(rng.integers(0, 9, size=9), 3)]


def by_slices(sentence, window):
    pairs = []
    for t, centre in enumerate(sentence):
        near = [*sentence[max(t - window, 0) : t], *sentence[t + 1 : t + 1 + window]]
        pairs += [(centre, word) for word in near]
    return pairs


def by_comprehension(sentence, window):
    n = len(sentence)
    places = [(t, t + step) for t in range(n) for step in range(-window, window + 1) if step]
    return [(int(sentence[t]), int(sentence[place])) for t, place in places if 0 <= place < n]


def nearest_first(sentence, window):
    pairs = []
    for t in range(len(sentence)):
        places = sorted(range(max(0, t - window), min(len(sentence), t + window + 1)), key=lambda place: abs(place - t))
        pairs += [(int(sentence[t]), int(sentence[place])) for place in places if place != t]
    return pairs


def each_pair_once(sentence, window):
    return list(dict.fromkeys(steps.skip_gram_pairs(sentence, window)))


EXERCISE = Exercise(
    steps.skip_gram_pairs,
    points=10,
    returns=("pairs",),
    cases=sentence_cases,
    mistakes={
        "You take the neighbours on the right only; those on the left count as well.": slip(
            "max(0, t - window), min", "t, min"
        ),
        "You take the neighbours on the left only; those on the right count as well.": slip(
            "min(len(sentence), t + window + 1)", "t + 1"
        ),
        "On the right your window ends one place too early; range stops before its end, so add 1.": slip(
            "t + window + 1", "t + window"
        ),
        "On the right your window reaches one place too far; the last neighbour stands at t + window.": slip(
            "t + window + 1", "t + window + 2"
        ),
        "On the left your window reaches one place too far; the first neighbour stands at t − window.": slip(
            "max(0, t - window)", "max(0, t - window - 1)"
        ),
        "At the start of the sentence negative places take words from its end; begin at 0 there.": slip(
            "max(0, t - window)", "t - window"
        ),
        "A pair that occurs again is left out; each place has its own pairs, so it counts again.": each_pair_once,
        "Each place is paired with itself; leave place t out.": slip("if place != t:", "if True:"),
        "Where a word stands beside itself, the pair is left out; compare places, not words.": slip(
            "if place != t:", "if sentence[place] != sentence[t]:"
        ),
        "Your pairs are (context, centre); the centre comes first.": slip(
            "(int(sentence[t]), int(sentence[place]))", "(int(sentence[place]), int(sentence[t]))"
        ),
        "Your pairs hold places; they should hold the words that stand there.": slip(
            "(int(sentence[t]), int(sentence[place]))", "(t, place)"
        ),
        "Words near an end of the sentence are no centres of yours; their windows are cut, not left out.": slip(
            "for t in range(len(sentence))", "for t in range(window, len(sentence) - window)"
        ),
        "Your window has so many places in all; it reaches so far to each side.": slip(
            "    pairs = []", "    pairs, window = [], window // 2"
        ),
        "Your pairs are right and their order is not; a centre's contexts go from left to right.": nearest_first,
    },
    right=[by_slices, by_comprehension],
    hints=[
        "Two loops: over the centres, and over the places around each. What happens at the ends of the sentence?",
        "For each t: all places from max(0, t − window) to min(n − 1, t + window), without t itself",
        "for place in range(max(0, t - window), min(len(sentence), …)): if place != t: pairs.append((…, …))",
    ],
    topics=["skip-gram"],
)
