"""The open challenge of this lab: a start from which a GRU learns to remember within a few batches of training."""

import time
from types import SimpleNamespace

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.labs.course5.week1_gru.networks import SYMBOLS, WIDTHS, token_network, train_on_tokens

SEEDS, T, STEPS, RATE = (60, 61, 62, 63, 64), 100, 3, 0.01  # seeds that the lab trains nothing on
SECONDS = 2.0  # for my_start, which sets weights by a rule and trains nothing
BASELINE = 0.273  # all update gates at a bias of −4


def accuracy_from(my_start):
    """The mean accuracy over SEEDS after a short training.

    my_start: (layer, rng) -> None; sets layer.W (3, 5, 24), layer.U (3, 24, 24), layer.b (3, 1, 24), gates r, u,
    candidate. The layer that it gets holds copies of the three arrays and nothing else.
    Raises OverBudget where the arrays have other shapes afterwards or it takes longer than SECONDS, ValueError for
    what is no finite number.
    """
    found = []
    for seed in SEEDS:
        rng = np.random.default_rng([seed, 2])
        model = token_network("GRU", rng, 0.0)
        arrays = model.layers[0].parameters()
        theirs = SimpleNamespace(**{name: array.copy() for name, array in arrays.items()})
        begin = time.process_time()
        my_start(theirs, rng)
        if time.process_time() - begin > SECONDS:
            raise OverBudget(f"my_start took longer than {SECONDS:.0f} s; it sets a start, and trains nothing")
        for name, array in arrays.items():
            new = np.asarray(getattr(theirs, name))
            if new.shape != array.shape:
                raise OverBudget(f"the layer keeps its {WIDTHS['GRU']} units and its shapes; set the entries in place")
            if not np.isfinite(new).all():
                raise ValueError("a weight or bias is no finite number")
            array[...] = new
        found.append(train_on_tokens(model, T, RATE, STEPS, rng, every=STEPS)[-1])
    return float(np.mean(found))


CHALLENGE = Challenge(
    "my_start",
    task=f"Set a GRU's weights so that it learns to name one of {SYMBOLS} tokens, marked 95 to 99 steps ago.",
    baseline=BASELINE,
    of="a bias of −4 for all update gates",
    budget=f"24 units, {STEPS} steps of training with batches of 32; the mean of {len(SEEDS)} seeds counts.",
    judge=accuracy_from,
)
