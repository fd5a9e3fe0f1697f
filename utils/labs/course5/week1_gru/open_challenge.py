"""The open challenge of this lab: a start from which a GRU learns to remember within 100 steps of training."""

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.labs.course5.week1_gru.networks import SYMBOLS, WIDTHS, token_network, train_on_tokens

SEEDS, T, STEPS, RATE = (60, 61, 62, 63, 64), 100, 100, 0.01  # seeds that the lab trains nothing on
BASELINE = 0.507  # all update gates at a bias of −4


def accuracy_from(my_start):
    """The mean accuracy over SEEDS after a short training.

    my_start: (layer, rng) -> None; sets W (3, 5, 24), U (3, 24, 24) and b (3, 1, 24) in place, gates r, u, candidate.
    Raises OverBudget where the arrays have other shapes afterwards, ValueError for what is no finite number.
    """
    found = []
    for seed in SEEDS:
        rng = np.random.default_rng([seed, 2])
        model = token_network("GRU", rng, 0.0)
        layer = model.layers[0]
        shapes = {name: array.shape for name, array in layer.parameters().items()}
        my_start(layer, rng)
        if {name: np.shape(array) for name, array in layer.parameters().items()} != shapes:
            raise OverBudget(f"the layer keeps its {WIDTHS['GRU']} units and its shapes; set the entries in place")
        if not all(np.isfinite(array).all() for array in layer.parameters().values()):
            raise ValueError("a weight or bias is no finite number")
        layer.cast(np.float32)
        found.append(train_on_tokens(model, T, RATE, STEPS, rng, every=STEPS)[-1])
    return float(np.mean(found))


CHALLENGE = Challenge(
    "my_start",
    task=f"Set a GRU's weights so that it learns to name one of {SYMBOLS} tokens, marked 95 to 99 steps ago.",
    baseline=BASELINE,
    of="a bias of −4 for all update gates, the best of −2, −3, −4 and −5",
    budget=f"24 units, {STEPS} steps of training with batches of 32; the mean of {len(SEEDS)} seeds counts.",
    judge=accuracy_from,
)
