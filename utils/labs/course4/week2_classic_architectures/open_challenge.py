"""The open challenge of this lab: a network that makes more of few multiplications."""

import math

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.signs import load_signs
from utils.labs.course4.week2_classic_architectures.measured import accuracy, centred_signs
from utils.layers import Adam, Conv2D, Dense
from utils.layers.depthwise import DepthwiseConv2D
from utils.layers.losses import softmax_cross_entropy
from utils.layers.schedules import cosine_decay
from utils.training import fit, supervised

MOST, PASSES, SEEDS = 868_608, 2, (40, 41)  # products for one image, those of the narrow separable network
NEW = 42  # the seed of the signs that are judged on
BASELINE = 0.54


def multiplications(network, shape=(32, 32, 3)):
    """The products of a network for one image: of convolutions, plain and depthwise, and of dense layers.

    network: (1, n_H, n_W, n_C) -> scores; it is run once on a blank image.
    Raises OverBudget for another layer that multiplies by a matrix.
    """
    counts, watched = [], []
    for _, layer in network.walk():
        if isinstance(layer, Conv2D | DepthwiseConv2D | Dense):
            layer.forward = counted(layer, counts)
            watched.append(layer)
        elif any(getattr(layer, name).ndim > 1 for name in layer.weights):
            raise OverBudget(f"the products of a {type(layer).__name__} are not counted here; take another layer")
    network.forward(np.zeros((1, *shape), np.float32))
    for layer in watched:
        del layer.forward
    return sum(counts)


def counted(layer, counts):
    """The forward pass of a layer, which also notes its products: each weight is used at every place."""
    forward = layer.forward

    def run(x, **settings):
        y = forward(x, **settings)
        counts.append(math.prod(y.shape[1:-1]) * layer.W.size)
        return y

    return run


def accuracy_of(my_blocks):
    """The accuracy on 1,000 new signs of a network that has learnt for two passes.

    my_blocks: rng -> layers, (m, 32, 32, 3) -> scores (m, 10).
    Raises OverBudget for more products than the narrow separable network's.
    """
    new, (train, _) = load_signs(m_train=10, m_dev=10, m_test=1000, seed=NEW), centred_signs()
    right = []
    for seed in SEEDS:
        network, rng = my_blocks(np.random.default_rng(seed)), np.random.default_rng(seed)
        count = multiplications(network)
        if count > MOST:
            raise OverBudget(f"your network takes {count:,} products an image; at most {MOST:,} are allowed")
        slower = cosine_decay(0.01, PASSES * math.ceil(len(train["y"]) / 64))
        objective, optimizer = supervised(softmax_cross_entropy), Adam(network.parameters(), 0.01)
        fit(network, objective, optimizer, train, rng, epochs=PASSES, schedule=slower, label="my_blocks")
        right.append(accuracy(network.forward(new.X_test - np.float32(0.5)), new.Y_test))
    return float(np.mean(right))


CHALLENGE = Challenge(
    "my_blocks",
    task="Build a network that reads more of the signs than the narrow separable one, with no more products.",
    baseline=BASELINE,
    of="the narrow separable network",
    budget=f"At most {MOST:,} products an image; this lab trains it for {PASSES} passes, from two seeds.",
    judge=accuracy_of,
    digits=2,
)
