"""The open challenge of this lab: a network that finds digits on a field after three epochs."""

import numpy as np

from utils.checking import Challenge, OverBudget
from utils.data.digits import load_digits
from utils.data.placed_digits import place
from utils.gpu.checking.layout import one_thread
from utils.gpu.data.batches import TensorData
from utils.gpu.device import choose
from utils.gpu.seeds import seeded
from utils.gpu.training import evaluate_module, fit_module
from utils.labs.course4.week1_cnn_application_gpu.measured import OPTIONS, as_tensors, moving, on_a_field

SEEDS, EPOCHS, MOST = (40, 41), 3, 42_026  # seeds that the lab trains nothing on; parameters of its own network
NEW = 43  # the seed of the places that are judged on
BASELINE = 0.60


def new_places(setup):
    """The test digits, each at four places of 24 × 24 pixels that the lab does not use."""
    digits, rng = load_digits(np.random.default_rng(0)), np.random.default_rng(NEW)
    X = np.hstack([place(digits.X_test, 24, rng) for _ in range(4)])
    return TensorData(*as_tensors(X, np.tile(digits.Y_test, 4), setup), setup, 539)


def accuracy_of(my_network):
    """The mean accuracy on new places, over SEEDS, of networks after three epochs at the tiny size, on the CPU.

    my_network: () -> nn.Module, (m, 1, 24, 24) -> scores (m, 10).
    Raises OverBudget for more parameters than the lab's network has.
    """
    setup = choose(precision="fp32", device="cpu", compile=False, size="tiny")
    (train, _), test, right = on_a_field(setup), new_places(setup), []
    for seed in SEEDS:
        with seeded(seed):
            network = my_network()
        size = sum(parameter.numel() for parameter in network.parameters())
        if size > MOST:
            raise OverBudget(f"your network has {size:,} parameters; at most {MOST:,} are allowed")
        with one_thread():
            options = OPTIONS | {"seed": seed, "augment": moving(8), "name": "my_network"}
            fit_module(network, train, setup, epochs=EPOCHS, **options)
            right.append(evaluate_module(network, test, setup)["accuracy"])
    return float(np.mean(right))


CHALLENGE = Challenge(
    "my_network",
    task="Build a network that, after three epochs, reads more of the digits on the field than the lab's.",
    baseline=BASELINE,
    of="this lab's network at the tiny size",
    budget=f"At most {MOST:,} parameters; this lab trains it for {EPOCHS} epochs on the CPU, from two seeds.",
    judge=accuracy_of,
    digits=2,
)
