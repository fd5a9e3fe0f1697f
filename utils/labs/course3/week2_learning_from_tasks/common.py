"""What several exercises of this lab are tried on."""

import numpy as np

TOPICS = ("transfer in a project", "multi-task learning", "end-to-end against a pipeline")
TRANSFER, TASKS, PIPELINE = TOPICS


def network(rng, widths):
    """{"W1", "b1", …} of these widths, biases not 0."""
    parameters = {}
    for layer, (n_in, n_out) in enumerate(zip(widths, widths[1:], strict=False), 1):
        parameters[f"W{layer}"] = rng.normal(size=(n_out, n_in)) / np.sqrt(n_in)
        parameters[f"b{layer}"] = rng.normal(size=(n_out, 1)) / 4
    return parameters


def readable_tasks():
    """One shared layer of two units that lets positive numbers through, and two tasks in round numbers."""
    X = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0]])
    shared = {"W1": np.eye(2), "b1": np.zeros((2, 1))}
    heads = {
        "loop": {"W": np.array([[1.0, -1.0]]), "b": np.array([[0.0]])},
        "even": {"W": np.array([[0.0, 2.0], [1.0, 0.0]]), "b": np.array([[-1.0], [0.5]])},
    }
    return X, shared, heads


def drawn_tasks(rng, widths, questions, m):
    """An input, shared layers, heads: X, shared, heads.    questions: {task: n_t}."""
    heads = {
        task: {"W": rng.normal(size=(n, widths[-1])), "b": rng.normal(size=(n, 1)) / 2} for task, n in questions.items()
    }
    return rng.normal(size=(widths[0], m)), network(rng, widths), heads


def drawn_labels(rng, questions, m, missing):
    """Answers of 0 and 1 to all questions, that share of them NaN at random: {task: (n_t, m)}."""
    labels = {task: rng.integers(0, 2, (n, m)).astype(float) for task, n in questions.items()}
    return {task: np.where(rng.random(Y.shape) < missing, np.nan, Y) for task, Y in labels.items()}
