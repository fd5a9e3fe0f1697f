"""What word order, pretrained vectors and new names are worth, each model chosen on dev sentences and judged on others.

Rates, and the share of dropped words, are searched on SEARCH and judged on JUDGE; penalties of logistic regression and
of networks on counts are chosen on the dev sentences of each seed. The vectors are trained once. `python -m utils
measure week2_sentiment` measures anew, about twenty minutes on one core.
"""

import numpy as np

from utils.labs.course5.week2_sentiment import networks
from utils.labs.course5.week2_sentiment.draws import JUDGE, RATES, SEARCH, SINGLE, best, moods, rounded, word_vectors
from utils.labs.course5.week2_sentiment.measured_names import context_rows, entity_rows
from utils.labs.course5.week2_sentiment.measured_readers import (
    READER_LABELS,
    STARTS,
    padding_rows,
    reader_row,
    run_reader,
    then_tuned_rows,
)

WINDOWS = (2, 4, 8, 12)
LABELS = (20, 40, 80, 160, 320, 640)
SOURCES = ("bag of words", "random", "no cues", "cues", "bag and cues")
CHANGED = ("random, a common part", "no cues, less the mean")
CHANGED_LABELS = (160, 640)
HIDDEN = (0.1, 0.3, 1.0, 3.0, 10.0)  # L2 penalties of the network with a hidden layer


def measure():
    """The tables, each a list of rows."""
    return {
        "windows": [window_row(window) for window in WINDOWS],
        "order": order_rows(),
        "labels": [labels_row(source, m) for source in SOURCES for m in LABELS],
        "changed": [labels_row(source, m) for source in CHANGED for m in CHANGED_LABELS],
        "readers": [reader_row(start, m) for start in STARTS for m in READER_LABELS],
        "then tuned": then_tuned_rows(),
        "padding": padding_rows(),
        "entities": entity_rows(),
        "contexts": context_rows(),
    }


def window_row(window):
    """The accuracy on dev sentences from 80 labels, mean over SEARCH, by the window of the vectors."""
    vectors, found = word_vectors("cues", window), []
    for seed in SEARCH:
        data = moods(seed, 80, kinds=SINGLE)
        found.append(np.mean(networks.on_averages(data, vectors)[0](data.dev.texts) == data.dev.y))
    return {"window": window, "dev": round(float(np.mean(found)), 3)}


def order_rows():
    """Accuracies by kind on test sentences of each seed in JUDGE, for each kind of model."""
    models = {
        "most frequent mood": lambda data: (majority(data), None),
        "averages of vectors": lambda data: networks.on_averages(data, word_vectors()),
        "bag of words": lambda data: networks.on_features(data, networks.n_grams(1)),
        "bag, hidden layer": lambda data: hidden_on_counts(data, 1),
        "words and bigrams": lambda data: networks.on_features(data, networks.n_grams(2)),
        "bigrams, hidden layer": lambda data: hidden_on_counts(data, 2),
        "up to trigrams": lambda data: networks.on_features(data, networks.n_grams(3)),
    }
    rows = []
    for name, fit in models.items():
        fitted = [(seed, fit(moods(seed))) for seed in JUDGE]
        tests = [rounded(networks.by_kind(predict, moods(seed).test)) for seed, (predict, _) in fitted]
        rows.append({"model": name, "chosen": [chosen for _, (_, chosen) in fitted], "test": tests})
    rate = best(RATES, lambda rate, seed: run_reader(seed, rate)[2])
    tests = [rounded(networks.by_kind(run_reader(seed, rate)[1], moods(seed).test)) for seed in JUDGE]
    return [*rows, {"model": "LSTM", "chosen": [rate], "test": tests}]


def majority(data):
    """Always the mood that most training labels name."""
    mood = np.bincount(data.train.y).argmax()
    return lambda texts: np.full(len(texts), mood)


def hidden_on_counts(data, longest):
    """A network with 32 hidden units on counts of n-grams of 1 to `longest` words, its penalty chosen on dev."""
    from sklearn.neural_network import MLPClassifier

    features = networks.n_grams(longest)
    known = networks.columns(data.train.texts, features)

    def table(texts):
        return networks.counted(texts, features, known)

    F, F_dev = table(data.train.texts), table(data.dev.texts)
    fitted = [
        MLPClassifier((32,), alpha=a, learning_rate_init=0.01, max_iter=60, random_state=0).fit(F, data.train.y)
        for a in HIDDEN
    ]
    place = int(np.argmax([one.score(F_dev, data.dev.y) for one in fitted]))
    return lambda texts: fitted[place].predict(table(texts)), HIDDEN[place]


def labels_row(source, m):
    """Accuracies on sentences with known and with new words, by the number of labels; averages, a bag or both."""
    known, new = [], []
    for seed in JUDGE:
        data = moods(seed, m, kinds=SINGLE)
        if source == "bag of words":
            predict, _ = networks.on_features(data, networks.n_grams(1))
        elif source == "bag and cues":
            predict = networks.on_both(data, word_vectors())
        else:
            predict, _ = networks.on_averages(data, vectors_of(source, seed))
        known.append(round(float(np.mean(predict(data.test.texts) == data.test.y)), 3))
        new.append(round(float(np.mean(predict(data.new.texts) == data.new.y)), 3))
    return {"source": source, "labels": m, "known": known, "new": new}


def vectors_of(source, seed):
    """The vectors of a source; those of CHANGED have the mood words' common part put in or taken out."""
    if source == "random, a common part":
        return networks.with_common_part(word_vectors("random", seed=seed), np.random.default_rng([seed, 9]))
    if source == "no cues, less the mean":
        return networks.without_common_part(word_vectors("no cues"))
    return word_vectors(source, seed=seed) if source == "random" else word_vectors(source)
