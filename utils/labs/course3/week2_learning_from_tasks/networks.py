"""Small networks of this lab, trained by Adam on mini-batches, and what they err on."""

import numpy as np

from utils.layers.optimizers import Adam
from utils.steps.learning_from_tasks import class_scores, cost_and_gradients, multitask_backward, multitask_forward

RATE = 1e-3  # at the first step; it falls along a line to 0 at the last


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


def take_step(optimizer, gradients, rate):
    """One step of Adam; gradients may be of any precision."""
    optimizer.learning_rate = rate
    single = {name: np.ascontiguousarray(gradients[name], dtype=np.float32) for name in optimizer.parameters}
    optimizer.step(single)


def train(parameters, X, labels, steps, rng, frozen=0, rate=RATE, batch=32):
    """A network of classes after so many steps of Adam; its lowest `frozen` layers do not learn.

    parameters: {"W1", "b1", …}, left as they are.    X: (n_x, m).    labels: (m,) of 0, 1, …    rng: shuffles.
    """
    learnt = {key: np.array(value, dtype=np.float32) for key, value in parameters.items()}
    L = len(learnt) // 2
    Y = one_hot(labels, len(learnt[f"b{L}"]))
    # What frozen layers say of an example never changes: they run once, and the rest trains on that
    for layer in range(1, frozen + 1):
        X = np.maximum(learnt[f"W{layer}"] @ X + learnt[f"b{layer}"], 0)
    upper = {f"{kind}{layer - frozen}": learnt[f"{kind}{layer}"] for layer in range(frozen + 1, L + 1) for kind in "Wb"}
    optimizer = Adam(upper, rate)
    for step, chosen in enumerate(batches(X.shape[1], min(batch, X.shape[1]), steps, rng)):
        _, grads = cost_and_gradients(upper, X[:, chosen], Y[:, chosen])
        take_step(optimizer, {name: grads[f"d{name}"] for name in upper}, rate * (1 - step / steps))
    return learnt


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
    shared = {key: value.copy() for key, value in shared.items()}
    heads = {task: {key: value.copy() for key, value in head.items()} for task, head in heads.items()}
    of_heads = {f"{task} {key}": value for task, head in heads.items() for key, value in head.items()}
    optimizer = Adam(shared | of_heads, rate)
    for step, chosen in enumerate(batches(X.shape[1], min(batch, X.shape[1]), steps, rng)):
        some = {task: Y[:, chosen] for task, Y in labels.items()}
        predictions, cache = forward(X[:, chosen], shared, heads)
        below, above = backward(predictions, some, shared, heads, cache)
        grads = {key: below[f"d{key}"] for key in shared}
        grads |= {f"{task} {key}": above[task][f"d{key}"] for task, head in heads.items() for key in head}
        take_step(optimizer, grads, rate * (1 - step / steps))
    return shared, heads
