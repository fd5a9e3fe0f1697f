"""The open challenge of this lab: a network of at most 60,000 weights with fewer nats than the lab's GRU."""

import numpy as np
import torch

from utils.checking import Challenge, OverBudget
from utils.data.dinosaurs import LETTERS
from utils.gpu.checking.layout import one_thread
from utils.gpu.device import Setup
from utils.gpu.seeds import seeded
from utils.gpu.training import fit_module
from utils.labs.course5.week1_character_model.networks import three_parts
from utils.labs.course5.week1_character_model_gpu.names import as_data, nats, options

SEEDS, EPOCHS, MOST = (70, 71, 72), 12, 60_000  # lists that the lab trains nothing on
BASELINE = 1.756


def mean_nats_of(my_network):
    """The mean nats on names that the network has not seen, over SEEDS, after EPOCHS on the CPU.

    my_network: -> (network, rate); the network takes numbers (m, T) and returns scores (m, T, 27).
    Raises OverBudget for more than MOST weights, ValueError for a network that looks at what it has to say.
    """
    setup, found = Setup("cpu"), []
    for seed in SEEDS:
        parts = three_parts(seed)
        with seeded(seed):
            network, rate = my_network()
        count = sum(parameter.numel() for parameter in network.parameters())
        if count > MOST:
            raise OverBudget(f"the network has {count:,} weights; at most {MOST:,} are allowed")
        _refuse_a_look_ahead(network)
        with one_thread():
            fit_module(
                network, as_data(parts[0], setup), setup, name="my_network", **options(parts, rate, EPOCHS, seed)
            )
        _refuse_a_look_ahead(network)
        found.append(nats(network, parts[2]))
    return float(np.mean(found))


def _refuse_a_look_ahead(network):
    """What is said at a place may depend on what was read up to there."""
    X = torch.arange(20).reshape(2, 10) % len(LETTERS)
    changed = X.clone()
    changed[:, 6:] = 5
    training = network.training
    network.eval()
    with torch.no_grad():
        scores, others = network(X), network(changed)
    network.train(training)
    if scores.shape != (2, 10, len(LETTERS)):
        raise ValueError(f"my_network gives {tuple(scores.shape)} for numbers (2, 10); scores are (2, 10, 27)")
    if not torch.allclose(scores[:, :6], others[:, :6], atol=1e-5):
        raise ValueError("what my_network says at a place changes with letters that come later: it looks at its answer")


CHALLENGE = Challenge(
    "my_network",
    task=f"Build a network of at most {MOST:,} weights that expects the next symbol of new names with fewer nats.",
    baseline=BASELINE,
    of="a GRU of 128 units without dropout, at its best rate",
    budget=f"{MOST:,} weights; {EPOCHS} epochs of each of {len(SEEDS)} lists, trained by the lab on the CPU.",
    judge=mean_nats_of,
    higher=False,
    unit=" nats",
    seconds=300.0,
)
