"""Small networks on moons and digits, trained by a method on mini-batches."""

from typing import NamedTuple

import numpy as np

from utils.bars import progress
from utils.data.digits import load_digits
from utils.data.planar import moons
from utils.labs.course2.week2_optimization.methods import PLANS, plan_of, start_state, step_with
from utils.steps.activations import relu, sigmoid
from utils.steps.initialization import initialize_parameters_he
from utils.steps.optimization import random_mini_batches

LOOK = 320  # examples between two looks at the accuracy


class Task(NamedTuple):
    """Examples in columns to learn from and to judge on, the widths of a network for them, and the accuracy asked."""

    X: np.ndarray
    Y: np.ndarray
    X_dev: np.ndarray
    Y_dev: np.ndarray
    widths: list
    goal: float


def digits_task(seed=0):
    """1258 digits of 64 pixels and 539 others; Y has ten rows with one 1 in each column."""
    parts = load_digits(np.random.default_rng(seed))
    labels = np.eye(10)
    Y, Y_dev = labels[:, parts.Y_train[0]], labels[:, parts.Y_test[0]]
    return Task(parts.X_train, Y, parts.X_test, Y_dev, [64, 32, 10], 0.95)


def moons_task(seed=0):
    """600 points of two moons and 1000 others; Y has one row of 0 and 1."""
    X, Y = moons(600, np.random.default_rng(seed))
    X_dev, Y_dev = moons(1000, np.random.default_rng(seed + 100))
    return Task(X, Y, X_dev, Y_dev, [2, 16, 8, 1], 0.96)


TASKS = {"moons": moons_task, "digits": digits_task}


def scores_and_inputs(parameters, X):
    """The last layer's sums Z (n_L, m), and what each layer was given: ReLU layers below a layer of sigmoids."""
    depth, inputs = len(parameters) // 2, [X]
    for layer in range(1, depth + 1):
        Z = parameters[f"W{layer}"] @ inputs[-1] + parameters[f"b{layer}"]
        if layer < depth:
            inputs.append(relu(Z))
    return Z, inputs


def cost_and_grads(parameters, X, Y):
    """The cross-entropy, added over the outputs and averaged over the examples, and its gradients.

    X: (n_0, m).    Y: (n_L, m) of 0 and 1.    Returns the cost and {"dW1", "db1", …}.
    """
    m, grads = X.shape[1], {}
    Z, inputs = scores_and_inputs(parameters, X)
    cost = np.sum(np.logaddexp(0, Z) - Y * Z) / m  # −Y ln σ(Z) − (1 − Y) ln(1 − σ(Z)), safe for any Z
    dZ = (sigmoid(Z) - Y) / m
    for layer in range(len(inputs), 0, -1):
        A = inputs[layer - 1]
        grads[f"dW{layer}"], grads[f"db{layer}"] = dZ @ A.T, dZ.sum(axis=1, keepdims=True)
        if layer > 1:
            dZ = (parameters[f"W{layer}"].T @ dZ) * (A > 0)
    return cost, grads


def accuracy(parameters, X, Y):
    """The share of columns whose class is right: the largest of several outputs, or one output above ½."""
    Z, _ = scores_and_inputs(parameters, X)
    right = (Z > 0) == Y if len(Y) == 1 else Z.argmax(axis=0) == Y.argmax(axis=0)
    return float(np.mean(right))


class Run(NamedTuple):
    """What a training leaves: the parameters, and after each epoch (first: before any) cost and accuracies."""

    parameters: dict
    costs: list
    dev: list
    steps: int


def start_of(task, seed):
    """The starting weights of a seed (He), and the generator that goes on to draw its batches."""
    rng = np.random.default_rng([seed, 7])
    return initialize_parameters_he(task.widths, rng), rng


def train(task, method, rate, epochs, seed, size=64, plan=None, step=step_with, batches=random_mini_batches):
    """Train a network for a number of epochs.

    method: as for `step`.    rate: the first learning rate.    size: examples a batch.
    seed: draws the starting weights and the batches; the same for every method.    plan: a key of PLANS, or a
    function of the first rate and the epoch.
    Returns a Run. Where the cost is no longer a number it ends early.
    """
    parameters, rng = start_of(task, seed)
    rate_at = plan if callable(plan) else PLANS[plan or plan_of(method)]
    state, t = start_state(parameters), 0
    costs, dev = [cost_and_grads(parameters, task.X, task.Y)[0]], [accuracy(parameters, task.X_dev, task.Y_dev)]
    with np.errstate(all="ignore"):  # a rate that is too large
        for epoch in progress(range(epochs), method):
            for X, Y in batches(task.X, task.Y, size, rng):
                t += 1
                _, grads = cost_and_grads(parameters, X, Y)
                parameters, state = step(method, parameters, grads, state, t, rate_at(rate, epoch))
            costs.append(float(cost_and_grads(parameters, task.X, task.Y)[0]))
            dev.append(accuracy(parameters, task.X_dev, task.Y_dev))
            if not np.isfinite(costs[-1]):
                break
    return Run(parameters, costs, dev, t)


def steps_to_accuracy(task, method, rate, seed, most, size=64, step=step_with):
    """How many steps a method takes until the accuracy on other examples reaches the task's goal; None if too many.

    most: steps after which to give up.    step: a function like `step_with`.
    The accuracy is looked at after every LOOK examples, or every larger batch.
    """
    parameters, rng = start_of(task, seed)
    state, t, epoch, every = start_state(parameters), 0, 0, max(1, LOOK // size)
    with np.errstate(all="ignore"):
        while t < most:
            rate_now = PLANS[plan_of(method)](rate, epoch)
            for X, Y in random_mini_batches(task.X, task.Y, size, rng):
                t += 1
                _, grads = cost_and_grads(parameters, X, Y)
                parameters, state = step(method, parameters, grads, state, t, rate_now)
                if t % every == 0 and accuracy(parameters, task.X_dev, task.Y_dev) >= task.goal:
                    return t
            epoch += 1
    return None
