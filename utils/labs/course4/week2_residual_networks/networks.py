"""The lab's networks, plain and residual, their training on traffic signs, and what is measured along them.

Networks of one seed see the same batches in the same order, whatever their depth and kind.
"""

import numpy as np

from utils.bars import progress
from utils.data.signs import load_signs
from utils.layers.compose import Residual
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam
from utils.models.residual_net import plain_net, residual_net
from utils.steps.residual_networks import gradient_norms
from utils.training import learn, supervised

KINDS = {"plain": plain_net, "residual": residual_net}
WIDTHS = (8, 16, 32)
STEPS, BATCH, RATE = 300, 64, 0.001
HE, SMALLER = "no norm, variance 2/n", "no norm, variance 1/n"
STARTS = {"batch norm": (True, 1), HE: (False, 1), SMALLER: (False, 0.5)}  # batch norm; factor of the filters' variance


def centred_signs(halve=False):
    """Traffic signs to train and to judge on: {"X_train", "Y_train", "X_dev", "Y_dev"}, X in −½ … ½, float32.

    halve: take the mean of every 2 × 2 pixels, which leaves 16 × 16 and a quarter of the work.
    """
    signs, data = load_signs(), {}
    for part in ("train", "dev"):
        X = getattr(signs, f"X_{part}") - np.float32(0.5)
        data[f"X_{part}"] = halved(X) if halve else X
        data[f"Y_{part}"] = getattr(signs, f"Y_{part}")
    return data


def halved(X):
    """The mean of every 2 × 2 pixels: (m, 32, 32, 3) -> (m, 16, 16, 3)."""
    return X.reshape(len(X), 16, 2, 16, 2, 3).mean(axis=(2, 4))


def make_net(kind, depth, seed, start="batch norm"):
    """A net of ten classes.    kind: "plain" or "residual".    depth: layers with weights on the main path.

    start: one of STARTS, whether there is batch norm and how large the filters are drawn.
    Raises ValueError for a kind, a depth or a start that there is not.
    """
    stages = len(WIDTHS)
    blocks, left = divmod(depth - 2, 2 * stages)
    if kind not in KINDS or start not in STARTS:
        raise ValueError(f'"{kind}" from "{start}": nets are {", ".join(KINDS)}, and start from {", ".join(STARTS)}')
    if blocks < 1 or left:
        raise ValueError(
            f"{depth} layers: a first one, a last one and {stages} stages with equally many blocks of two make "
            f"{2 * stages + 2}, {4 * stages + 2}, {6 * stages + 2}, …"
        )
    norm, factor = STARTS[start]
    net = KINDS[kind](3, 10, generators(seed)[0], WIDTHS, blocks, norm)
    for array in net.parameters().values():
        if array.ndim == 4:
            array *= np.sqrt(array.dtype.type(factor))
    return net


def generators(seed):
    """Two random generators of one seed: for the weights, and for the order of the images."""
    return np.random.default_rng(seed).spawn(2)


def train(net, data, seed, steps=STEPS):
    """Take Adam steps on random batches, the same ones for every net of a seed.

    net: changed in place.    data: from `centred_signs`.    Returns the loss before each step, (steps,).
    """
    _, rng = generators(seed)
    objective, optimizer = supervised(softmax_cross_entropy), Adam(net.parameters(), RATE)
    losses = []
    for _ in progress(range(steps), "training"):
        rows = rng.choice(len(data["X_train"]), BATCH, replace=False)
        losses.append(learn(net, objective, optimizer, {"x": data["X_train"][rows], "y": data["Y_train"][rows]}))
    return np.array(losses)


def accuracy(net, X, Y):
    """Share of the images that a net puts into their class, by its running averages."""
    scores = [net.forward(X[first : first + 250]) for first in range(0, len(X), 250)]
    return float(np.mean(np.concatenate(scores).argmax(axis=1) == Y))


def residuals(net):
    """The `Residual` of every block of a net, in order: each has a main path and, or None, a shortcut."""
    return [layer for _, layer in net.walk() if isinstance(layer, Residual)]


def signal_by_block(net, data, m=BATCH):
    """The standard deviation of what comes out of the first convolution and of every block, on the first m images."""
    A, sizes = data["X_train"][:m], []
    for layer in net.layers[:-2]:
        A = layer.forward(A, train=True)
        sizes.append(A.std())
    return np.array(sizes[1:])


def norms_by_block(net, data, m=BATCH):
    """The gradient's norm at the output of the first convolution and of every block, on the first m images."""
    norms = gradient_norms(net, data["X_train"][:m], data["Y_train"][:m])
    return norms[1:-2]  # behind the first ReLU, behind every block; not the pooling and the scores
