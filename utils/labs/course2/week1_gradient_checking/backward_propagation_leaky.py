"""The exercise backward_propagation_leaky, a bug to find: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_gradient_checking.common import network_cases
from utils.steps import three_layer_network as steps
from utils.steps.three_layer_network import LEAK, forward_propagation_leaky

BUG = "Your dZ2 is 0 where Z2 is not positive; the leaky ReLU has the slope LEAK there."


def leaky_cases(rng):
    """What `forward_propagation_leaky` leaves, for networks of several widths."""
    return [(X, Y, forward_propagation_leaky(X, Y, parameters)[1]) for parameters, X, Y in network_cases(rng)]


def leaky_wishes(rng):
    """Sums that are exactly 0."""
    parameters, X, Y = network_cases(rng)[-1]
    parameters = {key: 0 * value if key.startswith("b") else value for key, value in parameters.items()}
    X = X * (np.arange(X.shape[1]) > 0)
    return [(X, Y, forward_propagation_leaky(X, Y, parameters)[1])]


def with_slopes(X, Y, cache):
    Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3 = cache
    dZ3 = A3 - Y
    dZ2 = (W3.T @ dZ3) * np.where(Z2 > 0, 1, LEAK)
    dZ1 = (W2.T @ dZ2) * np.where(Z1 > 0, 1, LEAK)
    m = Y.shape[1]
    gradients = {"dW3": dZ3 @ A2.T / m, "dW2": dZ2 @ A1.T / m, "dW1": dZ1 @ X.T / m}
    return gradients | {f"db{k}": np.mean(dZ, axis=1)[:, None] for k, dZ in ((1, dZ1), (2, dZ2), (3, dZ3))}


EXERCISE = Exercise(
    steps.backward_propagation_leaky,
    points=10,
    returns=("gradients",),
    cases=leaky_cases,
    wishes=leaky_wishes,
    planted=BUG,
    symptom="The check gives 0.003; the element that is furthest off is computed as exactly 0 and measured as 0.00003.",
    mistakes={
        BUG: slip("dZ2[Z2 <= 0] *= LEAK", "dZ2[Z2 <= 0] = 0"),
        "Your dZ1 is 0 where Z1 is not positive; the leaky ReLU has the slope LEAK there.": slip(
            "dZ1[Z1 <= 0] *= LEAK", "dZ1[Z1 <= 0] = 0"
        ),
        "Your dZ2 lacks the leaky ReLU: where Z2 is not positive, multiply by LEAK.": slip(
            "dZ2[Z2 <= 0] *= LEAK", "dZ2 = dZ2"
        ),
        "Your dZ2 is LEAK itself where Z2 is not positive; multiply what is there by LEAK.": slip(
            "dZ2[Z2 <= 0] *= LEAK", "dZ2[Z2 <= 0] = LEAK"
        ),
        "Your dZ1 lacks the leaky ReLU: where Z1 is not positive, multiply by LEAK.": slip(
            "dZ1[Z1 <= 0] *= LEAK", "dZ1 = dZ1"
        ),
        "Your dZ2 is multiplied by LEAK where Z2 is positive; there the slope is 1.": slip(
            "dZ2[Z2 <= 0]", "dZ2[Z2 > 0]"
        ),
        "Your dZ1 is multiplied by LEAK where Z1 is positive; there the slope is 1.": slip(
            "dZ1[Z1 <= 0]", "dZ1[Z1 > 0]"
        ),
        "You divide by LEAK on the way back; forwards and backwards the slope is the same factor.": slip(
            "*= LEAK", "/= LEAK"
        ),
        "Your dW are sums over the examples; divide them by m.": slip("dZ @ A_prev.T / m", "dZ @ A_prev.T"),
        "Your db are sums over the examples; divide them by m.": slip("keepdims=True) / m", "keepdims=True)"),
        "Your dZ3 goes through the sigmoid twice; A3 − Y has its slope in it already.": slip(
            "dZ3 = A3 - Y", "dZ3 = (A3 - Y) * A3 * (1 - A3)"
        ),
        "Your dZ3 has the wrong sign: it is A3 − Y.": slip("dZ3 = A3 - Y", "dZ3 = Y - A3"),
        "Your slope below 0 is 0.1; it is LEAK, 0.01.": slip("*= LEAK", "*= 0.1"),
        "Your slope below 0 is −LEAK; the leaky ReLU rises there, too; use LEAK.": slip("*= LEAK", "*= -LEAK"),
        "Your dW2 is made with Z1; layer 2 reads A1.": slip("(2, dZ2, A1)", "(2, dZ2, Z1)"),
        "Where Z2 is exactly 0 you take the slope 1; take LEAK there, as below 0, with Z2 <= 0.": slip(
            "Z2 <= 0", "Z2 < 0"
        ),
        "Where Z1 is exactly 0 you take the slope 1; take LEAK there, as below 0, with Z1 <= 0.": slip(
            "Z1 <= 0", "Z1 < 0"
        ),
        "At Z = 0 the leaky ReLU has no slope; take LEAK there, as below 0.": slip(
            ("Z2 <= 0", "Z2 < 0"), ("Z1 <= 0", "Z1 < 0")
        ),
    },
    right=[with_slopes],
    hints=[
        "In which layer does the worst element lie, and what do all of its unit's sums have in common?",
        "max(z, 0.01 z) has the slope 1 above 0 and 0.01 below, never 0. Unit 1 of layer 2 is never above 0 here.",
        "dZ2[Z2 <= 0] *= LEAK: what is below 0 passes a hundredth, as in layer 1.",
    ],
    topics=["gradient checking", "backpropagation"],
)
