"""The open challenge of this lab: features by which a classifier without any memory reads the order of words."""

import time

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.moods import load_moods
from utils.labs.course5.week2_sentiment.networks import on_features

SEEDS = (60, 61, 62)  # seeds that the lab draws nothing from
SENTENCES, MOST, SECONDS = 1500, 40, 10.0  # for training; features of one sentence; of my_features in all
BASELINE = 0.740  # words and bigrams


def accuracy_from(my_features):
    """The mean accuracy over SEEDS on test sentences, whose frames no training sentence has.

    my_features: takes a list of words, returns a list of strings; logistic regression counts them.
    Raises OverBudget for more than MOST features or SECONDS, ValueError for what is no list of strings.
    """
    spent = 0.0

    def features(words):
        nonlocal spent
        begin = time.process_time()
        found = my_features(list(words))
        spent += time.process_time() - begin
        if spent > SECONDS:
            raise OverBudget(f"my_features took longer than {SECONDS:.0f} s for all sentences")
        if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
            raise ValueError("my_features returns a list of strings")
        if len(found) > MOST:
            raise OverBudget(f"{len(found)} features of one sentence; {MOST} at most")
        return found

    scores = []
    for seed in SEEDS:
        data = load_moods(np.random.default_rng([seed, 1]), SENTENCES)
        predict, _ = on_features(data, features)
        scores.append(np.mean(predict(data.test.texts) == data.test.y))
    return float(np.mean(scores))


CHALLENGE = Challenge(
    "my_features",
    task="Write features of a sentence by which logistic regression, which has no memory, reads denials in new frames.",
    baseline=BASELINE,
    of="words and bigrams",
    budget=f"{MOST} features a sentence, {SECONDS:.0f} s; penalty chosen on dev; the mean of {len(SEEDS)} draws.",
    judge=accuracy_from,
)
