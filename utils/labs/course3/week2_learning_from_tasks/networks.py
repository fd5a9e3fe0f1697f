"""Small networks of this lab, trained by Adam on mini-batches, and what they err on."""

from typing import NamedTuple

import numpy as np

from utils.layers.optimizers import Adam
from utils.steps.learning_from_tasks import (
    class_scores,
    cost_and_gradients,
    layers_forward,
    multitask_backward,
    multitask_forward,
)

RATE = 1e-3  # at the first step; in `train` it falls along a line to 0 at the last
EVERY = 100  # steps from one look at the dev error to the next


class Trained(NamedTuple):
    """The parameters with the lowest error on dev, that error, and the step at which they were reached."""

    parameters: dict
    dev: float
    steps: int


def one_hot(labels, classes):
    """Labels (m,) as columns (classes, m) of single precision."""
    return np.eye(classes, dtype=np.float32)[:, labels]


def start(widths, rng):
    """{"W1", "b1", …} in single precision, drawn for ReLU layers.    widths: [n_x, …, n_L]."""
    parameters = {}
    for layer, (n_in, n_out) in enumerate(zip(widths, widths[1:], strict=False), 1):
        parameters[f"W{layer}"] = (rng.normal(size=(n_out, n_in)) * np.sqrt(2 / n_in)).astype(np.float32)
        parameters[f"b{layer}"] = np.zeros((n_out, 1), np.float32)
    return parameters


def batches(m, size, steps, rng):
    """The examples of each step: `size` of m, shuffled anew each time that all have been seen."""
    order, at = rng.permutation(m), 0
    for _ in range(steps):
        if at + size > m:
            order, at = rng.permutation(m), 0
        yield order[at : at + size]
        at += size


def ready(parameters, rate):
    """What Adam trains: single-precision copies that all lie in one vector, and the function of its step.

    parameters: {name: array}.    rate: α.
    Returns {name: array}, and step({"d" + name: gradient}, rate), which changes these arrays in place.
    """
    vector = np.concatenate([value.ravel() for value in parameters.values()], dtype=np.float32)
    ends = np.cumsum([value.size for value in parameters.values()])
    pieces = zip(parameters.items(), np.split(vector, ends[:-1]), strict=True)
    learnt = {name: piece.reshape(value.shape) for (name, value), piece in pieces}
    optimizer = Adam({"all": vector}, rate)

    def step(grads, rate):
        optimizer.learning_rate = rate
        flat = np.concatenate([grads[f"d{name}"].ravel() for name in learnt], dtype=np.float32)
        optimizer.step({"all": flat})

    return learnt, step


def train(parameters, X, labels, steps, rng, rate=RATE, batch=32):
    """A network of classes after so many steps of Adam.

    parameters: {"W1", "b1", …}, left as they are.    X: (n_x, m).    labels: (m,) of 0, 1, …    rng: shuffles.
    """
    learnt, take_step = ready(parameters, rate)
    Y = one_hot(labels, len(learnt[f"b{len(learnt) // 2}"]))
    for step, chosen in enumerate(batches(X.shape[1], min(batch, X.shape[1]), steps, rng)):
        take_step(cost_and_gradients(learnt, X[:, chosen], Y[:, chosen])[1], rate * (1 - step / steps))
    return learnt


def train_on_dev(parameters, X, labels, dev, rng, rate, frozen=0, batch=32, most=4000, wait=600):
    """Train until the dev error has not fallen for `wait` steps, `most` in all: Trained.

    parameters: {"W1", "b1", …}, left as they are; the lowest `frozen` layers do not learn.    X: (n_x, m).
    labels: (m,).    dev: images and labels, alike; None takes all steps and returns the last parameters.
    rng: shuffles.    rate: of Adam, the same at each step.
    """
    lower, upper = parted(single(parameters), frozen)
    upper, take_step = ready(upper, rate)
    # What frozen layers say of an example never changes: they run once, and the rest trains on that
    X, Y = layers_forward(X, lower)[0], one_hot(labels, len(upper[f"b{len(upper) // 2}"]))
    if dev is not None:
        dev = layers_forward(dev[0], lower)[0], dev[1]
    best = Trained(upper, np.inf, 0)
    for step, chosen in enumerate(batches(X.shape[1], min(batch, X.shape[1]), most, rng), 1):
        take_step(cost_and_gradients(upper, X[:, chosen], Y[:, chosen])[1], rate)
        if dev is not None and step % EVERY == 0:
            wrong = error(upper, *dev)
            if wrong < best.dev:
                best = Trained(single(upper), wrong, step)
            elif step - best.steps >= wait:
                break
    if dev is None:
        best = Trained(upper, np.nan, most)
    tuned = {f"{key[0]}{int(key[1:]) + frozen}": value for key, value in best.parameters.items()}
    return best._replace(parameters=lower | tuned)


def parted(parameters, frozen):
    """The lowest `frozen` layers, and those above them numbered from 1: two dictionaries of the same arrays."""
    keys = list(parameters)
    lower = {key: parameters[key] for key in keys[: 2 * frozen]}
    return lower, {f"{key[0]}{int(key[1:]) - frozen}": parameters[key] for key in keys[2 * frozen :]}


def single(parameters):
    """The same numbers in arrays of their own, of single precision."""
    return {key: np.array(value, dtype=np.float32) for key, value in parameters.items()}


def error(parameters, X, labels):
    """The share of examples whose highest score belongs to another class."""
    return float(np.mean(class_scores(X, parameters)[0].argmax(axis=0) != labels))


def start_tasks(widths, questions, rng):
    """Shared layers of these widths and a head for each task: shared, heads.

    widths: [n_x, …, n_k].    questions: {task: n_t}.
    """
    shared = start(widths, rng)
    heads = {}
    for task, n in questions.items():
        W = (rng.normal(size=(n, widths[-1])) * np.sqrt(2 / widths[-1])).astype(np.float32)
        heads[task] = {"W": W, "b": np.zeros((n, 1), np.float32)}
    return shared, heads


def train_tasks(
    shared,
    heads,
    X,
    labels,
    steps,
    rng,
    rate=2e-3,
    batch=64,
    forward=multitask_forward,
    backward=multitask_backward,
):
    """Shared layers and heads after so many steps of Adam on all tasks at once.

    X: (n_x, m).    labels: {task: (n_t, m)}, NaN where one is missing.    forward, backward: the learner's, perhaps.
    Columns without any label are left out.
    """
    known = ~np.all([np.isnan(Y).all(axis=0) for Y in labels.values()], axis=0)
    X, labels = X[:, known], {task: Y[:, known] for task, Y in labels.items()}
    of_heads = {f"{task} {key}": value for task, head in heads.items() for key, value in head.items()}
    learnt, take_step = ready(shared | of_heads, rate)
    shared = {key: learnt[key] for key in shared}
    heads = {task: {key: learnt[f"{task} {key}"] for key in head} for task, head in heads.items()}
    for step, chosen in enumerate(batches(X.shape[1], min(batch, X.shape[1]), steps, rng)):
        some = {task: Y[:, chosen] for task, Y in labels.items()}
        predictions, cache = forward(X[:, chosen], shared, heads)
        grads, above = backward(predictions, some, shared, heads, cache)
        grads = grads | {f"d{task} {key}": above[task][f"d{key}"] for task, head in heads.items() for key in head}
        take_step(grads, rate * (1 - step / steps))
    return shared, heads
