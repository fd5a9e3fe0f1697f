"""The open challenge of this lab: say whether a gradient is wrong, when costs come in single precision."""

import numpy as np

from utils.checking import Challenge, at_most
from utils.labs.course2.week1_gradient_checking.common import task
from utils.labs.course2.week1_gradient_checking.faults import faulty_passes
from utils.steps.gradient_checking import dictionary_to_vector, gradients_to_vector, vector_to_dictionary
from utils.steps.three_layer_network import (
    backward_propagation_leaky,
    backward_propagation_n,
    forward_propagation_leaky,
    forward_propagation_n,
)

CASES, MOST = 300, 20  # networks to judge; costs that may be asked for at each
FIRST_SEED = 20_000  # the lab draws nothing from here on
BASELINE = 0.877


def cases(count=CASES, first=FIRST_SEED):
    """(passes, whether there is a bug in them, parameters, X, Y), half of them right on average."""
    faults, made = list(faulty_passes().values()), []
    rights = [(forward_propagation_n, backward_propagation_n), (forward_propagation_leaky, backward_propagation_leaky)]
    for seed in range(first, first + count):
        rng = np.random.default_rng([seed, 1])
        wrong = bool(rng.random() < 0.5)
        chosen = (faults if wrong else rights)[rng.integers(len(faults if wrong else rights))]
        made.append((chosen, wrong, *task(seed, m=20)))
    return made


def share_right(is_wrong):
    """The share of networks that is_wrong judges rightly.

    is_wrong: (cost, theta, grad) -> True for a bug; cost takes a column such as theta, and returns a float32.
    Raises OverBudget where more than MOST costs are asked for at one network.
    """
    right = 0
    for (forward, backward), wrong, parameters, X, Y in cases():
        grad = gradients_to_vector(backward(X, Y, forward(X, Y, parameters)[1]))
        theta, _ = dictionary_to_vector(parameters)
        right += bool(is_wrong(_counted(forward, parameters, X, Y), theta.copy(), grad)) == wrong
    return right / CASES


def _counted(forward, parameters, X, Y):
    X = X.astype(np.float32)

    def cost(theta):
        return forward(X, Y, vector_to_dictionary(np.asarray(theta, dtype=np.float32), parameters))[0]

    return at_most(MOST, cost, f"more than {MOST} costs for one network; ask for fewer")


CHALLENGE = Challenge(
    "is_wrong",
    task="Say of 300 gradients whether they are wrong, where every cost is computed in float32.",
    baseline=BASELINE,
    of="one random direction, the same for all, with ε = 0.01, wrong above a relative difference of 0.01",
    budget=f"At most {MOST} costs for a gradient of 57 numbers.",
    judge=share_right,
)
