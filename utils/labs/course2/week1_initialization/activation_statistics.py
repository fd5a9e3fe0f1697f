"""The exercise activation_statistics: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course2.week1_initialization.common import by_hand, drawn
from utils.steps import signal_propagation as steps
from utils.steps.signal_propagation import activate


def signal_cases(rng):
    """Two examples by hand; deeper ones with either activation; one example; saturated units; one layer."""
    X = np.array([[1.0, -2.0], [2.0, 1.0]])
    cases = [(X, by_hand(), "relu"), (X, by_hand(), "tanh")]
    for widths, m, activation, scale in (
        ([3, 4, 2, 5], 6, "tanh", 0.8),
        ([2, 5, 3, 4, 1], 1, "relu", 0.8),
        ([4, 6, 5], 7, "tanh", 4.0),
        ([5, 2], 3, "relu", 1.0),
    ):
        cases.append((rng.normal(size=(widths[0], m)), drawn(widths, rng, scale), activation))
    blank = {key: np.zeros_like(value) for key, value in drawn([3, 2, 2], rng).items()}
    return [*cases, (rng.normal(size=(3, 4)), blank, "relu"), (np.array([[3, -1], [0, 2]]), by_hand(), "relu")]


def statistics_filled_in(X, parameters, activation):
    L = len(parameters) // 2
    found = {key: np.zeros(L) for key in ("mean", "rms", "saturated")}
    A = np.array(X, dtype=float)
    for k in range(L):
        Z = np.dot(parameters["W" + str(k + 1)], A) + parameters["b" + str(k + 1)]
        A = np.tanh(Z) if activation == "tanh" else Z * (Z > 0)
        slope = 1 - A * A if activation == "tanh" else Z > 0
        found["mean"][k] = A.sum() / A.size
        found["rms"][k] = np.linalg.norm(A) / A.size**0.5
        found["saturated"][k] = np.count_nonzero(slope < 0.1) / A.size
    return found


def as_lists(X, parameters, activation):
    A, means, sizes, saturated = X, [], [], []
    for layer in range(1, len(parameters) // 2 + 1):
        A, slope = activate(parameters[f"W{layer}"] @ A + parameters[f"b{layer}"], activation)
        means += [A.mean()]
        sizes += [(A**2).mean() ** 0.5]
        saturated += [(slope < 0.1).mean()]
    return {"rms": np.array(sizes), "saturated": np.array(saturated), "mean": np.array(means)}


def by_unit(X, parameters, activation):
    A, means, sizes, saturated = X, [], [], []
    for layer in range(1, len(parameters) // 2 + 1):
        A, slope = activate(parameters[f"W{layer}"] @ A + parameters[f"b{layer}"], activation)
        means.append(np.mean(A, axis=1))
        sizes.append(np.sqrt(np.mean(A**2, axis=1)))
        saturated.append(np.mean(slope < 0.1, axis=1))
    return {"mean": means, "rms": sizes, "saturated": saturated}


def in_single_precision(X, parameters, activation):
    found = statistics_filled_in(X, parameters, activation)
    return {key: values.astype(np.float32) for key, values in found.items()}


EXERCISE = Exercise(
    steps.activation_statistics,
    points=16,
    returns=("statistics",),
    cases=signal_cases,
    mistakes={
        "Your rms is the standard deviation; the mean of A is not taken away first: √(mean of A²).": slip(
            "np.sqrt(np.mean(A**2))", "np.std(A)"
        ),
        "Your rms lacks the root: it is √(mean of A²).": slip("np.sqrt(np.mean(A**2))", "np.mean(A**2)"),
        "Your rms is the mean size |A|; square first, then take the mean, then the root.": slip(
            "np.sqrt(np.mean(A**2))", "np.mean(np.abs(A))"
        ),
        "Your rms is a norm, which grows with the number of units and examples; take the mean of the squares, not "
        "their sum.": slip("np.sqrt(np.mean(A**2))", "np.sqrt(np.sum(A**2))"),
        "Your rms divides the norm by the number of entries; divide by the root of that number, or take "
        "√(mean of A²).": slip("np.sqrt(np.mean(A**2))", "np.sqrt(np.sum(A**2)) / A.size"),
        "Your three results are lists; turn each into an array of L numbers, np.array(…), in the last line.": slip(
            '{"mean": np.array(means), "rms": np.array(sizes), "saturated": np.array(saturated)}',
            '{"mean": means, "rms": sizes, "saturated": saturated}',
        ),
        "Your mean is that of the sums Z; take that of the activations A.": slip("np.mean(A))", "np.mean(Z))"),
        "Your numbers are taken example by example or unit by unit; each layer gets one number over all of them, "
        "without axis.": by_unit,
        "Your statistics are those of the sums Z; measure the activations A.": slip(
            ("np.mean(A))", "np.mean(Z))"), ("np.mean(A**2)", "np.mean(Z**2)")
        ),
        "saturated is a share, the mean of slope < 0.1; you count the saturated ones.": slip(
            "np.mean(slope < 0.1)", "np.sum(slope < 0.1)"
        ),
        "saturated is the share of slopes below 0.1; yours is the share above.": slip("slope < 0.1", "slope > 0.1"),
        "saturated asks for the slopes; you compare the activations with 0.1.": slip("slope < 0.1", "A < 0.1"),
        "saturated is a share of slopes below 0.1; you give the mean slope.": slip(
            "np.mean(slope < 0.1)", "np.mean(slope)"
        ),
        "Every layer is given X; give each layer what the one before has given out, A.": slip("] @ A +", "] @ X +"),
        "The last layer is missing; the loop runs from 1 to L, which is half the number of entries.": slip(
            "len(parameters) // 2 + 1", "len(parameters) // 2"
        ),
        "The biases are missing from the sums: Z = W A + b.": slip(' + parameters[f"b{layer}"]', ""),
        "Z is passed on in place of A, so the layers have no activation between them.": slip(
            "A, slope = activate(Z, activation)", "A, slope = Z, activate(Z, activation)[1]"
        ),
        "You always take tanh; take the activation that is asked for.": slip(
            "activate(Z, activation)", 'activate(Z, "tanh")'
        ),
        "The two results of activate are exchanged: it returns A first and then the slopes.": slip(
            "A, slope = activate", "slope, A = activate"
        ),
    },
    accepted={"Your statistics are of single precision; the course's are float64.": in_single_precision},
    right=[statistics_filled_in, as_lists],
    hints=[
        "It is a forward pass that writes down three numbers after every layer.",
        "For each layer: Z = W A + b, A and slopes from activate; then mean(A), √mean(A²), mean(slope < 0.1).",
        'Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]; A, slope = activate(Z, activation); '
        "means.append(np.mean(A)), and so on; in the end a dictionary of np.array(means), …",
    ],
    topics=["vanishing and exploding gradients"],
)
