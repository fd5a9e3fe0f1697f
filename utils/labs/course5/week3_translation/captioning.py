"""A network that puts images into words: convolutions whose features are the state from which an LSTM begins."""

import numpy as np

from utils.data.captions import LENGTH, load_captions
from utils.layers.activations import ReLU
from utils.layers.compose import Flatten, Sequential
from utils.layers.convolution import Conv2D
from utils.layers.dense import Dense
from utils.layers.embedding import Embedding
from utils.layers.layer import Layer
from utils.layers.losses import softmax_cross_entropy
from utils.layers.lstm import LSTM
from utils.layers.optimizers import Adam
from utils.layers.pooling import MaxPool2D
from utils.training.loop import learn

BATCH, CLIP = 64, 1.0
WIDTHS = ((3, 12), (12, 24), (24, 24))  # channels before and after each convolution


def load():
    """The images of this lab."""
    return load_captions(np.random.default_rng(0), m_train=1500, m_dev=300, m_test=500, m_combinations=200)


class Captioner(Layer):
    """A CNN, and an LSTM of n_a units whose cell state begins as the CNN's features.

    n_words: of the vocabulary.    n_e: width of the embeddings.    side: pixels of the images.
    """

    def __init__(self, n_words, rng, n_a=48, n_e=16, side=24):
        layers = []
        for k, (before, after) in enumerate(WIDTHS):
            layers += [Conv2D(before, after, 3, rng, pad=1, first=k == 0), ReLU(), MaxPool2D(2)]
        features = (side // 2 ** len(WIDTHS)) ** 2 * WIDTHS[-1][1]
        self.eye = Sequential(*layers, Flatten(), Dense(features, 64, rng), ReLU(), Dense(64, n_a, rng))
        self.read, self.decoder = Embedding(n_words, n_e, rng), LSTM(n_e, n_a, rng)
        self.output = Dense(n_a, n_words, rng)

    def forward(self, x, y, *, train=False, mask=None):
        """Scores (m, T, n_words) of the words behind each of y (m, T), the first of which is the start."""
        features = self.eye.forward(centred(x), train=train)
        states = self.decoder.forward(self.read.forward(y), initial=(np.zeros_like(features), features))
        return self.output.forward(states)

    def backward(self, dscores):
        self.read.backward(self.decoder.backward(self.output.backward(dscores)))
        self.eye.backward(self.decoder.d_initial[1])


def centred(x):
    """Pixels with a mean and a spread that a network learns from easily."""
    return (x - np.float32(0.8)) * np.float32(4)


def objective(model, batch, train):
    """The mean cross-entropy of the words that count; y runs from the start to the end."""
    scores = model.forward(batch["x"], batch["y"][:, :-1], train=train)
    return softmax_cross_entropy(scores, batch["y"][:, 1:], mask=batch["counts"][:, 1:])


def train_captioner(model, part, rate, steps, rng):
    """So many steps of Adam with random batches; the rate falls to a tenth of itself along a straight line."""
    optimizer = Adam(model.parameters(), rate)
    for step in range(steps):
        optimizer.learning_rate = rate * (1 - 0.9 * step / steps)
        rows = rng.integers(len(part.X), size=BATCH)
        yield learn(
            model, objective, optimizer, {"x": part.X[rows], "y": part.Y[rows], "counts": part.Y_mask[rows]}, CLIP
        )


def captions_of(model, X, vocabulary):
    """What the model writes greedily under each image, m strings."""
    start = vocabulary.ids[vocabulary.start]
    state, words, written = (model.eye.forward(centred(X)), None), np.full((len(X), 1), start), []
    state = np.zeros_like(state[0]), state[0]
    for _ in range(LENGTH - 1):
        states = model.decoder.forward(model.read.forward(words), initial=state)
        words, state = model.output.forward(states).argmax(axis=2), model.decoder.last
        written.append(words[:, 0])
    return vocabulary.decode(np.stack(written, axis=1), " ")


def right_captions(written, captions):
    """Which captions are right to the last word, (m,) bool."""
    return np.array([text == right for text, right in zip(written, captions, strict=True)])


def by_part(written, captions):
    """The share of captions that name each part rightly: {"size", "colour", "shape", "place"}."""
    pairs = [(a.split(), b.split()) for a, b in zip(written, captions, strict=True)]
    where = {"size": slice(1, 2), "colour": slice(2, 3), "shape": slice(3, 4), "place": slice(4, None)}
    return {name: float(np.mean([a[part] == b[part] for a, b in pairs])) for name, part in where.items()}


def shapes_named(model, part, colours, vocabulary):
    """For which images the true shape is the next word, after "a", the true size and a colour that is given, (m,)."""
    before = [[vocabulary.start, "a", text.split()[1], c] for text, c in zip(part.captions, colours, strict=True)]
    ids = np.array([[vocabulary.ids[word] for word in words] for words in before])
    features = model.eye.forward(centred(part.X))
    states = model.decoder.forward(model.read.forward(ids), initial=(np.zeros_like(features), features))
    next_words = model.output.forward(states)[:, -1].argmax(axis=1)
    return np.array([vocabulary.symbols[k] == c.split()[3] for k, c in zip(next_words, part.captions, strict=True)])


def nearest_caption(part, X):
    """For each image the caption of the nearest one to learn from, by the squares of the pixels' differences."""
    known, new = part.X.reshape(len(part.X), -1), X.reshape(len(X), -1)
    distances = np.sum(known**2, axis=1) - 2 * new @ known.T  # (m, m_train), but for a constant of each row
    return [part.captions[k] for k in distances.argmin(axis=1)]
