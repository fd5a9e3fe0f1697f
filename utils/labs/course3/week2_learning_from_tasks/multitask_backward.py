"""The exercise multitask_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course3.week2_learning_from_tasks.common import TASKS, drawn_labels, drawn_tasks, readable_tasks
from utils.steps import learning_from_tasks as steps
from utils.steps.learning_from_tasks import layers_backward, multitask_forward


def ready(parts, labels):
    """The arguments after a forward pass."""
    X, shared, heads = parts
    predictions, cache = multitask_forward(X, shared, heads)
    return predictions, labels, shared, heads, cache


def drawn(rng, widths, questions, m, missing):
    return ready(drawn_tasks(rng, widths, questions, m), drawn_labels(rng, questions, m, missing))


def backward_cases(rng):
    """Round numbers; none missing; many missing; a task without labels; one example; no label; one label."""
    nan = np.nan
    labels = {"loop": np.array([[1.0, 0.0, nan]]), "even": np.array([[nan, 1.0, 0.0], [nan, nan, 1.0]])}
    three = {"a": 2, "b": 1, "c": 3}
    silent = drawn(rng, [3, 4], three, 6, 0.3)
    silent[1]["b"][:] = nan
    none = drawn(rng, [3, 4], {"a": 1, "b": 2}, 3, 1.0)
    one = drawn(rng, [3, 4], {"a": 1, "b": 2}, 3, 1.0)
    one[1]["b"][1, 2] = 1.0
    return [
        ready(readable_tasks(), labels),
        drawn(rng, [3, 4], {"a": 1, "b": 1}, 5, 0.0),
        drawn(rng, [4, 5, 4], three, 8, 0.5),
        drawn(rng, [3, 4], {"a": 2}, 6, 0.3),
        silent,
        drawn(rng, [2, 4, 3], {"a": 2, "b": 1}, 1, 0.2),
        none,
        one,
    ]


def backward_by_stacking(predictions, labels, shared, heads, cache):
    order = list(heads)
    Y = np.vstack([labels[t] for t in order])
    P = np.vstack([predictions[t] for t in order])
    W = np.vstack([heads[t]["W"] for t in order])
    mask = ~np.isnan(Y)
    dZ = np.zeros(Y.shape)
    dZ[mask] = (P - Y)[mask] / max(mask.sum(), 1)
    ends = np.cumsum([len(labels[t]) for t in order])[:-1]
    dW, db = np.split(dZ.dot(cache[-1].T), ends), np.split(np.sum(dZ, axis=1, keepdims=True), ends)
    return layers_backward(W.T.dot(dZ), shared, cache), {
        t: {"dW": w, "db": b} for t, w, b in zip(order, dW, db, strict=True)
    }


def backward_by_summed_gradients(predictions, labels, shared, heads, cache):
    n = sum(int((~np.isnan(Y)).sum()) for Y in labels.values()) or 1
    grads_heads, grads_shared = {}, {}
    for task in heads:
        error = np.nan_to_num(predictions[task] - labels[task], nan=0.0)
        grads_heads[task] = {"dW": error @ cache[-1].T / n, "db": error.sum(1)[:, None] / n}
        own = layers_backward(heads[task]["W"].T @ error / n, shared, cache)
        for key, value in own.items():
            grads_shared[key] = grads_shared.get(key, 0) + value
    return grads_shared, grads_heads


KNOWN = "labelled = max(1, sum(np.sum(~np.isnan(Y)) for Y in labels.values()))"
DZ = "np.where(np.isnan(Y), 0, predictions[task] - Y) / labelled"
SUM = 'dA = dA + heads[task]["W"].T @ dZ'
BACK = "return layers_backward(dA, shared, cache), grads_heads"

EXERCISE = Exercise(
    steps.multitask_backward,
    points=15,
    returns=("grads_shared", "grads_heads"),
    cases=backward_cases,
    mistakes={
        "The shared layers hear only the last task; add what each task says to dA.": slip(
            SUM, 'dA = heads[task]["W"].T @ dZ'
        ),
        "You divide by all entries, missing ones too; the loss divides by the labels that are there.": slip(
            KNOWN, "labelled = sum(Y.size for Y in labels.values())"
        ),
        "You divide by the number of examples; the loss divides by the number of labels that are there.": slip(
            KNOWN, "labelled = A.shape[1]"
        ),
        "You divide each task by its own number of labels; the loss divides all of them by the same number, that of "
        "all "
        "tasks together.": slip(DZ, DZ.replace("labelled", "max(1, np.sum(~np.isnan(Y)))")),
        "You divide nothing by the number of labels; the loss is a mean over them.": slip(" / labelled", ""),
        "What goes down into the shared layers is not divided by the number of labels; dZ is, before anything is "
        "made of "
        "it.": slip(BACK, "return layers_backward(dA * labelled, shared, cache), grads_heads"),
        "The heads' gradients are not divided by the number of labels, those of the shared layers are; divide "
        "dZ.": slip(
            ("dZ @ A.T", "labelled * dZ @ A.T"),
            ("dZ.sum(axis=1, keepdims=True)", "labelled * dZ.sum(axis=1, keepdims=True)"),
        ),
        "A missing label makes NaN of the gradients; what is missing says nothing, so its entry of dZ is 0.": slip(
            DZ, "(predictions[task] - Y) / labelled"
        ),
        "You count a missing label as a no; its entry of dZ is 0.": slip(
            DZ, "(predictions[task] - np.nan_to_num(Y)) / labelled"
        ),
        "Your dZ has the wrong sign: the loss rises with the prediction where the label is 0, so it is ŷ − y.": slip(
            "predictions[task] - Y)", "Y - predictions[task])"
        ),
        "You multiply by ŷ (1 − ŷ) as well; with the cross-entropy that factor has cancelled.": slip(
            DZ, f"{DZ} * predictions[task] * (1 - predictions[task])"
        ),
        "The shared layers' gradient is divided by the number of tasks; the losses of the tasks are added up, so their "
        "gradients are, too.": slip(BACK, "return layers_backward(dA / len(labels), shared, cache), grads_heads"),
        "You multiply dA by A before it goes into the shared layers; layers_backward takes it as it is, and applies "
        "the "
        "ReLU's derivative itself.": slip(BACK, "return layers_backward(dA * A, shared, cache), grads_heads"),
        "The biases' gradients are means over the examples; the division is done, so add up.": slip(
            "dZ.sum(axis=1, keepdims=True)", "dZ.mean(axis=1, keepdims=True)"
        ),
        "The biases' gradients have lost an axis; keepdims=True keeps them columns.": slip(
            "dZ.sum(axis=1, keepdims=True)", "dZ.sum(axis=1)"
        ),
        "The two dictionaries are exchanged: first those of the shared layers.": slip(
            BACK, "return grads_heads, layers_backward(dA, shared, cache)"
        ),
        "Only the first task reaches the shared layers; add what each task says to dA.": slip(
            SUM, 'dA = dA + heads[task]["W"].T @ dZ if not dA.any() else dA'
        ),
    },
    right=[backward_by_stacking, backward_by_summed_gradients],
    hints=[
        "Begin with the slope of one entry's loss in the sum before its sigmoid. A missing entry has none. Then ask "
        "who "
        "reads A: every head, so what they say of it adds up.",
        "dZ_t = (Ŷ_t − Y_t) / labelled, and 0 where a label is missing; dW_t = dZ_t Aᵀ, db_t = Σ dZ_t over the "
        "examples; dA = Σ_t W_tᵀ dZ_t.",
        "dZ = np.where(np.isnan(Y), 0, …) / labelled; dA = dA + …; at the end layers_backward(dA, shared, cache)",
    ],
    topics=[TASKS],
)
