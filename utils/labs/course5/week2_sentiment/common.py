"""What several exercises of this lab are tried on, or share."""

import numpy as np

BY_HAND = {
    "i": np.array([1.0, -1.0]),
    "am": np.array([0.0, 3.0]),
    "happy": np.array([2.0, 0.0]),
    "sad": np.array([-4.0, 0.0]),
    "not": np.array([0.0, -6.0]),
}
WORDS = ("we", "are", "glad", "cross", "never", "so", "calm", "today")


def word_map(rng, d, words=WORDS):
    """Vectors of words, {word: (d,)}."""
    return {word: rng.normal(size=d) for word in words}


def some_text(rng, n, words=WORDS):
    """A text of n of these words, some of them perhaps more than once."""
    return " ".join(words[k] for k in rng.integers(0, len(words), n))


def lstm_parameters(rng, d, n_a, n_y):
    """Parameters of `lstm_forward` and of the prediction, under the course's names."""
    parameters = {"Wy": rng.normal(size=(n_y, n_a)), "by": rng.normal(size=(n_y, 1))}
    for gate in "fico":
        parameters["W" + gate], parameters["b" + gate] = rng.normal(size=(n_a, n_a + d)), rng.normal(size=(n_a, 1))
    return parameters


def softmax_of(z):
    shares = np.exp(z - np.max(z))
    return shares / np.sum(shares)
