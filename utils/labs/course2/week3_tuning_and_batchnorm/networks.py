"""A small network on real digits with every hyperparameter of the notes' table, with batch norm or without."""

from typing import NamedTuple

import numpy as np

from utils.data.digits import load_digits
from utils.steps import batch_norm
from utils.steps.activations import leaky_relu, leaky_relu_derivative, relu, relu_derivative, tanh_derivative
from utils.steps.initialization import initialize_parameters_he
from utils.steps.optimization import (
    initialize_adam,
    random_mini_batches,
    update_lr,
    update_parameters_with_adam,
    update_parameters_with_momentum,
)
from utils.steps.softmax import one_hot_matrix, softmax, softmax_cross_entropy

ACTIVATIONS = {
    "relu": (relu, relu_derivative),
    "leaky relu": (leaky_relu, leaky_relu_derivative),
    "tanh": (np.tanh, tanh_derivative),
}
DEFAULTS = {
    **{"method": "momentum", "learning_rate": 0.3, "beta": 0.9, "batch": 64, "units": 32, "layers": 2},
    **{"decay": 0.0, "penalty": 0.0, "activation": "relu", "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
}
KEEPS = 0.9  # of the running averages


class Task(NamedTuple):
    """Digits to learn from, to choose by and to judge on: X (64, m), Y (10, m) one-hot."""

    X: np.ndarray
    Y: np.ndarray
    X_dev: np.ndarray
    Y_dev: np.ndarray
    X_test: np.ndarray
    Y_test: np.ndarray


class Norm(NamedTuple):
    """The four functions of batch norm."""

    forward: object = batch_norm.batchnorm_forward
    backward: object = batch_norm.batchnorm_backward
    update: object = batch_norm.update_running_statistics
    inference: object = batch_norm.batchnorm_inference


class Network(NamedTuple):
    """What a training leaves: parameters, the running averages of each layer (empty without batch norm), activation."""

    parameters: dict
    running: dict
    activation: str
    norm: Norm | None


def digits_task(seed=0):
    """858 digits to learn from, 400 to choose by, 539 to judge on."""
    parts = load_digits(np.random.default_rng(seed))
    Y, Y_test = one_hot_matrix(parts.Y_train[0], 10), one_hot_matrix(parts.Y_test[0], 10)
    return Task(parts.X_train[:, 400:], Y[:, 400:], parts.X_train[:, :400], Y[:, :400], parts.X_test, Y_test)


def new_network(setting, seed, norm=None):
    """A network before training: weights by He; with batch norm γ = 1, β = 0, averages of mean 0 and variance 1."""
    units, layers = setting["units"], setting["layers"]
    parameters = initialize_parameters_he([64] + layers * [units] + [10], np.random.default_rng([seed, 3]))
    running = {}
    for layer in range(1, layers + 1) if norm else ():
        parameters[f"gamma{layer}"], parameters[f"beta{layer}"] = np.ones((units, 1)), np.zeros((units, 1))
        running[layer] = {"mean": np.zeros((units, 1)), "variance": np.ones((units, 1))}
    return Network(parameters, running, setting["activation"], norm)


def depth_of(network):
    """How many layers have weights."""
    return sum(key.startswith("W") for key in network.parameters)


def forward(network, X, learning=False, shake=None, own=()):
    """Scores (10, m), and what the backward pass needs of each hidden layer: (A_prev, Z_tilde, cache of batch norm).

    learning: True takes the batch's own mean and variance, False the running averages.
    shake: (generator, strength), which shifts and stretches what goes into each activation, anew at every call: by a
    random number up to `strength`, and by a random factor up to strength / 2 from 1.
    own: which of "mean" and "variance" to take from the batch although not learning.
    """
    p, norm, kept, A = network.parameters, network.norm, [], X
    for layer in range(1, depth_of(network)):
        Z, cache = p[f"W{layer}"] @ A + p[f"b{layer}"], None
        if norm and learning:
            Z, cache = norm.forward(Z, p[f"gamma{layer}"], p[f"beta{layer}"])
        elif norm:
            batch = {"mean": Z.mean(axis=1, keepdims=True), "variance": Z.var(axis=1, keepdims=True)}
            running = network.running[layer] | {name: batch[name] for name in own}
            Z = norm.inference(Z, p[f"gamma{layer}"], p[f"beta{layer}"], running)
        scale = 1.0
        if shake is not None:
            rng, strength = shake
            scale = rng.uniform(1 - strength / 2, 1 + strength / 2, (len(Z), 1))
            Z = scale * Z + rng.uniform(-strength, strength, (len(Z), 1))
        kept.append((A, Z, cache, scale))
        A = ACTIVATIONS[network.activation][0](Z)
    last = len(kept) + 1
    return p[f"W{last}"] @ A + p[f"b{last}"], (kept, A)


def gradients(network, X, Y, penalty=0.0, shake=None):
    """The gradients of the mean cross-entropy, and of penalty / 2 · Σ W²; and the caches of batch norm by layer."""
    scores, (kept, A) = forward(network, X, True, shake)
    m, p, grads, caches = X.shape[1], network.parameters, {}, {}
    dZ = softmax(scores) - Y  # of each example's own loss; the 1/m stands in the weights' gradients
    for layer in range(len(kept) + 1, 0, -1):
        grads[f"dW{layer}"] = dZ @ A.T / m + penalty * p[f"W{layer}"]
        grads[f"db{layer}"] = dZ.mean(axis=1, keepdims=True)
        if layer > 1:
            A, Z, cache, scale = kept[layer - 2]
            dZ = (p[f"W{layer}"].T @ dZ) * ACTIVATIONS[network.activation][1](Z) * scale
            if cache is not None:
                caches[layer - 1] = cache
                dZ, grads[f"dgamma{layer - 1}"], grads[f"dbeta{layer - 1}"] = network.norm.backward(dZ, cache)
    return grads, caches


def error_rate(network, X, Y, learning=False, own=()):
    """The share of columns whose largest score is not the digit's; NaN where a score is no number."""
    with np.errstate(all="ignore"):
        scores, _ = forward(network, X, learning, own=own)
    if not np.isfinite(scores).all():
        return float("nan")
    return float(np.mean(scores.argmax(axis=0) != Y.argmax(axis=0)))


def mean_cost(network, X, Y):
    """The mean cross-entropy, with the running averages; NaN where a score is no number."""
    with np.errstate(all="ignore"):
        scores, _ = forward(network, X)
    return float(softmax_cross_entropy(scores, Y)) if np.isfinite(scores).all() else float("nan")


def step_of(setting):
    """The step of a setting's method: (parameters, grads, state, t, rate) -> parameters, state."""
    if setting["method"] == "Adam":

        def step(parameters, grads, state, t, rate):
            settings = rate, setting["beta1"], setting["beta2"], setting["epsilon"]
            parameters, v, s, _, _ = update_parameters_with_adam(parameters, grads, *state, t, *settings)
            return parameters, (v, s)

        return step

    def step(parameters, grads, state, t, rate):
        parameters, v = update_parameters_with_momentum(parameters, grads, state[0], setting["beta"], rate)
        return parameters, (v, state[1])

    return step


def statistics_of(network, X):
    """The network with the means and variances of all of X in place of its running averages."""
    (_, (kept, _)), running = forward(network, X, learning=True), {}
    for layer, (_, _, cache, _) in enumerate(kept, 1):
        running[layer] = network.norm.update(network.running[layer], cache, 0.0)
    return network._replace(running=running)


def train(task, setting, epochs, seed, norm=None, shaken=0.0, network=None, held=False):
    """Train a network of this setting, DEFAULTS where it is silent.

    norm: a Norm for batch norm before every hidden activation.
    shaken: how strongly to shift and stretch what goes into each activation (see `forward`).
    network: to go on with, instead of a new one.
    held: bring the weights of every hidden layer back to the length of the start after each step.
    Returns the Network. Where its numbers run away, it is returned as it is then.
    """
    setting = DEFAULTS | setting
    network = network or new_network(setting, seed, norm)
    rng = np.random.default_rng([seed, 5])
    shake, step = (np.random.default_rng([seed, 9]), float(shaken)) if shaken else None, step_of(setting)
    parameters, running, t = network.parameters, dict(network.running), 0
    state = initialize_adam(parameters)
    lengths = {f"W{k}": np.linalg.norm(parameters[f"W{k}"]) for k in range(1, depth_of(network)) if held}
    with np.errstate(all="ignore"):  # a rate that is too large
        for epoch in range(epochs):
            rate = update_lr(setting["learning_rate"], epoch, setting["decay"])
            for X, Y in random_mini_batches(task.X, task.Y, setting["batch"], rng):
                if network.norm and X.shape[1] == 1:
                    continue  # one example is its own mean
                t += 1
                now = network._replace(parameters=parameters, running=running)
                grads, caches = gradients(now, X, Y, setting["penalty"], shake)
                parameters, state = step(parameters, grads, state, t, rate)
                back = {
                    name: parameters[name] * (length / np.linalg.norm(parameters[name]))
                    for name, length in lengths.items()
                }
                parameters = parameters | back
                running = running | {k: network.norm.update(running[k], cache, KEEPS) for k, cache in caches.items()}
            if not np.isfinite(parameters["W1"]).all():
                break
    return network._replace(parameters=parameters, running=running)


def dev_error(task, setting, epochs, seed, norm=None, shaken=0.0, held=False):
    """The error on the dev set after training; arguments as of `train`."""
    return error_rate(train(task, setting, epochs, seed, norm, shaken, held=held), task.X_dev, task.Y_dev)
