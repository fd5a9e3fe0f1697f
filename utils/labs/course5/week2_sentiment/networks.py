"""Classifiers of sentences: on bags and averages of words, and an LSTM; each chosen on dev sentences."""

import numpy as np
from threadpoolctl import threadpool_limits

from utils.data.moods import KINDS, MOODS, SYNONYMS, WORDS
from utils.labs.course5.week2_sentiment.vectors import pretrained_embedding_layer
from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.embedding import Embedding
from utils.layers.losses import softmax_cross_entropy
from utils.layers.lstm import LSTM
from utils.layers.optimizers import Adam
from utils.steps.sentiment import sentence_to_avg, sentences_to_indices
from utils.training.loop import fit, supervised

UNITS, BATCH, CLIP = 24, 32, 1.0
# C of logistic regression, the inverse of its L2 penalty: for counts, and for averages, which are much smaller
FOR_COUNTS = tuple(10.0**power for power in range(-3, 3))
FOR_AVERAGES = tuple(10.0**power for power in range(-3, 6))
AVERAGES_WEIGH = (0.2, 0.6, 2.0)  # what averages are multiplied by beside counts
MOOD_WORDS = [word for table in (WORDS, SYNONYMS) for group in table.values() for word in group]
OBJECTIVE = supervised(softmax_cross_entropy)


def averages(texts, word_to_vec_map):
    """Each text's average, (m, d)."""
    return np.array([sentence_to_avg(text, word_to_vec_map) for text in texts])


def n_grams(longest):
    """A function that takes a list of words and returns their n-grams of 1 to `longest` words."""

    def features(words):
        return [" ".join(words[i : i + n]) for n in range(1, longest + 1) for i in range(len(words) - n + 1)]

    return features


def counted(texts, features, known):
    """How often each feature stands in each text, (m, n); what is not in `known` {feature: column} is left out."""
    counts = np.zeros((len(texts), len(known)), np.float32)
    for row, text in enumerate(texts):
        for feature in features(text.split()):
            if feature in known:
                counts[row, known[feature]] += 1
    return counts


def columns(texts, features):
    """{feature: column} of all features in these texts, in alphabetical order."""
    return {name: k for k, name in enumerate(sorted({name for text in texts for name in features(text.split())}))}


def logistic_regression(F, y, F_dev, y_dev, strengths):
    """A softmax with an L2 penalty; its strength is the one with the highest accuracy on dev.

    F, F_dev: (m, n) features.    Returns the fitted classifier of scikit-learn, and its C.
    """
    from sklearn.linear_model import LogisticRegression

    with threadpool_limits(1):  # of what scikit-learn has just loaded, too
        fitted = [LogisticRegression(C=C, max_iter=300, tol=1e-3).fit(F, y) for C in strengths]
    scores = [one.score(F_dev, y_dev) for one in fitted]
    best = int(np.argmax(scores))  # of several that are equally good, the one with the strongest penalty
    return fitted[best], strengths[best]


def on_features(data, features):
    """Logistic regression on counted features of the training sentences.

    data: Moods.    features: takes a list of words, returns a list of strings.
    Returns predict(texts) -> (m,), and C.
    """
    known = columns(data.train.texts, features)

    def table(texts):
        return counted(texts, features, known)

    F, F_dev = table(data.train.texts), table(data.dev.texts)
    classifier, C = logistic_regression(F, data.train.y, F_dev, data.dev.y, FOR_COUNTS)
    return lambda texts: classifier.predict(table(texts)), C


def on_averages(data, word_to_vec_map):
    """Logistic regression on averages, which are first brought to a common spread.

    Returns predict(texts) -> (m,), and C.
    """
    spread = averages(data.train.texts, word_to_vec_map).std()

    def table(texts):
        return averages(texts, word_to_vec_map) / spread

    F, F_dev = table(data.train.texts), table(data.dev.texts)
    classifier, C = logistic_regression(F, data.train.y, F_dev, data.dev.y, FOR_AVERAGES)
    return lambda texts: classifier.predict(table(texts)), C


def on_both(data, word_to_vec_map):
    """Logistic regression on the counts of words and on averages side by side; the averages' weight is chosen on dev.

    Returns predict(texts) -> (m,).
    """
    known, spread = columns(data.train.texts, n_grams(1)), averages(data.train.texts, word_to_vec_map).std()

    def table(texts, weight):
        return np.hstack([counted(texts, n_grams(1), known), weight * averages(texts, word_to_vec_map) / spread])

    fitted = {}
    for weight in AVERAGES_WEIGH:
        F, F_dev = table(data.train.texts, weight), table(data.dev.texts, weight)
        fitted[weight], _ = logistic_regression(F, data.train.y, F_dev, data.dev.y, FOR_COUNTS)
    best = max(fitted, key=lambda weight: fitted[weight].score(table(data.dev.texts, weight), data.dev.y))
    return lambda texts: fitted[best].predict(table(texts, best))


