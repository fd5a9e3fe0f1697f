"""What LSTMs make of sentences: vectors frozen and tuned, and rows that are filled up, without a mask."""

from copy import deepcopy

import numpy as np

from utils.data.moods import MOODS, SYNONYMS, WORDS, vocabulary
from utils.labs.course5.week2_sentiment import networks, padding
from utils.labs.course5.week2_sentiment.draws import EPOCHS, JUDGE, RATES, SENTENCES, best, moods, word_vectors
from utils.labs.course5.week2_sentiment.vectors import number_words

READER_LABELS, STARTS = (160, 640), ("random", "frozen", "tuned")
MORE_STEPS = 19_200  # sentences read in training with fewer labels, in as many epochs as that takes, 120 at most
FROZEN_RATE, TUNED_RATE = 0.1, 0.03  # the rates chosen for 640 labels
AFTER_RATES, AFTER_EPOCHS = (0.001, 0.003, 0.01, 0.03), 8  # for tuning vectors after training with frozen ones
READ_RATE = 0.03  # the rate chosen for the LSTM on all labelled sentences
PLACES = (None, 12, 24, 40)  # where a state is read: at the last word, or at the end of rows of a length


def run_reader(seed, rate, m=SENTENCES, start="random"):
    """One trained reader: the network, predict, and its accuracy on dev.    start: of STARTS."""
    data, rng = moods(seed, m), np.random.default_rng([seed, 2])
    vectors = None if start == "random" else word_vectors()
    index = number_words(vocabulary(data.train.texts) if vectors is None else list(vectors))
    network = networks.reader(index, rng, vectors)
    epochs = EPOCHS if m == SENTENCES else min(MORE_STEPS // m, 120)
    networks.train_reader(network, data, index, rate, rng, epochs, frozen=start == "frozen")
    predict = networks.predictor(network, index)
    return network, predict, float(np.mean(predict(data.dev.texts) == data.dev.y))


def reader_row(start, m):
    """The same for LSTMs, on all kinds of sentences."""
    rate = best(RATES, lambda rate, seed: run_reader(seed, rate, m, start)[2])
    known, new = [], []
    for seed in JUDGE:
        data, predict = moods(seed, m), run_reader(seed, rate, m, start)[1]
        known.append(round(float(np.mean(predict(data.test.texts) == data.test.y)), 3))
        new.append(round(float(np.mean(predict(data.new.texts) == data.new.y)), 3))
    return {"start": start, "labels": m, "rate": rate, "known": known, "new": new}


def then_tuned_rows():
    """Readers of 640 labels: frozen, then tuned further at some rate; tuned from the start, and its synonyms moved.

    The last row's synonyms are moved by the mean move of their mood's labelled words.
    """
    found = {}
    for seed in JUDGE:
        data, frozen = moods(seed, 640), run_reader(seed, FROZEN_RATE, 640, "frozen")[0]
        index = number_words(list(word_vectors()))
        for rate in AFTER_RATES:
            network = deepcopy(frozen)
            networks.train_reader(network, data, index, rate, np.random.default_rng([seed, 5]), AFTER_EPOCHS)
            found.setdefault(f"frozen, then tuned at {rate}", []).append(both(network, index, data))
        tuned = run_reader(seed, TUNED_RATE, 640, "tuned")[0]
        move_synonyms(tuned.layers[0].W, index, word_vectors())
        found.setdefault("tuned, synonyms moved along", []).append(both(tuned, index, data))
    return [
        {"start": start, "known": [known for known, _ in pairs], "new": [new for _, new in pairs]}
        for start, pairs in found.items()
    ]


def both(network, index, data):
    """A reader's accuracies on sentences with known and with new words."""
    predict = networks.predictor(network, index)
    return [round(float(np.mean(predict(part.texts) == part.y)), 3) for part in (data.test, data.new)]


def move_synonyms(E, index, vectors):
    """Move each synonym in E, in place, by the mean move of its mood's labelled words away from `vectors`."""
    for mood in MOODS:
        move = np.mean([E[index[word]] - vectors[word] for word in WORDS[mood]], axis=0)
        for word in SYNONYMS[mood]:
            E[index[word]] = vectors[word] + move


def padding_rows():
    """Accuracies of readers trained with a mask, and without one on rows of 12, read at PLACES; for each of JUDGE."""
    found = {}
    for seed in JUDGE:
        data = moods(seed)
        index = number_words(vocabulary(data.train.texts))
        trained = {"with a mask": run_reader(seed, READ_RATE)[0]}
        trained["at the end of 12"] = padding.trained_at_the_end(data, index, 12, seed)
        for name, network in trained.items():
            for place in PLACES:
                found.setdefault((name, place), []).append(round(padding.read_at(network, data.test, index, place), 3))
    return [{"trained": name, "read": place, "right": right} for (name, place), right in found.items()]
