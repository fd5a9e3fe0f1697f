"""Networks of three layers on noisy moons: how they are started, trained in several ways, and judged."""

import numpy as np

from utils.data.planar import moons
from utils.steps import regularization as steps
from utils.steps.deep_network import update_parameters
from utils.steps.initialization import initialize_parameters_he
from utils.steps.optimization import initialize_adam, update_parameters_with_adam

DIMS, RATE, STEPS, NOISE = (2, 64, 32, 1), 0.3, 2000, 0.3
SIZES = {"train": 120, "dev": 600, "test": 2000}


def moon_data(seed):
    """Moons with much noise: {"train": (X, Y), "dev": …, "test": …}; training points differ by seed, others do not."""
    rngs = {"train": np.random.default_rng(seed), "dev": np.random.default_rng(900), "test": np.random.default_rng(901)}
    return {part: moons(SIZES[part], rng, NOISE) for part, rng in rngs.items()}


def start(seed, dims=DIMS):
    """He initialisation: weights with the deviation √(2 / inputs), biases 0."""
    return initialize_parameters_he(list(dims), np.random.default_rng(1000 + seed))


def train(X, Y, parameters, gradients, steps=STEPS, rate=RATE, watch=None, every=50):
    """Gradient descent on all points at once.

    gradients: (X, Y, parameters) -> {"dW1", "db1", …}.
    watch: called with the parameters before the first step and after every `every` steps.
    Returns the last parameters and a list of what `watch` returned.
    """
    seen = [watch(parameters)] if watch else []
    for step in range(1, steps + 1):
        parameters = update_parameters(parameters, gradients(X, Y, parameters), rate)
        if watch and step % every == 0:
            seen.append(watch(parameters))
    return parameters, seen


def watched(data, parameters, gradients, every):
    """Train and look at both costs on the way: {"train": costs, "dev": costs, "parameters": …}, each by check.

    data: from `moon_data`.    every: steps from check to check.
    """
    found = {"train": [], "dev": [], "parameters": []}

    def watch(p):
        for part in ("train", "dev"):
            found[part].append(cross_entropy(*data[part], p))
        found["parameters"].append(p)

    train(*data["train"], parameters, gradients, watch=watch, every=every)
    return found


def l2_gradients(lambd=0.0):
    """Gradients of the cost with an L2 penalty, for `train`."""

    def gradients(X, Y, parameters):
        _, cache = steps.forward_propagation(X, parameters)
        return steps.backward_propagation_with_regularization(X, Y, cache, lambd)

    return gradients


def dropout_gradients(keep_prob, rng):
    """Gradients through a network of which each step drops other units, for `train`."""

    def gradients(X, Y, parameters):
        _, cache = steps.forward_propagation_with_dropout(X, parameters, keep_prob, rng)
        return steps.backward_propagation_with_dropout(X, Y, cache, keep_prob)

    return gradients


def jitter_gradients(spread, rng):
    """Gradients at points that each step moves a little, every time elsewhere: augmentation of points, for `train`."""
    plain = l2_gradients()
    return lambda X, Y, parameters: plain(X + rng.normal(0, spread, X.shape), Y, parameters)


def train_with_l1(X, Y, parameters, lambd, num_steps=STEPS, rate=RATE, update=steps.update_parameters_with_l1):
    """Gradient descent with an L1 penalty.

    update: (parameters, grads, rate, lambd, m) -> parameters, the step that stops at 0; with None λ / (2m) · sign(W) is
    added to the gradients instead.
    """
    m, plain = X.shape[1], l2_gradients()
    for _ in range(num_steps):
        grads = plain(X, Y, parameters)
        if update is None:
            for key in ("W1", "W2", "W3"):
                grads[f"d{key}"] = grads[f"d{key}"] + steps.l1_gradient(parameters[key], lambd, m)
            parameters = update_parameters(parameters, grads, rate)
        else:
            parameters = update(parameters, grads, rate, lambd, m)
    return parameters


def decayed(X, Y, parameters, lambd, adam, in_gradient, num_steps=20, rate=0.05):
    """Train with the L2 penalty in the gradients, or with the old weights multiplied by 1 − α λ / m in each step.

    adam: whether the steps are Adam's; else they are gradient descent's.
    """
    p, (v, s) = parameters, initialize_adam(parameters)
    gradients, shrink = (l2_gradients(lambd), 1.0) if in_gradient else (l2_gradients(), 1 - rate * lambd / X.shape[1])
    for t in range(1, num_steps + 1):
        grads = gradients(X, Y, p)
        if adam:
            new, v, s, *_ = update_parameters_with_adam(p, grads, v, s, t, learning_rate=rate)
        else:
            new = update_parameters(p, grads, rate)
        p = {key: new[key] - (1 - shrink) * p[key] if key.startswith("W") else new[key] for key in p}
    return p


def descend(X, Y, w, b, rate, num_steps, learn_b=True):
    """Logistic regression by gradient descent: the path of w (steps + 1, n), the last b and the last cost.

    X: (n, m).    Y: (1, m).    w: (n,).    b: a number.    learn_b: whether b moves, too.
    """
    path = [w]
    for _ in range(num_steps):
        error = 1 / (1 + np.exp(-np.clip(w @ X + b, -500, 500))) - Y[0]
        w, b = w - rate * X @ error / X.shape[1], b - rate * error.mean() * learn_b
        path.append(w)
    return np.array(path), b, float(np.mean(np.logaddexp(0, w @ X + b) - Y[0] * (w @ X + b)))


def scores_of(X, parameters):
    """What goes into the last sigmoid, for one network: (1, m)."""
    return steps.forward_propagation(X, parameters)[1][8]


def cross_entropy(X, Y, parameters):
    """The cost from the scores, which no probability that rounds to 0 or 1 can break."""
    Z = scores_of(X, parameters)
    return float(np.mean(np.logaddexp(0, Z) - Y * Z))


def accuracy(X, Y, parameters):
    """Share of points that a network gets right."""
    return float(np.mean((scores_of(X, parameters) > 0) == Y))


def best_answers(X, noise=NOISE):
    """What someone answers who knows how the moons were made: (1, m) of 0 and 1. Nobody can be right more often.

    Each class's density is the mean over its arc of a normal density around each place.
    """
    t = np.linspace(0, np.pi, 400)
    arcs = np.stack([np.cos(t), np.sin(t)]), np.stack([1 - np.cos(t), 0.5 - np.sin(t)])
    squares = [((X[:, :, None] - arc[:, None, :]) ** 2).sum(axis=0) for arc in arcs]
    below, above = (np.exp(-square / (2 * noise**2)).sum(axis=1) for square in squares)
    return (above > below).astype(int)[None, :]
