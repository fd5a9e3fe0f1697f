"""Dates: the network of `modelf`, trained with the project's fast layers, and its weights in `modelf`'s form."""

import numpy as np

from utils.data.dates import load_dates
from utils.labs.course5.week3_translation.networks import Translator
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam
from utils.training.loop import learn

T_Y = 10  # symbols of "2001-03-05"
BATCH, CLIP = 64, 1.0
SIZES = {"n_e": 16, "n_a": 32, "n_s": 64, "n_compare": 16}


def load():
    """The dates of this lab."""
    return load_dates(np.random.default_rng(0), m_train=8000, m_dev=500, m_test=500)


def network(data, reader, rng):
    """An untrained network that does not read what it has written."""
    return Translator(len(data.human_vocabulary), len(data.iso_vocabulary), rng, reader, feedback=False, **SIZES)


def objective(model, batch, train):
    """The mean cross-entropy of the ten symbols."""
    scores = model.forward(batch["x"], batch["y"], train=train, mask=batch["mask"])
    return softmax_cross_entropy(scores, batch["y"])


def train(model, data, rate, steps, rng, looks, part):
    """So many steps of Adam with random batches; the shares of right dates of a part, at each of `looks`."""
    optimizer, found = Adam(model.parameters(), rate), []
    for step in range(1, steps + 1):
        rows = rng.integers(len(data.train.X), size=BATCH)
        batch = {"x": data.train.X[rows], "mask": data.train.mask[rows], "y": data.train.Y[rows]}
        learn(model, objective, optimizer, batch, CLIP)
        if step in looks:
            found.append(exact(model, part))
    return found


def exact(model, part):
    """The share of dates that are right to the last symbol."""
    return float(np.mean(np.all(model.translate(part.X, T_Y, part.mask) == part.Y, axis=1)))


def parameters_of(model):
    """The weights of a network with additive attention, as `modelf` takes them for one-hot inputs, in double precision.

    A one-hot symbol times the embeddings is a row of them, so both products become one. What a decoder reads that is
    not told what it has written is the same at every step: it joins the bias.
    """
    forward, backward, post, look = model.encoder.forwards, model.encoder.backwards, model.decoder, model.attention
    n_context = forward.U.shape[-1] + backward.U.shape[-1]
    constant = model.written.W[model.start] @ post.W[:, n_context:]  # (4, n_s)
    parts = {
        "forward": {"W": model.read.W @ forward.W, "U": forward.U, "b": forward.b},
        "backward": {"W": model.read.W @ backward.W, "U": backward.U, "b": backward.b},
        "attention": {"W_a": look.W_a, "W_s": look.W_s, "b": look.b, "v": look.v},
        "post": {"W": post.W[:, :n_context], "U": post.U, "b": post.b + constant[:, None]},
        "densor": {"W": model.output.W, "b": model.output.b},
    }
    return {name: {key: array.astype(np.float64) for key, array in part.items()} for name, part in parts.items()}


def one_hot(ids, n):
    """(m, T) numbers as (m, T, n) of 0 and 1."""
    return np.eye(n)[ids]
