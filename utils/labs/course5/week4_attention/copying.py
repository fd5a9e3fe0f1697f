"""One layer of attention that learns to copy from some steps ago, and five ways to tell it where a token stands."""

import numpy as np

from utils.data.order_tasks import copy_back
from utils.layers.initialization import xavier
from utils.layers.layer import Layer
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam
from utils.steps.relative_positions import rotate_positions
from utils.steps.transformer import positional_encoding
from utils.training.loop import learn, supervised

KINDS = ("none", "learned", "sinusoidal", "rotated", "biased")
SYMBOLS, DELAY, SHORT, LONG = 8, 3, 32, 128  # tokens; steps to copy over; length in training, and the longest tried
D, DISTANCES, BATCH, SEQUENCES = 32, 32, 32, 500
OBJECTIVE = supervised(softmax_cross_entropy)


class Copier(Layer):
    """Tokens and positions -> one head of attention -> scores of each token, at every step.

    kind: one of KINDS.    rng: np.random.Generator.    table: (LONG, D), used in place of a kind's own positions.
    ahead: True lets a step look at later ones, too.    power: the scores are divided by d to it.
    `first` says where a sequence begins among the positions. `sees`, None or a function of the distances to the keys,
    is True for those that a step may look at.
    """

    weights = ("E", "Wq", "Wk", "Wv", "U", "c", "P", "bias")

    def __init__(self, kind, rng, table=None, ahead=False, power=0.5, d=D):
        if kind not in KINDS:
            raise ValueError(f"kind is one of {KINDS}, not {kind!r}")
        self.kind, self.ahead, self.scale, self.first, self.sees = kind, ahead, d**-power, 0, None
        self.E = rng.standard_normal((SYMBOLS, d)).astype(np.float32)
        self.Wq, self.Wk, self.Wv = (xavier((d, d), rng) for _ in range(3))
        self.U, self.c = xavier((d, SYMBOLS), rng), np.zeros(SYMBOLS, np.float32)
        self.P = np.zeros((LONG, d), np.float32)
        if kind == "learned":
            self.P = rng.standard_normal((LONG, d)).astype(np.float32)
        self.bias = np.zeros(DISTANCES, np.float32)
        self.table = positional_encoding(LONG, d)[0] if table is None else np.asarray(table)
        self.table = self.table.astype(np.float32)

    def forward(self, x, *, train=False, mask=None):
        """x: (m, T) tokens. Returns scores (m, T, SYMBOLS)."""
        T = x.shape[1]
        places = np.arange(self.first, self.first + T)
        h = self.E[x]  # (m, T, d)
        if self.kind == "learned":
            h = h + self.P[places]
        elif self.kind == "sinusoidal":
            h = h + self.table[places]
        q, k, v = h @ self.Wq, h @ self.Wk, h @ self.Wv
        if self.kind == "rotated":
            q, k = (rotate_positions(one, places).astype(np.float32) for one in (q, k))
        scores = q @ k.swapaxes(1, 2) * self.scale  # (m, T, T)
        distance = np.arange(T)[:, None] - np.arange(T)
        near = np.clip(distance, 0, DISTANCES - 1)
        if self.kind == "biased":
            scores += self.bias[near]
        if not self.ahead:
            scores[:, distance < 0] = -np.inf
        if self.sees is not None:
            scores[:, ~self.sees(distance)] = -np.inf
        scores -= scores.max(axis=2, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=2, keepdims=True)
        y = shares @ v
        self.cache = x, places, h, q, k, v, shares, y, near
        return y @ self.U + self.c

    def backward(self, dlogits):
        x, places, h, q, k, v, shares, y, near = self.cache
        flat = dlogits.reshape(-1, SYMBOLS)
        self.dU, self.dc = y.reshape(len(flat), -1).T @ flat, flat.sum(axis=0)
        dy = dlogits @ self.U.T
        dv, dshares = shares.swapaxes(1, 2) @ dy, dy @ v.swapaxes(1, 2)
        dscores = shares * (dshares - np.sum(shares * dshares, axis=2, keepdims=True))
        self.dbias = np.bincount(near.ravel(), dscores.sum(axis=0).ravel(), DISTANCES).astype(self.bias.dtype)
        dq, dk = dscores @ k * self.scale, dscores.swapaxes(1, 2) @ q * self.scale
        if self.kind == "rotated":  # a turn is undone by the turn back
            dq, dk = (rotate_positions(one, -places).astype(np.float32) for one in (dq, dk))
        dh = np.zeros_like(h)
        rows = h.reshape(-1, h.shape[-1])
        for name, done in (("q", dq), ("k", dk), ("v", dv)):
            setattr(self, f"dW{name}", rows.T @ done.reshape(rows.shape))
            dh += done @ getattr(self, f"W{name}").T
        onehot = np.eye(SYMBOLS, dtype=np.float32)[x.ravel()]
        self.dE, self.dP = onehot.T @ dh.reshape(rows.shape), np.zeros_like(self.P)
        if self.kind == "learned":
            self.dP[places] = dh.sum(axis=0)


