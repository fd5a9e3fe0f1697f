"""The open challenge of this lab: the most that 150 batches can teach a Transformer."""

import numpy as np
import torch

from utils.checking import Challenge, OverBudget
from utils.data.translation import load_translation
from utils.gpu.checking.layout import one_thread
from utils.gpu.device import Setup
from utils.gpu.seeds import seeded
from utils.labs.course5.week4_transformer_gpu import networks

SEEDS, BATCHES, MOST = (80, 81), 150, 80_000  # draws that the lab shows nowhere; batches; weights that learn
BASELINE = 0.843


def mean_told_of(my_network):
    """The mean share of test words that are right, told the true words before them, over SEEDS.

    my_network: (n_source, n_target, T_x) -> (module, rate); the module takes pairs (m, T_x + T_y) and returns logits
    (m, T_y, n_target); rate: step, from 0, -> learning rate. Raises OverBudget for more than MOST weights that learn,
    ValueError for logits of another shape or that see what comes after their place.
    """
    found = []
    for seed in SEEDS:
        data = load_translation(np.random.default_rng(seed), BATCHES * networks.BATCH, 1, 300, 1, 1)
        sizes = len(data.english_vocabulary), len(data.french_vocabulary), data.train.X.shape[1]
        with seeded(seed):
            module, rate = my_network(*sizes)
        count = sum(parameter.numel() for parameter in module.parameters() if parameter.requires_grad)
        if count > MOST:
            raise OverBudget(f"{count:,} weights learn; at most {MOST:,} are allowed")
        _refuse_what_looks_ahead(module, networks.pairs(data.test)[0][:2], sizes)
        with one_thread():
            networks.train(
                module, data.train, Setup("cpu"), epochs=1, learning_rate=0.01, schedule=rate, seed=seed, every=BATCHES
            )
            found.append(networks.told(module.eval(), data.test))
    return float(np.mean(found))


@torch.no_grad()
def _refuse_what_looks_ahead(module, x, sizes):
    """ValueError unless the module gives logits that a change of the last word leaves alone, but for its own place."""
    training, (_, n_target, T_x) = module.training, sizes
    changed = x.clone()
    changed[:, -1] = 3
    one, other = module.eval()(x), module(changed)
    module.train(training)
    due = (len(x), x.shape[1] - T_x, n_target)
    if tuple(one.shape) != due:
        raise ValueError(f"my_network's module gives {tuple(one.shape)} for two pairs; logits are {due}")
    if not torch.allclose(one[:, :-1], other[:, :-1], atol=1e-4):
        raise ValueError("the scores of earlier words change with the last word: your module looks ahead")


CHALLENGE = Challenge(
    "my_network",
    task=f"Learn as much as {BATCHES} batches of {networks.BATCH} new sentences can teach.",
    baseline=BASELINE,
    of="the lab's Transformer with its norms before the parts, 45 steps of warm-up to 0.024",
    budget=f"{MOST:,} weights that learn; {BATCHES} batches of {len(SEEDS)} draws each, trained by the lab on the CPU.",
    judge=mean_told_of,
    seconds=300.0,
)
