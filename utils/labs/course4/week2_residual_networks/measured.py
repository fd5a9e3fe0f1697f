"""Residual networks and plain ones, trained for 300 steps on traffic signs: 36 runs that no notebook has time for.

Plain and residual ones of five depths, and two kinds of altered residual ones of the largest; three seeds each.
`python -m utils measure week2_residual_networks` measures anew, about 20 minutes on one core.
"""

import numpy as np

from utils.labs.course4.week2_residual_networks.networks import (
    KINDS,
    STEPS,
    accuracy,
    centred_signs,
    make_net,
    norms_by_block,
    residuals,
    train,
)
from utils.labs.measured import rows_where

DEPTHS, SEEDS = (8, 14, 20, 32, 38), (0, 1, 2)
EVERY = 20  # steps whose mean loss is kept as one number


def silence(net):
    """Let every block begin as the identity: the last gamma of its main path is 0."""
    for block in residuals(net):
        block.main.layers[-1].layers[-1].gamma[:] = 0


def forget(net):
    """Leave the shortcut out on the way back, in every identity block."""
    for block in residuals(net):
        if block.shortcut is None:
            block.backward = block.main.backward


ALTERED = {"silent": silence, "forgetful": forget}


def measure():
    """Train every network; returns the table, a dictionary as of `measure_net` for each."""
    data = centred_signs()
    kinds = [(kind, depth) for depth in DEPTHS for kind in KINDS] + [(kind, DEPTHS[-1]) for kind in ALTERED]
    return [measure_net(kind, depth, seed, data) for seed in SEEDS for kind, depth in kinds]


def measure_net(kind, depth, seed, data, steps=STEPS):
    """Train one network.

    kind: "plain", "residual", or a residual one that is "silent" or "forgetful".    data: from `centred_signs`.
    Returns {"kind", "depth", "seed", "loss": a mean for every 20 steps, "train", "dev": accuracies, "norms": {steps
    taken: by block}}.
    """
    net = make_net("residual" if kind in ALTERED else kind, depth, seed)
    if kind in ALTERED:
        ALTERED[kind](net)
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


def column(table, kind, what):
    """One column of the table: (depths, seeds).    what: "train" or "dev"."""
    depths = sorted({row["depth"] for row in rows_where(table, kind=kind)})
    return np.array([[row[what] for row in rows_where(table, kind=kind, depth=depth)] for depth in depths])
