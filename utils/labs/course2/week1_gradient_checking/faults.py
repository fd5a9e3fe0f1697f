"""Passes that are wrong on purpose, made from the mistakes that the lab's bugs to find know."""

from utils.checking import slip
from utils.steps.three_layer_network import (
    backward_propagation_leaky,
    backward_propagation_n,
    forward_propagation_leaky,
    forward_propagation_n,
)

# What is wrong: (forward pass, edits of the backward pass that belongs to it)
_FAULTS = {
    "dW2 is a sum, not a mean": (forward_propagation_n, slip("dZ2 @ A1.T / m", "dZ2 @ A1.T")),
    "db1 has the wrong sign": (forward_propagation_n, slip("db1 = np.sum(", "db1 = -np.sum(")),
    "dZ3 through the sigmoid twice": (forward_propagation_n, slip("A3 - Y", "(A3 - Y) * A3 * (1 - A3)")),
    "dZ1 asks for A1 >= 0": (forward_propagation_n, slip("(Z1 > 0)", "(A1 >= 0)")),
    "dA1 skips layer 2's ReLU": (forward_propagation_n, slip("dA1 = W2.T @ dZ2", "dA1 = W2.T @ dA2")),
    "db2 is always 0": (forward_propagation_n, slip("np.sum(dZ2, axis=1, keepdims=True)", "0 * b2")),
    "the leak is lost in layer 2": (forward_propagation_leaky, slip("dZ2[Z2 <= 0] *= LEAK", "dZ2[Z2 <= 0] = 0")),
}


def faulty_passes():
    """{what is wrong: (forward pass, wrong backward pass)}, seven of them."""
    rights = {forward_propagation_n: backward_propagation_n, forward_propagation_leaky: backward_propagation_leaky}
    return {words: (forward, edits.apply(rights[forward])) for words, (forward, edits) in _FAULTS.items()}


def wrong_both_ways():
    """A forward pass that forgets both ReLUs, and the backward pass that belongs to it."""
    forward = slip(("relu(Z1)", "Z1"), ("relu(Z2)", "Z2")).apply(forward_propagation_n)
    backward = slip((" * (Z2 > 0)", ""), (" * (Z1 > 0)", "")).apply(backward_propagation_n)
    return forward, backward
