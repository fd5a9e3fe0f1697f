"""What word order, pretrained vectors and new names are worth, each model chosen on dev sentences and judged on others.

A seed draws the labelled sentences and the starting weights. Rates, and the share of dropped words, are searched on
SEARCH and judged on JUDGE; penalties of logistic regression are chosen on the dev sentences of each seed. The vectors
are trained once. `python -m utils measure week2_sentiment` measures anew, about fifteen minutes on one core.
"""

import itertools
from functools import cache

import numpy as np

from utils.data.entities import load_entities, untagged
from utils.data.moods import load_moods, unlabelled, vocabulary
from utils.labs.course5.week2_sentiment import networks, taggers
from utils.labs.course5.week2_sentiment.vectors import WIDTH, number_words, train_vectors

SEARCH, JUDGE = (0, 1), (10, 11, 12, 13, 14)
SENTENCES, TEXT, VECTORS_SEED = 1500, 3000, 7
RATES, EPOCHS = (0.003, 0.01, 0.03, 0.1, 0.3), 12
MORE_STEPS = 19_200  # sentences read in training with fewer labels, in as many epochs as that takes, 120 at most
WINDOWS = (2, 4, 8, 12)
LABELS, READER_LABELS, SINGLE = (20, 40, 80, 160, 320, 640), (160, 640), ("plain", "aside")
SOURCES = ("bag of words", "random", "no cues", "cues")
STARTS = ("random", "frozen", "tuned")
DROPPED = (0.0, 0.1, 0.3, 0.5, 0.7)
HIDDEN = (0.1, 1.0, 10.0)  # L2 penalties of the network with a hidden layer
TAG_RATES = RATES


def measure():
    """The tables: {"windows", "order", "labels", "readers", "entities"}, each a list of rows."""
    return {
        "windows": [window_row(window) for window in WINDOWS],
        "order": order_rows(),
        "labels": [labels_row(source, m) for source in SOURCES for m in LABELS],
        "readers": [reader_row(start, m) for start in STARTS for m in READER_LABELS],
        "entities": entity_rows(),
    }


@cache
def word_vectors(source="cues", window=8, seed=0):
    """Vectors of all words of moods: trained on text with or without cues; or "random", drawn by a seed."""
    rng = np.random.default_rng(VECTORS_SEED)
    texts = unlabelled(rng, TEXT, cues=source != "no cues")
    if source == "random":
        drawn = np.random.default_rng([seed, 4]).standard_normal((len(vocabulary(texts)), WIDTH))
        return dict(zip(vocabulary(texts), drawn / np.linalg.norm(drawn, axis=1, keepdims=True), strict=True))
    return train_vectors([text.split() for text in texts], rng, window)


@cache
def moods(seed, m=SENTENCES, **more):
    """The labelled sentences of a seed."""
    return load_moods(np.random.default_rng([seed, 1]), m, **more)


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
        "bag, hidden layer": hidden_on_bag,
        "words and bigrams": lambda data: networks.on_features(data, networks.n_grams(2)),
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


def hidden_on_bag(data):
    """A network with 32 hidden units on the bag of words, its penalty chosen on dev."""
    from sklearn.neural_network import MLPClassifier

    known = networks.columns(data.train.texts, networks.n_grams(1))

    def table(texts):
        return networks.counted(texts, networks.n_grams(1), known)

    F, F_dev = table(data.train.texts), table(data.dev.texts)
    fitted = [
        MLPClassifier((32,), alpha=a, learning_rate_init=0.01, max_iter=60, random_state=0).fit(F, data.train.y)
        for a in HIDDEN
    ]
    place = int(np.argmax([one.score(F_dev, data.dev.y) for one in fitted]))
    return lambda texts: fitted[place].predict(table(texts)), HIDDEN[place]


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


def labels_row(source, m):
    """Accuracies on sentences with known and with new words, by the number of labels; averages or a bag."""
    known, new = [], []
    for seed in JUDGE:
        data = moods(seed, m, kinds=SINGLE)
        if source == "bag of words":
            predict, _ = networks.on_features(data, networks.n_grams(1))
        else:
            vectors = word_vectors(source, seed=seed) if source == "random" else word_vectors(source)
            predict, _ = networks.on_averages(data, vectors)
        known.append(round(float(np.mean(predict(data.test.texts) == data.test.y)), 3))
        new.append(round(float(np.mean(predict(data.new.texts) == data.new.y)), 3))
    return {"source": source, "labels": m, "known": known, "new": new}


