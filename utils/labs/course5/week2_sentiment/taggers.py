"""Taggers of named entities: a dictionary, logistic regression on a window of words, an LSTM in both directions."""

from collections import Counter, defaultdict

import numpy as np
from threadpoolctl import threadpool_limits

from utils.data.entities import TYPES
from utils.labs.course5.week2_sentiment.networks import BATCH, CLIP, FOR_COUNTS
from utils.labs.course5.week2_sentiment.vectors import number_words, pretrained_embedding_layer
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.embedding import Embedding
from utils.layers.losses import softmax_cross_entropy
from utils.layers.lstm import LSTM
from utils.layers.optimizers import Adam
from utils.layers.recurrent import Bidirectional
from utils.steps.sentiment import bio_decode, bio_encode, entity_scores
from utils.training.loop import fit, supervised

TAGS = ("O", *(f"{letter}-{kind}" for kind in TYPES for letter in "BI"))
UNKNOWN, WIDTH, UNITS, LONGEST = "<new>", 32, 24, 3
OBJECTIVE = supervised(softmax_cross_entropy)


def dictionary_tagger(train):
    """A tagger that knows the names of training: the longest one at each place, with its most frequent type."""
    types = defaultdict(Counter)
    for words, entities in zip(*train, strict=True):
        for kind, start, end in entities:
            types[tuple(words[start:end])][kind] += 1

    def tag(words):
        entities, place = [], 0
        while place < len(words):
            names = (tuple(words[place : place + n]) for n in range(LONGEST, 0, -1))
            name = next((name for name in names if name in types), None)
            if name is not None:
                entities.append((types[name].most_common(1)[0][0], place, place + len(name)))
            place += len(name or "1")
        return entities

    return tag


def word_numbers(sentences):
    """{word: number} of all words in these sentences and of UNKNOWN, which stands for every other."""
    return number_words([UNKNOWN, *sorted({word for words in sentences for word in words})])


def arrays(part, word_to_index):
    """Tagged sentences as {"x", "y", "mask"}, (m, T) each."""
    T = max(map(len, part.words))
    x, y = np.zeros((len(part.words), T), int), np.zeros((len(part.words), T), int)
    for row, (words, entities) in enumerate(zip(*part, strict=True)):
        x[row, : len(words)] = [word_to_index.get(word, word_to_index[UNKNOWN]) for word in words]
        y[row, : len(words)] = [TAGS.index(tag) for tag in bio_encode(len(words), entities)]
    return {"x": x, "y": y, "mask": x > 0}


def drop_words(x, mask, share, unknown, rng):
    """Some words, drawn by chance, are replaced by UNKNOWN; returns a copy of x (m, T)."""
    return np.where(mask & (rng.random(x.shape) < share), unknown, x)


def tag_network(word_to_index, rng, word_to_vec_map=None):
    """Words → vectors → LSTMs in both directions → scores of the tags, at each word."""
    if word_to_vec_map is None:
        words = Embedding(len(word_to_index) + 1, WIDTH, rng, scale=WIDTH**-0.5)
    else:
        words = pretrained_embedding_layer(word_to_vec_map, word_to_index)
    both = Bidirectional(*(LSTM(words.W.shape[1], UNITS, rng) for _ in range(2)))
    return Sequential(words, both, Dense(2 * UNITS, len(TAGS), rng))


def train_tagger(network, data, word_to_index, rate, dropped, rng, epochs=15, frozen=False):
    """Train by Adam, and keep the epoch with the lowest loss on dev.

    data: Entities.    dropped: the share of the training words that are replaced by UNKNOWN, others in every batch.
    frozen: True leaves the vectors of the words as they are.    Returns the History.
    """

    def objective(model, batch, train):
        if train and dropped:
            x = drop_words(batch["x"], batch["mask"], dropped, word_to_index[UNKNOWN], rng)
            batch = batch | {"x": x}
        return OBJECTIVE(model, batch, train)

    learning = {name: W for name, W in network.parameters().items() if not (frozen and W is network.layers[0].W)}
    train, dev = (arrays(part, word_to_index) for part in (data.train, data.dev))
    return fit(
        network, objective, Adam(learning, rate), train, rng,
        epochs=epochs, batch_size=BATCH, clip=CLIP, dev=dev, patience=epochs, label="tagger",
    )  # fmt: skip


def tagger(network, word_to_index):
    """tag(part) -> tags, a list for each sentence of Tagged, of a trained network."""

    def tag(part):
        batch = arrays(part, word_to_index)
        best = network.forward(batch["x"], mask=batch["mask"]).argmax(axis=2)
        return [[TAGS[k] for k in row[: len(words)]] for row, words in zip(best, part.words, strict=True)]

    return tag


def window_tagger(data, word_to_index, dropped, rng, word_to_vec_map=None, side=2):
    """Logistic regression on each word and as many as `side` before and behind it, one-hot or as vectors.

    Its C is chosen on dev by the share of right tags.    Returns tag(part), and C.
    """
    from sklearn.linear_model import LogisticRegression

    E = np.eye(len(word_to_index) + 1, dtype=np.float32)
    if word_to_vec_map is not None:
        E = pretrained_embedding_layer(word_to_vec_map, word_to_index).W

    def table(x, mask):
        padded = np.pad(x, ((0, 0), (side, side)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * side + 1, axis=1)[mask]  # (words, 2 side + 1)
        return E[windows].reshape(len(windows), -1)

    train, dev = (arrays(part, word_to_index) for part in (data.train, data.dev))
    x = drop_words(train["x"], train["mask"], dropped, word_to_index.get(UNKNOWN, 0), rng)
    F, y = table(x, train["mask"]), train["y"][train["mask"]]
    F_dev, y_dev = table(dev["x"], dev["mask"]), dev["y"][dev["mask"]]
    with threadpool_limits(1):  # of what scikit-learn has just loaded, too
        fitted = [LogisticRegression(C=C, max_iter=100, tol=1e-2).fit(F, y) for C in FOR_COUNTS]
    best = int(np.argmax([one.score(F_dev, y_dev) for one in fitted]))

    def tag(part):
        batch = arrays(part, word_to_index)
        numbers = iter(fitted[best].predict(table(batch["x"], batch["mask"])))
        return [[TAGS[next(numbers)] for _ in words] for words in part.words]

    return tag, FOR_COUNTS[best]


def scores_of(tags, part):
    """F1 of entities, and the share of the words with the right tag.    tags: a list for each sentence."""
    true = [bio_encode(len(words), entities) for words, entities in zip(*part, strict=True)]
    right = [a == b for one, other in zip(true, tags, strict=True) for a, b in zip(one, other, strict=True)]
    return entity_scores(part.entities, [bio_decode(row) for row in tags])[2], float(np.mean(right))
