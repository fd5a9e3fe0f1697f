"""Plain and residual nets of growing depth, trained with equal steps on traffic signs: measured once and kept.

`python -m utils.explorers.residual_sweep` measures anew, about 12 minutes on one core; it writes the table that
`load_sweep` reads. Networks of one seed see the same batches in the same order, whatever their depth and kind.
"""

import json
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from utils.bars import progress
from utils.data.signs import load_signs
from utils.files import write_atomically
from utils.layers.compose import Residual
from utils.layers.losses import softmax_cross_entropy
from utils.layers.optimizers import Adam
from utils.models.residual_net import plain_net, residual_net
from utils.steps.residual_networks import gradient_norms
from utils.training import learn, supervised

FILE = Path(__file__).parents[1] / "data" / "residual_sweep.json"
KINDS = {"plain": plain_net, "residual": residual_net}
DEPTHS, SEEDS, WIDTHS = (8, 14, 20, 32, 38), (0, 1, 2), (8, 16, 32)
STEPS, BATCH, RATE = 300, 64, 0.001
EVERY = 20  # steps whose mean loss is kept as one number
HE, SMALLER = "no norm, variance 2/n", "no norm, variance 1/n"
STARTS = {"batch norm": (True, 1), HE: (False, 1), SMALLER: (False, 0.5)}  # batch norm; factor of the filters' variance


def centred_signs(halve=False):
    """Traffic signs to train and to judge on: {"X_train", "Y_train", "X_dev", "Y_dev"}, X in −½ … ½, float32.

    halve: take the mean of every 2 × 2 pixels, which leaves 16 × 16 and a quarter of the work.
    """
    signs, data = load_signs(), {}
    for part in ("train", "dev"):
        X = getattr(signs, f"X_{part}") - np.float32(0.5)
        data[f"X_{part}"] = X.reshape(len(X), 16, 2, 16, 2, 3).mean(axis=(2, 4)) if halve else X
        data[f"Y_{part}"] = getattr(signs, f"Y_{part}")
    return data


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


def measure(kind, depth, seed, data, steps=STEPS):
    """Train one net.

    Returns {"kind", "depth", "seed", "loss": a mean for every 20 steps, "train", "dev": accuracies, "norms": {steps
    taken: by block}}.
    """
    net = make_net(kind, depth, seed)
    norms = {"0": norms_by_block(net, data)}
    losses = train(net, data, seed, steps)
    scores = {part: accuracy(net, data[f"X_{part}"], data[f"Y_{part}"]) for part in ("train", "dev")}
    norms[str(steps)] = norms_by_block(net, data)
    means = losses[: steps // EVERY * EVERY].reshape(-1, EVERY).mean(axis=1)
    return {
        **{"kind": kind, "depth": depth, "seed": seed},
        **{part: round(score, 4) for part, score in scores.items()},
        "loss": [round(float(mean), 4) for mean in means],
        "norms": {after: [float(f"{norm:.4g}") for norm in values] for after, values in norms.items()},
    }


def load_sweep():
    """The kept table: a list with a dictionary for every net, as `measure` returns it."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def column(sweep, kind, what):
    """One column of the table: (depths, seeds).    what: "train" or "dev"."""
    found = {(row["depth"], row["seed"]): row[what] for row in sweep if row["kind"] == kind}
    depths, seeds = (sorted({key[i] for key in found}) for i in (0, 1))
    return np.array([[found[depth, seed] for seed in seeds] for depth in depths])


def main():
    """Measure every net and write the table."""
    data, rows = centred_signs(), []
    with threadpool_limits(1):
        for seed in SEEDS:
            for depth in DEPTHS:
                for kind in KINDS:
                    rows.append(measure(kind, depth, seed, data))
                    print(json.dumps(rows[-1]), flush=True)
    lines = ",\n".join(json.dumps(row) for row in rows)
    write_atomically(FILE, f"[\n{lines}\n]\n".encode())


if __name__ == "__main__":
    main()