def train_copier(model, rate, steps, rng, offsets=False, every=0, length=SHORT):
    """Train on `copy_back` sequences of `length` steps, new ones in every batch.

    offsets: True lets each batch begin anywhere among the LONG positions, False at position 0.
    every: steps between two looks at the accuracy on others of that length, 0 for none. Returns these accuracies.
    """
    optimizer, found = Adam(model.parameters(), rate), []
    for step in range(1, steps + 1):
        model.first = int(rng.integers(0, LONG - length + 1)) if offsets else 0
        x, y, counts = copy_back(BATCH, length, rng, SYMBOLS, DELAY)
        learn(model, OBJECTIVE, optimizer, {"x": x, "y": y, "counts": counts}, clip=1.0)
        if every and step % every == 0:
            found.append(float(right_by_step(model, length).mean()))
    return found


def right_by_step(model, length=LONG, seed=10**6, first=0, sequences=SEQUENCES):
    """The share of right answers at each step that has one, on new sequences: (length − DELAY,).

    first: the position where the sequences begin.
    """
    model.first = first
    x, y, _ = copy_back(sequences, length, np.random.default_rng(seed), SYMBOLS, DELAY)
    right = np.mean(model.forward(x).argmax(axis=-1) == y, axis=0)[DELAY:]
    model.first = 0
    return right


def train_on_next(model, rate, steps, rng, length=SHORT):
    """Train to name the token that comes next, where tokens are drawn independently, so that nobody can know.

    Returns the mean loss of the last tenth of the batches, and the share of right answers at each step on new
    sequences: (length,).
    """
    optimizer, losses = Adam(model.parameters(), rate), []
    for _ in range(steps):
        x = rng.integers(0, SYMBOLS, (BATCH, length + 1))
        losses.append(learn(model, OBJECTIVE, optimizer, {"x": x[:, :-1], "y": x[:, 1:]}, clip=1.0))
    x = np.random.default_rng(10**6).integers(0, SYMBOLS, (SEQUENCES, length + 1))
    right = np.mean(model.forward(x[:, :-1]).argmax(axis=-1) == x[:, 1:], axis=0)
    return float(np.mean(losses[-(steps // 10) :])), right


STRETCHES = ((3, 32), (32, 48), (48, 64), (64, 96), (96, 128))  # steps, the first within the training's length


def the_last(distance):
    """The keys that training had: the last SHORT."""
    return distance < SHORT


def near_and_far(distance):
    """The last 8 keys, and every fourth at distances that training never had: at steps 96 to 127 up to SHORT."""
    return (distance < 8) | ((distance >= SHORT) & (distance % 4 == 0))


def by_stretch(right):
    """The mean of `right_by_step` over each of STRETCHES."""
    return [float(np.mean(right[low - DELAY : high - DELAY])) for low, high in STRETCHES]
