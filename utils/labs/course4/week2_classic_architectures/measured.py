"""Nets with and without an auxiliary head, and nets of plain and of separable blocks, trained on the traffic signs.

A difference of some hundredths means nothing at one seed, and a notebook has no time for several.
`python -m utils measure week2_classic_architectures` measures anew, one to two minutes on one core.
"""

import numpy as np

from utils.data.signs import load_signs
from utils.labs.measured import rows_where
from utils.layers import Adam
from utils.layers.losses import softmax_cross_entropy
from utils.layers.schedules import cosine_decay
from utils.models.inception import InceptionNet, two_heads
from utils.models.mobilenet import mobile_net
from utils.training import fit, supervised

WEIGHTS, HEAD_SEEDS, PASSES = (0, 0.3), range(5), 3
WIDTHS = (16, 32, 64, 64, 128)
BLOCKS = {  # widths, and whether the blocks are separable
    "plain": (WIDTHS, False),
    "separable": (WIDTHS, True),
    "separable, twice as wide": (tuple(2 * width for width in WIDTHS), True),
}
BLOCK_SEEDS = range(3)


def measure():
    """Train every net; returns {"heads": rows of `measure_head`, "blocks": rows of `measure_blocks`}."""
    data = centred_signs()
    heads = [measure_head(weight, seed, data) for weight in WEIGHTS for seed in HEAD_SEEDS]
    settings = [(name, passes, seed) for passes in (2, 3) for name in BLOCKS for seed in BLOCK_SEEDS]
    return {"heads": heads, "blocks": [measure_blocks(*setting, data) for setting in settings]}


def centred_signs():
    """({"x", "y"} to learn from, {"x", "y"} to test on), pixels from -0.5 to 0.5."""
    signs = load_signs()
    return {"x": signs.X_train - 0.5, "y": signs.Y_train}, {"x": signs.X_test - 0.5, "y": signs.Y_test}


def measure_head(weight, seed, data, passes=PASSES):
    """Train an InceptionNet of six modules whose head counts with a weight.

    Returns {"weight", "seed", and a number for each pass over the data: "loss", the mean of its steps, "accuracy" on
    the test signs behind it, and "half_way", the head's own}.
    """
    train, test = data
    net = InceptionNet(3, 10, np.random.default_rng(seed), modules=6)
    optimizer, rng = Adam(net.parameters(), 0.003), np.random.default_rng(seed)
    row = {"weight": weight, "seed": seed, "loss": [], "accuracy": [], "half_way": []}
    for _ in range(passes):
        history = fit(net, two_heads(weight), optimizer, train, rng, epochs=1, label=f"head {weight}, seed {seed}")
        row["loss"].append(round(history.loss[0], 4))
        for name, scores in zip(("accuracy", "half_way"), net.forward(test["x"]), strict=True):
            row[name].append(accuracy(scores, test["y"]))
    return row


def measure_blocks(name, passes, seed, data):
    """Train a net of blocks for some passes, at a rate that falls to 0.    name: of `BLOCKS`.

    Returns {"name", "passes", "seed", "loss": the mean of each pass, "accuracy": on the test signs at the end}.
    """
    train, test = data
    widths, separable = BLOCKS[name]
    net = mobile_net(3, 10, np.random.default_rng(seed), widths, separable)
    optimizer, rng = Adam(net.parameters(), 0.01), np.random.default_rng(seed)
    slower = cosine_decay(0.01, passes * -(-len(train["y"]) // 64))
    objective, label = supervised(softmax_cross_entropy), f"{name}, seed {seed}"
    history = fit(net, objective, optimizer, train, rng, epochs=passes, schedule=slower, label=label)
    return {
        **{"name": name, "passes": passes, "seed": seed},
        "loss": [round(loss, 4) for loss in history.loss],
        "accuracy": accuracy(net.forward(test["x"]), test["y"]),
    }


def accuracy(scores, Y):
    """Share of the examples whose largest score is the right one's."""
    return round(float(np.mean(scores.argmax(axis=1) == Y)), 4)


def heads_of(table, weight, what):
    """What the nets whose head has this weight reached: (seeds, passes).    what: "accuracy", "half_way" or "loss"."""
    return np.array([row[what] for row in rows_where(table["heads"], weight=weight)])


def blocks_of(table, name):
    """The test accuracies of the nets of these blocks: (seeds, 2), after two passes and, in other runs, three."""
    of = [rows_where(table["blocks"], name=name, passes=passes) for passes in (2, 3)]
    return np.array([[row["accuracy"] for row in each] for each in of]).T