def with_common_part(word_to_vec_map, rng, cosine=0.73):
    """Vectors of length 1, those of the mood words with a common part, by which two of them have this cosine."""
    common = rng.standard_normal(len(next(iter(word_to_vec_map.values()))))
    common *= (cosine / (1 - cosine)) ** 0.5 / np.linalg.norm(common)
    return {word: of_length_1(v + common if word in MOOD_WORDS else v) for word, v in word_to_vec_map.items()}


def without_common_part(word_to_vec_map):
    """Vectors of length 1, those of the mood words without their mean."""
    mean = np.mean([word_to_vec_map[word] for word in MOOD_WORDS], axis=0)
    return {word: of_length_1(v - mean if word in MOOD_WORDS else v) for word, v in word_to_vec_map.items()}


def of_length_1(vector):
    return vector / np.linalg.norm(vector)


def encoded(texts, word_to_index, y=None, length=None):
    """A batch of texts: {"x", "mask"} and, where labels are given, "y".

    length: of the rows; the longest text decides if it is left out.
    """
    longest = max(len(text.split()) for text in texts)
    x = sentences_to_indices(texts, word_to_index, length or longest)
    return {"x": x, "mask": x > 0} | ({} if y is None else {"y": y})


def reader(word_to_index, rng, word_to_vec_map=None, n_a=UNITS, d=32):
    """Words → vectors → LSTM, its state after the last real word → scores.

    word_to_vec_map: vectors to start from; without them, random ones of length 1 on average.
    """
    if word_to_vec_map is None:
        words = Embedding(len(word_to_index) + 1, d, rng, scale=d**-0.5)
    else:
        words = pretrained_embedding_layer(word_to_vec_map, word_to_index)
    return Sequential(words, LSTM(words.W.shape[1], n_a, rng, return_sequences=False), Dense(n_a, len(MOODS), rng))


def train_reader(network, data, word_to_index, rate, rng, epochs=12, frozen=False):
    """Train by Adam, and keep the epoch with the lowest loss on dev.

    data: Moods.    frozen: True leaves the vectors of the words as they are.    Returns the History.
    """
    learning = {name: W for name, W in network.parameters().items() if not (frozen and W is network.layers[0].W)}
    train, dev = (encoded(part.texts, word_to_index, part.y) for part in (data.train, data.dev))
    return fit(
        network, OBJECTIVE, Adam(learning, rate), train, rng, epochs=epochs, batch_size=min(BATCH, len(data.train.y)),
        clip=CLIP, dev=dev, patience=epochs, label="LSTM",
    )  # fmt: skip


def predictor(network, word_to_index):
    """predict(texts) -> (m,) of a trained reader."""

    def predict(texts):
        batch = encoded(texts, word_to_index)
        return network.forward(batch["x"], mask=batch["mask"]).argmax(axis=1)

    return predict


def log_softmax(scores):
    """Logarithms of the shares of each row, (k, n_y)."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def average_log_probabilities(word_to_vec_map, W, b):
    """What `leave_one_out` asks, for a softmax on averages."""

    def log_probabilities(sentences):
        return log_softmax(averages([" ".join(words) for words in sentences], word_to_vec_map) @ W.T + b)

    return log_probabilities


def reader_log_probabilities(network, word_to_index):
    """What `leave_one_out` asks, for a trained reader; a sentence of no known word gets the scores of a zero state."""

    def log_probabilities(sentences):
        texts = [" ".join(words) for words in sentences]
        batch = encoded([*texts, "x x"], word_to_index)  # a row has at least two places
        empty = ~batch["mask"].any(axis=1)
        batch["mask"][empty, 0] = True  # refused otherwise; its scores are not used
        scores = network.forward(batch["x"], mask=batch["mask"])
        scores[empty] = network.layers[2].b
        return log_softmax(scores.astype(np.float64))[:-1]

    return log_probabilities


def by_kind(predict, part):
    """The share of right answers for each kind of sentence, and "all"."""
    right, kinds = predict(part.texts) == part.true, np.array(part.kinds)
    return {"all": float(right.mean())} | {k: float(right[kinds == k].mean()) for k in KINDS if (kinds == k).any()}


def as_parameters(network):
    """The weights of a reader under the course's names: E, and parameters for `lstm_forward`."""
    words, lstm, dense = network.layers
    parameters = {"Wy": dense.W.T.astype(float), "by": dense.b[:, np.newaxis].astype(float)}
    for k, gate in enumerate("ifoc"):
        parameters["W" + gate] = np.hstack([lstm.U[k].T, lstm.W[k].T]).astype(float)
        parameters["b" + gate] = lstm.b[k].T.astype(float)
    return words.W.astype(float), parameters
