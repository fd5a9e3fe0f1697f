"""The exercise forward_propagation_with_dropout: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_regularization.common import networks
from utils.steps import regularization as steps


def dropout_cases(rng):
    """By hand; five drawn networks with other shares, 1 / keep_prob never m; everything is kept."""
    drawn = networks(rng)
    drawn[-1] = (drawn[-1][0], drawn[-1][1], as_floats(drawn[-1][2]))
    shares = (0.4, 0.7, 0.9, 0.5, 0.6, 0.8)
    cases = [
        (X, p, keep, np.random.default_rng(k + 3)) for k, ((X, _, p), keep) in enumerate(zip(drawn, shares, strict=1))
    ]
    X, _, parameters = drawn[4]
    return [*cases, (X, parameters, 1, np.random.default_rng(9)), (100 * X, parameters, 0.2, np.random.default_rng(3))]


def as_floats(parameters):
    """The same numbers: whole ones cannot be divided in place."""
    return {key: value.astype(float) for key, value in parameters.items()}


def dropout_wishes(rng):
    """Shares that are none; whole numbers as integers."""
    drawn = networks(rng)
    X, _, parameters = drawn[1]
    cases = [(X, parameters, keep, np.random.default_rng(0)) for keep in (0, 1.5, -0.1)]
    return [*cases, (drawn[-1][0], drawn[-1][2], 0.8, np.random.default_rng(5))]


def by_where(X, parameters, keep_prob=0.5, rng=None):
    if keep_prob <= 0 or keep_prob > 1:
        raise ValueError("keep_prob")
    A, cache = X, []
    for layer in (1, 2):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = np.dot(W, A) + b
        D = 1 * (rng.random(Z.shape) < keep_prob)
        A = np.where(D * (Z > 0), Z, 0) / keep_prob
        cache += [Z, D, A, W, b]
    Z3 = np.dot(parameters["W3"], A) + parameters["b3"]
    A3 = 1 / (1 + np.exp(-Z3))
    return A3, (*cache, Z3, A3, parameters["W3"], parameters["b3"])


def in_place(X, parameters, keep_prob=0.5, rng=None):
    if not 0 < keep_prob <= 1:
        raise ValueError("keep_prob")
    A, cache = X, []
    for layer in (1, 2):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = W @ A + b
        A = np.maximum(Z, 0.0)
        D = (rng.random(A.shape) < keep_prob).astype(float)
        A *= D
        A /= keep_prob
        cache += [Z, D, A, W, b]
    Z3 = parameters["W3"] @ A + parameters["b3"]
    A3 = steps.sigmoid(Z3)
    return A3, (*cache, Z3, A3, parameters["W3"], parameters["b3"])


def as_in_the_course(X, parameters, keep_prob=0.5, rng=None):
    W1, b1, W2, b2, W3, b3 = (parameters[key] for key in ("W1", "b1", "W2", "b2", "W3", "b3"))
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(0, Z1)
    D1 = rng.random((A1.shape[0], A1.shape[1]))
    D1 = (D1 < keep_prob).astype(int)
    A1 = np.multiply(A1, D1)
    A1 = A1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = np.maximum(0, Z2)
    D2 = rng.random((A2.shape[0], A2.shape[1]))
    D2 = (D2 < keep_prob).astype(int)
    A2 = np.multiply(A2, D2)
    A2 = A2 / keep_prob
    Z3 = np.dot(W3, A2) + b3
    A3 = 1 / (1 + np.exp(-Z3))
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


D1, D2 = "(rng.random(A1.shape) < keep_prob)", "(rng.random(A2.shape) < keep_prob)"


EXERCISE = Exercise(
    steps.forward_propagation_with_dropout,
    points=16,
    returns=("A3", "cache"),
    cases=dropout_cases,
    wishes=dropout_wishes,
    mistakes={
        "What stays is not scaled up, so the mean of every activation shrinks; divide by keep_prob.": slip(
            (" / keep_prob\n", "\n")
        ),
        "Layer 1 is masked and not scaled; divide A1 by keep_prob, too.": slip("A1 * D1 / keep_prob", "A1 * D1"),
        "Layer 2 is masked and not scaled; divide A2 by keep_prob, too.": slip("A2 * D2 / keep_prob", "A2 * D2"),
        "Layer 2 reads A1 as it was before dropout; it reads what is left of it.": slip(
            "linear_forward(A1, W2, b2)", "linear_forward(relu(Z1), W2, b2)"
        ),
        "The masks are noted before the comparison, as draws between 0 and 1; a mask is 1 where the draw is below "
        "keep_prob.": slip((" < keep_prob).astype(int)", " + 0)")),
        "Z1 and Z2 in the cache are masked; keep the sums as they were, and mask what relu makes of them.": slip(
            "return A3, (Z1, D1, A1, W1, b1, Z2, D2,", "return A3, (Z1 * D1, D1, A1, W1, b1, Z2 * D2, D2,"
        ),
        "D1 and A1 are exchanged in the cache, and so are D2 and A2: the mask stands before what it has masked.": slip(
            "return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2,", "return A3, (Z1, A1, D1, W1, b1, Z2, A2, D2,"
        ),
        "Units are kept where the draw is above keep_prob, so the wrong share stays; keep where it is below.": slip(
            ("< keep_prob).", "> keep_prob).")
        ),
        "You divide by the share that is dropped, 1 − keep_prob; divide by the share that stays.": slip(
            (" / keep_prob\n", " / (1 - keep_prob if keep_prob < 1 else 1)\n")
        ),
        "What stays is multiplied by keep_prob; divide by it.": slip((" / keep_prob\n", " * keep_prob\n")),
        "The activations are scaled, and nothing is dropped: multiply by the mask.": slip(
            ("A1 * D1 / keep_prob", "A1 / keep_prob"), ("A2 * D2 / keep_prob", "A2 / keep_prob")
        ),
        "One mask serves all examples; each example has a mask of its own, so D1 has the shape of A1.": slip(
            (D1, "(rng.random((len(A1), 1)) < keep_prob)"), (D2, "(rng.random((len(A2), 1)) < keep_prob)")
        ),
        "The scale is put on at the end, on Z3; each layer that was dropped is scaled by itself, before the next reads "
        "it.": slip((" / keep_prob\n", "\n"), ("sigmoid(Z3)", "sigmoid(Z3 / keep_prob)")),
        "The activations that the mask keeps are set to 0, and the others stay; set to 0 where the mask is 0.": slip(
            ("A1 * D1 / keep_prob", "A1 * (1 - D1) / keep_prob"), ("A2 * D2 / keep_prob", "A2 * (1 - D2) / keep_prob")
        ),
        "keep_prob = 1 is refused; it is allowed, and drops nothing.": slip("keep_prob > 1", "keep_prob >= 1"),
        "Layer 2 is left whole; both hidden layers are dropped.": slip(
            ("A2 = A2 * D2 / keep_prob", "A2 = A2 * 1.0"),
        ),
        "Layer 1 is left whole; both hidden layers are dropped.": slip(
            ("A1 = A1 * D1 / keep_prob", "A1 = A1 * 1.0"),
        ),
        "The output is dropped, too; only hidden units are.": slip(
            "A3 = sigmoid(Z3)", "A3 = sigmoid(Z3) * (rng.random(Z3.shape) < keep_prob) / keep_prob"
        ),
        "The draws are normal numbers; of those another share lies below keep_prob: rng.random gives even ones.": slip(
            ("rng.random(", "rng.standard_normal(")
        ),
        "D2 is drawn before D1; the masks come layer by layer.": slip(
            ("    Z1, _ = linear", "    early = rng.random((len(W2), X.shape[1]))\n    Z1, _ = linear"),
            (D2, "(early < keep_prob)"),
        ),
        "The cache has the activations as they were before dropout; keep those that the next layer has read.": slip(
            "return A3, (Z1, D1, A1,", "return A3, (Z1, D1, np.maximum(Z1, 0),"
        ),
        "The ReLUs are missing: A1 and A2 start from relu(Z1) and relu(Z2).": slip(
            ("relu(Z1)", "Z1 * 1.0"), ("relu(Z2)", "Z2 * 1.0")
        ),
        "The ReLU of layer 1 is missing: A1 starts from relu(Z1).": slip("relu(Z1)", "Z1 * 1.0"),
        "The ReLU of layer 2 is missing: A2 starts from relu(Z2).": slip("relu(Z2)", "Z2 * 1.0"),
        "The masks are exchanged in the cache: D1 stands behind Z1, and D2 behind Z2.": slip(
            "return A3, (Z1, D1, A1, W1, b1, Z2, D2,", "return A3, (Z1, D2, A1, W1, b1, Z2, D1,"
        ),
    },
    accepted={
        "D1 and D2 hold True and False; as a mask that is as good as 1 and 0.": slip(".astype(int)", ""),
    },
    right=[by_where, in_place, as_in_the_course],
    hints=[
        "A mask for each hidden layer, with an entry for each unit of each example.",
        "D is (rng.random(A.shape) < keep_prob).astype(int), 1 for what stays; A * D / keep_prob, and the next layer "
        "reads that.",
        "A1 = relu(Z1); D1 = (rng.random(A1.shape) < keep_prob).astype(int); A1 = A1 * D1 / keep_prob; the same with "
        "A2; A3 = sigmoid(Z3) stays whole.",
    ],
    topics=["inverted dropout"],
)