def reader_row(start, m):
    """The same for LSTMs, on all kinds of sentences."""
    rate = best(RATES, lambda rate, seed: run_reader(seed, rate, m, start)[2])
    known, new = [], []
    for seed in JUDGE:
        data, predict = moods(seed, m), run_reader(seed, rate, m, start)[1]
        known.append(round(float(np.mean(predict(data.test.texts) == data.test.y)), 3))
        new.append(round(float(np.mean(predict(data.new.texts) == data.new.y)), 3))
    return {"start": start, "labels": m, "rate": rate, "known": known, "new": new}


@cache
def name_vectors(part="all"):
    """Vectors of the words of TEXT untagged sentences; of part "train", sentences without a new name or thing."""
    rng = np.random.default_rng(VECTORS_SEED)
    sentences = untagged(rng, 6 * TEXT if part == "train" else TEXT)
    if part == "train":
        known = {word for words in load_entities(rng, 3000, 2, 2).train.words for word in words}
        sentences = [words for words in sentences if set(words) <= known][:TEXT]
    return train_vectors(sentences, rng) | {taggers.UNKNOWN: np.zeros(WIDTH, np.float32)}


def run_tagger(seed, rate, dropped, vectors=None):
    """One trained tagger: tag, and its F1 on dev.    vectors: None, "all" or "train"."""
    data, rng = load_entities(np.random.default_rng([seed, 1])), np.random.default_rng([seed, 2])
    if vectors is None:
        table, index = None, taggers.word_numbers(data.train.words)
    else:
        table = name_vectors(vectors)
        index = number_words(list(table))
    network = taggers.tag_network(index, rng, table)
    taggers.train_tagger(network, data, index, rate, dropped, rng, frozen=vectors is not None)
    tag = taggers.tagger(network, index)
    return tag, taggers.scores_of(tag(data.dev), data.dev)[0]


def run_window(seed, dropped, vectors=None):
    """One logistic regression on windows: tag, and its F1 on dev."""
    data, rng = load_entities(np.random.default_rng([seed, 1])), np.random.default_rng([seed, 2])
    table = name_vectors(vectors) if vectors else None
    index = number_words(list(table)) if table else taggers.word_numbers(data.train.words)
    tag, _ = taggers.window_tagger(data, index, dropped, rng, table)
    return tag, taggers.scores_of(tag(data.dev), data.dev)[0]


def entity_rows():
    """F1 and the share of right tags on new and on known names, for each seed in JUDGE and each tagger."""
    share = best(DROPPED, lambda dropped, seed: run_window(seed, dropped)[1])
    rows = [
        entity_row("no name anywhere", {}, lambda seed: lambda part: [["O"] * len(words) for words in part.words]),
        entity_row("dictionary", {}, by_dictionary),
        entity_row("window", {"dropped": share}, lambda seed: run_window(seed, share)[0]),
        entity_row("window, vectors", {}, lambda seed: run_window(seed, 0.0, "all")[0]),
    ]
    for name, shares, vectors in (
        ("LSTM", (0.0,), None),
        ("LSTM, words dropped", DROPPED[1:], None),
        ("LSTM, vectors without the new names", DROPPED[1:], "train"),
        ("LSTM, vectors", (0.0,), "all"),
    ):
        grid = list(itertools.product(TAG_RATES, shares))
        rate, dropped = best(grid, lambda pair, seed, vectors=vectors: run_tagger(seed, *pair, vectors)[1])
        chosen = {"rate": rate, "dropped": dropped}
        rows.append(entity_row(name, chosen, lambda seed, c=chosen, v=vectors: run_tagger(seed, **c, vectors=v)[0]))
    return rows


def by_dictionary(seed):
    """tag(part) of the dictionary of a seed's training names."""
    data = load_entities(np.random.default_rng([seed, 1]))
    find = taggers.dictionary_tagger(data.train)
    return lambda part: [taggers.bio_encode(len(words), find(words)) for words in part.words]


def entity_row(name, chosen, tagger_of):
    """A row.    tagger_of: seed -> tag(part)."""
    row = {"model": name, "chosen": chosen, "new": [], "known": [], "tags": []}
    for seed in JUDGE:
        data, tag = load_entities(np.random.default_rng([seed, 1])), tagger_of(seed)
        f1, tags = taggers.scores_of(tag(data.test), data.test)
        row["new"].append(round(f1, 3))
        row["tags"].append(round(tags, 3))
        row["known"].append(round(taggers.scores_of(tag(data.known), data.known)[0], 3))
    return row


def best(grid, score):
    """The setting with the highest mean of score(setting, seed) over SEARCH."""
    return max(grid, key=lambda setting: np.mean([score(setting, seed) for seed in SEARCH]))


def rounded(scores):
    return {name: round(value, 3) for name, value in scores.items()}


def mean_and_error(values):
    """The mean of independent values, and its standard error."""
    return float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(len(values)))
