"""The exercise predict: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week1_cnn_application.common import normed
from utils.layers import Dense, Flatten, Sequential
from utils.steps import cnn_application as steps
from utils.steps.cnn_application import predict


def crowded(network, most):
    """A network whose first layer has room for so many images only."""
    first = network.layers[0]

    def forward(x, **settings):
        if len(x) > most:
            raise ValueError(f"{len(x)} images at once, and there is room for {most}: hand on batch_size at a time")
        return type(first).forward(first, x, **settings)

    first.forward = forward
    return network


def predict_cases(rng):
    tiny = Sequential(Flatten(), Dense(2, 3, rng))
    tiny.layers[1].W[:] = [[1, 0, -1], [0, 1, -1]]
    four = np.array([[3.0, 1.0], [0.0, 2.0], [-1.0, -4.0], [2.0, 1.5]]).reshape(4, 1, 2, 1)
    return [
        (tiny.cast(np.float64), four, 2),
        (crowded(normed(rng).cast(np.float64), 4), rng.normal(size=(11, 6, 7, 2)), 4),
        (normed(rng).cast(np.float64), rng.normal(size=(9, 6, 7, 2)), 20),
        (normed(rng).cast(np.float64), rng.normal(size=(1, 6, 7, 2)), 1),
        (normed(rng).cast(np.float64), rng.normal(size=(6, 6, 7, 2)), 3),
    ]


def predict_by_loop(network, X, batch_size=256):
    labels = np.zeros(len(X), dtype=int)
    for start in range(0, X.shape[0], batch_size):
        stop = min(start + batch_size, X.shape[0])
        for i, scores in enumerate(network.forward(X[start:stop])):
            labels[start + i] = list(scores).index(scores.max())
    return labels


def predict_by_splitting(network, X, batch_size=256):
    parts = np.array_split(X, range(batch_size, len(X), batch_size))
    return np.hstack([network.forward(part, train=False).argmax(axis=-1) for part in parts])


def predict_by_sorting(network, X, batch_size=256):
    parts = [X[start : start + batch_size] for start in range(0, len(X), batch_size)]
    return np.concatenate([network.forward(part).argsort(axis=1)[:, -1] for part in parts])


def predict_whole_batches(network, X, batch_size=256):
    return predict(network, X[: len(X) // batch_size * batch_size], batch_size)


def predict_at_once(network, X, batch_size=256):
    return np.argmax(network.forward(X), axis=1)


def predict_the_last(network, X, batch_size=256):
    for start in range(0, len(X), batch_size):
        labels = np.argmax(network.forward(X[start : start + batch_size]), axis=1)
    return labels


FLOAT_LABELS = (
    "Your labels are floats; they are whole numbers, as np.argmax gives them or np.zeros(m, dtype=int) holds."
)


NO_DEFAULT = "batch_size has no default in your first line; write batch_size=256, so that one may leave it out."


def labels_by_default(due, came):
    if due.error is None and came.error is not None:
        return NO_DEFAULT
    return None if due.error is not None or np.asarray(came.value).dtype.kind in "iu" else FLOAT_LABELS


EXERCISE = Exercise(
    steps.predict,
    points=5,
    returns=("labels",),
    cases=predict_cases,
    mistakes={
        "You look for the largest score of each class; look along the classes of each image, axis=1.": slip(
            "axis=1", "axis=0"
        ),
        "You look for the place among all scores of a batch; look in each row, axis=1.": slip(
            "np.argmax(scores, axis=1)", "np.atleast_1d(np.argmax(scores))"
        ),
        "You return the largest scores; return their places, by np.argmax.": slip("np.argmax(scores", "np.max(scores"),
        "The images behind the last full batch get no label; let the last batch have "
        "what is left.": predict_whole_batches,
        "You return the labels of the last batch; collect those of all batches.": predict_the_last,
        "Your return stands inside the loop and ends it after the first batch; move it to the left.": slip(
            "    # The batches' labels one after the other\n    return np.concatenate(labels)",
            "        return np.concatenate(labels)",
        ),
        "You return a list of arrays, one for each batch; np.concatenate joins them.": slip(
            "np.concatenate(labels)", "labels"
        ),
        "Your layers believe that they learn, so an image's label depends on its batch; leave train out.": slip(
            "batch_size])", "batch_size], train=True)"
        ),
        "Your batches overlap, for start moves by 1; the range's step is batch_size.": slip(
            "len(X), batch_size)", "len(X))"
        ),
        "All images go through at once; go through X by batch_size at a time, and collect the labels.": predict_at_once,
        "You send all images through at once for every batch; take X[start : start + batch_size].": slip(
            "X[start : start + batch_size]", "X"
        ),
        "You return the scores; return the place of the largest in each row, np.argmax(scores, axis=1).": slip(
            "np.argmax(scores, axis=1)", "scores"
        ),
        NO_DEFAULT: slip("batch_size=256", "batch_size"),
        FLOAT_LABELS: slip("np.concatenate(labels)", "np.concatenate(labels).astype(float)"),
    },
    right=[predict_by_loop, predict_by_splitting, predict_by_sorting],
    hints=[
        "The batches of `train`, in their own order and without learning.",
        "X[start : start + batch_size] may be shorter at the end; np.argmax(…, axis=1) looks along each row.",
        "labels.append(np.argmax(network.forward(X[start : start + batch_size]), axis=1)), and join at the end.",
    ],
    topics=["simple CNN"],
    judge=labels_by_default,
    left_out=1,
)
