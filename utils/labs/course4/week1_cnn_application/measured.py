"""The networks that the notebook has no time to train: its own settings with more seeds and on more divisions.

The notebook trains one pair of these again, and the beginning of others.
"""

import numpy as np

from utils.bars import progress
from utils.data.digits import load_digits
from utils.data.placed_digits import load_placed_digits
from utils.layers import Conv2D, Dense, Flatten, ReLU, Sequential
from utils.models.lenet import lenet
from utils.steps.cnn_application import predict, same_size_dense, shift, train
from utils.steps.convolution import zero_pad

MOVES = ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0))
SEEDS = (1, 2, 3)
DIVISIONS = (0, 1, 2, 3, 4, 5)


def as_images(X):
    """Columns of pixels (side², m) as images (m, side, side, 1) of float32."""
    side = int(np.sqrt(X.shape[0]))
    return X.T.reshape(-1, side, side, 1).astype(np.float32)


def with_copies(X, Y):
    """Images and labels, with four copies of each, moved by a pixel up, down, left and right."""
    return np.concatenate([shift(X, *move) for move in MOVES]), np.tile(Y, len(MOVES))


def divided(division, copies=True, pad=0):
    """X, Y, X_test, Y_test of the digits, divided by a seed, framed by `pad` pixels; with moved copies or without."""
    digits = load_digits(np.random.default_rng(division))
    X, X_test = (zero_pad(as_images(part), pad) for part in (digits.X_train, digits.X_test))
    X, Y = with_copies(X, digits.Y_train[0]) if copies else (X, digits.Y_train[0])
    return X, Y, X_test, digits.Y_test[0]


def as_in_the_file():
    """The same four, where the first 1,258 digits of the file are learnt from and the others tested on."""
    from sklearn.datasets import load_digits as bundled  # here, so that the lab loads without it

    file = bundled()
    X, Y = as_images(file.data.T / 16), file.target.astype(int)
    return *with_copies(X[:1258], Y[:1258]), X[1258:], Y[1258:]


def on_a_field():
    """The same four, on fields of 24 × 24 pixels: three places for a training digit, two for a test digit."""
    placed = load_placed_digits(np.random.default_rng(0), side=24)
    return as_images(placed.X_train), placed.Y_train[0], as_images(placed.X_test), placed.Y_test[0]


def make_cnn(rng, side=8, filters=(32, 64), hidden=64):
    return lenet(side, 1, 10, rng, filters=filters, hidden=hidden)


def make_dense(rng, side=8, filters=(32, 64), hidden=64):
    """As many parameters as `make_cnn` of the same arguments has, or a few less."""
    rival = make_cnn(np.random.default_rng(0), side, filters, hidden)
    width = same_size_dense(side**2, 10, sum(array.size for array in rival.parameters().values()))
    return Sequential(Flatten(), Dense(side**2, width, rng), ReLU(), Dense(width, 10, rng))


def make_linear(rng, side, *_):
    return Sequential(Flatten(), Dense(side**2, 10, rng))


def make_without_pooling(rng, *_):
    convolutions = Conv2D(1, 8, 3, rng, pad="same", first=True), ReLU(), Conv2D(8, 8, 3, rng, pad="same"), ReLU()
    return Sequential(*convolutions, Flatten(), Dense(8 * 144, 16, rng), ReLU(), Dense(16, 10, rng))


def trained(make, seed, X, Y, *more):
    """A network, made and trained from a seed, and its losses."""
    rng = np.random.default_rng(seed)
    network = make(rng, *more)
    losses = train(network, X, Y, 0.002, 8, 32, rng)
    return network, losses + train(network, X, Y, 0.0002, 3, 32, rng)


def accuracy(network, X, Y):
    return float(np.mean(predict(network, X) == Y))


def when_moved(network, X, Y):
    """Accuracy where the images stand, and moved by one and by two pixels in all eight directions."""
    rings = [[(d, r) for d in (-k, 0, k) for r in (-k, 0, k) if max(abs(d), abs(r)) == k] for k in (0, 1, 2)]
    return [np.mean([accuracy(network, shift(X, *move), Y) for move in ring]) for ring in rings]


def one(make, seed, data, *more):
    """Train one network.

    Returns its losses, its accuracy on what it learnt from and on the test digits, and for each test digit that it gets
    wrong the number of the digit and what it says.
    """
    X, Y, X_test, Y_test = data
    network, losses = trained(make, seed, X, Y, *more)
    says = predict(network, X_test)
    wrong = [[int(i), int(says[i])] for i in np.flatnonzero(says != Y_test)]
    scores = {"train": accuracy(network, X, Y), "test": accuracy(network, X_test, Y_test)}
    return {"losses": np.round(losses, 5).tolist(), "wrong": wrong, **{key: round(x, 4) for key, x in scores.items()}}


def on_moved_digits(make, seed, copies):
    """Train one network on digits in the middle of 12 × 12 pixels; returns its accuracy by `when_moved`."""
    X, Y, X_test, Y_test = divided(0, copies, pad=2)
    network, _ = trained(make, seed, X, Y, 12, (16, 32), 32)
    return np.round(when_moved(network, X_test, Y_test), 4).tolist()


def by_seed(names, what):
    """{name: [what(make, seed) for each seed]} for {name: make}."""
    return {name: [what(make, seed) for seed in SEEDS] for name, make in progress(names.items(), "networks")}


def measure():
    """Everything that the notebook shows of these networks."""
    pair = {"convolutions": make_cnn, "dense": make_dense}
    seeds = by_seed(pair, lambda make, seed: one(make, seed, divided(0)))
    divisions = {
        name: [len(one(make, 1, divided(division))["wrong"]) for division in DIVISIONS] for name, make in pair.items()
    }
    hands = by_seed(pair, lambda make, seed: one(make, seed, as_in_the_file())["test"])
    still = {"convolutions": make_cnn, "… without pooling": make_without_pooling, "dense": make_dense}
    moved = by_seed(still, lambda make, seed: on_moved_digits(make, seed, copies=False))
    taught = by_seed(pair, lambda make, seed: on_moved_digits(make, seed, copies=True))
    moved |= {f"{name}, trained on moves": curves for name, curves in taught.items()}
    field = by_seed({"linear": make_linear} | pair, lambda make, seed: one(make, seed, on_a_field(), 24, (16, 32), 32))
    for run in (run for runs in field.values() for run in runs):
        del run["wrong"]  # hundreds of them
    return {"seeds": seeds, "divisions": divisions, "hands": hands, "moved": moved, "field": field}
