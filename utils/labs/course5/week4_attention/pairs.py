"""One layer of attention that has to name two earlier tokens at once: what a second head is for."""

import numpy as np

from utils.layers.compose import Sequential
from utils.layers.dense import Dense
from utils.layers.embedding import Embedding
from utils.layers.losses import softmax_cross_entropy
from utils.layers.multi_head_attention import MultiHeadAttention
from utils.layers.optimizers import Adam
from utils.layers.positions import AddPositions
from utils.training.loop import learn, supervised

SYMBOLS, T, D, BATCH, NEW, BACK = 4, 16, 32, 32, 1000, (1, 3)
OBJECTIVE = supervised(softmax_cross_entropy)


def draw(m, rng):
    """Tokens (m, T); at each step the number of the pair that stood BACK before it, (m, T); True where it did."""
    x = rng.integers(0, SYMBOLS, (m, T))
    y, counts = np.zeros_like(x), np.zeros((m, T), bool)
    near, far = (x[:, BACK[1] - back : T - back] for back in BACK)
    y[:, BACK[1] :], counts[:, BACK[1] :] = near * SYMBOLS + far, True
    return x, y, counts


def train(heads, rate, steps, seed):
    """The share of pairs that attention in so many heads names rightly at the end, on NEW sequences."""
    rng = np.random.default_rng([seed, 4])
    attention = MultiHeadAttention(D, heads, rng, causal=True)
    model = Sequential(
        Embedding(SYMBOLS, D, rng, scale=1.0), AddPositions(), attention, Dense(D, SYMBOLS ** len(BACK), rng)
    )
    optimizer = Adam(model.parameters(), rate)
    for _ in range(steps):
        x, y, counts = draw(BATCH, rng)
        learn(model, OBJECTIVE, optimizer, {"x": x, "y": y, "counts": counts}, clip=1.0)
    x, y, counts = draw(NEW, np.random.default_rng(10**6))
    return float(np.mean((model.forward(x).argmax(axis=-1) == y)[counts]))
