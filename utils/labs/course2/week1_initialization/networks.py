"""The deep networks that this lab draws, follows and trains."""

from functools import lru_cache

import numpy as np

from utils.data.digits import load_digits
from utils.steps.signal_propagation import activation_statistics, gradient_norms_by_depth, stack_forward

DEPTH, EXAMPLES = 30, 50


def draw_stack(widths, gain, rng):
    """Normal weights of standard deviation gain / √n_{l−1}, biases 0: gain 1 is the variance 1/n.

    widths: [n_0, …, n_L].    gain: above 0.    rng: np.random.Generator; W1 is drawn first.
    Returns {"W1", "b1", …, "WL", "bL"}.
    """
    parameters = {}
    for layer in range(1, len(widths)):
        n_here, n_before = widths[layer], widths[layer - 1]
        parameters[f"W{layer}"] = rng.standard_normal((n_here, n_before)) * gain / np.sqrt(n_before)
        parameters[f"b{layer}"] = np.zeros((n_here, 1))
    return parameters


def draw_default(widths, rng):
    """Weights and biases as `torch.nn.Linear` draws them: evenly between −1/√n_{l−1} and 1/√n_{l−1}.

    widths: [n_0, …, n_L].    rng: np.random.Generator.
    Returns {"W1", "b1", …, "WL", "bL"}.
    """
    parameters = {}
    for layer in range(1, len(widths)):
        bound = 1 / np.sqrt(widths[layer - 1])
        parameters[f"W{layer}"] = rng.uniform(-bound, bound, (widths[layer], widths[layer - 1]))
        parameters[f"b{layer}"] = rng.uniform(-bound, bound, (widths[layer], 1))
    return parameters


def follow(parameters, activation, rng):
    """Send standard normal examples through a network, and standard normal gradients back.

    Returns {"rms", "saturated", "gradient", "dW"}, (L,) each: root mean square of A_l, share of saturated units, root
    mean square of dZ_l, norm of dW_l.
    """
    X = rng.standard_normal((parameters["W1"].shape[1], EXAMPLES))
    statistics = activation_statistics(X, parameters, activation)
    A, caches = stack_forward(X, parameters, activation)
    norms = gradient_norms_by_depth(rng.standard_normal(A.shape), caches, activation)
    numbers = np.array([Z.size for _, _, Z in caches])
    return {
        "rms": statistics["rms"],
        "saturated": statistics["saturated"],
        "gradient": norms["dZ"] / np.sqrt(numbers),
        "dW": norms["dW"],
    }


@lru_cache(maxsize=256)
def profile(activation, gain, width, seed=0, depth=DEPTH):
    """`follow` a network of equal layers, freshly drawn with this gain; the same draws for every gain."""
    rng = np.random.default_rng(seed)
    return follow(draw_stack([width] * (depth + 1), gain, rng), activation, rng)


def odd_digits():
    """Handwritten digits, odd ones against even ones: 600 to learn from and 599 others.

    Pixels are moved and scaled by one mean and one standard deviation, of all that are learnt from.
    Returns X (64, 600), Y (1, 600), X_test (64, 599), Y_test (1, 599).
    """
    data = load_digits(np.random.default_rng(0), test_share=1 / 3)
    X = data.X_train[:, :600]
    mean, spread = X.mean(), X.std()
    Y, Y_test = data.Y_train[:, :600] % 2, data.Y_test % 2
    return (X - mean) / spread, Y, (data.X_test - mean) / spread, Y_test


def scores_of(X, parameters, activation="relu"):
    """The scores of a network whose hidden layers have the activation, and whose last has a sigmoid: (1, m)."""
    L = len(parameters) // 2
    hidden = {key: value for key, value in parameters.items() if int(key[1:]) < L}
    A, _ = stack_forward(X, hidden, activation)
    return parameters[f"W{L}"] @ A + parameters[f"b{L}"]


def accuracy(X, Y, parameters, activation="relu"):
    """Share of examples that such a network gets right; a score that is no number says class 0."""
    return float(np.mean((scores_of(X, parameters, activation) > 0) == Y))
