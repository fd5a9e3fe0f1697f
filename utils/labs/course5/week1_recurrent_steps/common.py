"""What the exercises of this lab are tried on, and mistakes that several of them share."""

import numpy as np

from utils.checking import slip
from utils.steps import lstm, rnn

SIZES = [(3, 4, 5, 2), (2, 3, 1, 4), (4, 2, 2, 3), (2, 2, 3, 2)]  # n_x, n_a, m, n_y
STEPS = (4, 1, 3, 6)  # T_x, in the order of SIZES


def rnn_parameters(rng, n_x, n_a, n_y):
    """Weights and biases of a recurrent cell, small enough not to saturate it."""
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a), "ba": (n_a, 1), "by": (n_y, 1)}
    return {key: rng.normal(0, 0.6, shape) for key, shape in shapes.items()}


def lstm_parameters(rng, n_x, n_a, n_y):
    """Weights and biases of an LSTM."""
    shapes = {f"W{gate}": (n_a, n_a + n_x) for gate in "fico"} | {f"b{gate}": (n_a, 1) for gate in "fico"}
    shapes |= {"Wy": (n_y, n_a), "by": (n_y, 1)}
    return {key: rng.normal(0, 0.6, shape) for key, shape in shapes.items()}


def readable_rnn():
    """One unit, one input, two classes, in round numbers."""
    return {
        "Wax": np.array([[1.0]]),
        "Waa": np.array([[0.5]]),
        "Wya": np.array([[1.0], [-1.0]]),
        "ba": np.array([[0.25]]),
        "by": np.array([[0.0], [1.0]]),
    }


def readable_lstm():
    """One unit, one input, two classes; the forget gate is nearly open, the others half."""
    parameters = {f"W{gate}": np.array([[0.5, 1.0]]) for gate in "fico"}
    parameters |= {"bf": np.array([[2.0]]), "bi": np.array([[0.5]]), "bc": np.array([[0.0]]), "bo": np.array([[-0.5]])}
    return parameters | {"Wy": np.array([[1.0], [-1.0]]), "by": np.array([[0.0], [1.0]])}


def rnn_cells(rng):
    """(xt, a_prev, parameters): one number each, then several shapes, then inputs of whole numbers."""
    cases = [(np.array([[1.0]]), np.array([[0.5]]), readable_rnn())]
    for n_x, n_a, m, n_y in SIZES:
        cases.append((rng.normal(size=(n_x, m)), rng.normal(size=(n_a, m)), rnn_parameters(rng, n_x, n_a, n_y)))
    return [*cases, (np.eye(3), rng.normal(size=(2, 3)), rnn_parameters(rng, 3, 2, 2))]


def lstm_cells(rng):
    """(xt, a_prev, c_prev, parameters), as `rnn_cells`."""
    cases = [(np.array([[1.0]]), np.array([[0.5]]), np.array([[-2.0]]), readable_lstm())]
    for n_x, n_a, m, n_y in SIZES:
        states = [rng.normal(size=(n_a, m)) for _ in range(2)]
        cases.append((rng.normal(size=(n_x, m)), *states, lstm_parameters(rng, n_x, n_a, n_y)))
    return [*cases, (np.eye(3), *rng.normal(size=(2, 2, 3)), lstm_parameters(rng, 3, 2, 2))]


def sequences(rng, readable, draw):
    """(x, a0, parameters) of two readable steps, then of several shapes; a0 is not 0.

    readable, draw: the functions above that make the parameters.
    """
    cases = [(np.array([[[1.0, -1.0]]]), np.array([[0.5]]), readable())]
    for (n_x, n_a, m, n_y), T_x in zip(SIZES, STEPS, strict=True):
        cases.append((rng.normal(size=(n_x, m, T_x)), rng.normal(size=(n_a, m)), draw(rng, n_x, n_a, n_y)))
    return cases


def rnn_sequences(rng):
    """Sequences for a recurrent network."""
    return sequences(rng, readable_rnn, rnn_parameters)


def lstm_sequences(rng):
    """Sequences for an LSTM."""
    return sequences(rng, readable_lstm, lstm_parameters)


def rnn_gradients(rng):
    """(da, caches) of sequences."""
    return _with_gradients(rng, rnn.rnn_forward, rnn_sequences(rng))


def lstm_gradients(rng):
    """(da, caches) of sequences."""
    return _with_gradients(rng, lstm.lstm_forward, lstm_sequences(rng))


def _with_gradients(rng, forward, cases):
    found = []
    for x, a0, parameters in cases:
        a, *_, caches = forward(x, a0, parameters)
        found.append((np.array([[[2.0, 1.0]]]) if not found else rng.normal(size=a.shape), caches))
    return found


def whole_inputs(rng, forward, readable):
    """(da, caches) where the inputs are 0 and 1 as integers, as one-hot inputs may be."""
    a, *_, caches = forward(np.array([[[1, 0, 1]]]), np.array([[0.5]]), readable())
    return [(rng.normal(size=a.shape), caches)]


def about_prediction(sums, shown):
    """Mistakes of the prediction in both cells.    sums: its weighted sums.    shown: the state that it reads."""
    return {
        "Your prediction is not a distribution: its columns do not add up to 1; a softmax is due.": slip(
            f"softmax({sums})", sums
        ),
        "Your softmax runs along the examples; each column, one example, adds up to 1.": slip(
            f"softmax({sums})", f"softmax(({sums}).T).T"
        ),
        "Your prediction takes a sigmoid of each class; the classes share one softmax.": slip(
            f"softmax({sums})", f"1 / (1 + np.exp(-({sums})))"
        ),
        "Your prediction leaves out by.": slip(sums, sums.rsplit(" + ", 1)[0]),
        "Your prediction reads the state before this step; it reads the new one.": slip(
            sums, sums.replace(shown, "a_prev")
        ),
    }


def about_steps(cell):
    """Mistakes that both passes forward over the sequence share.    cell: the cell's name."""
    return {
        "Every step starts from a0; pass the new state on to the next step.": slip(
            f"{cell}(x[:, :, t], a_next", f"{cell}(x[:, :, t], a0"
        ),
        "You start from zeros; the first step reads the state a0.": slip("a_next = a0", "a_next = np.zeros_like(a0)"),
        "You run from the last step to the first; time runs forward here.": slip(
            "in range(T_x)", "in reversed(range(T_x))"
        ),
        "Every step reads the first step's input; step t reads x[:, :, t].": slip("x[:, :, t]", "x[:, :, 0]"),
        "The last step is missing; t runs through range(T_x).": slip("in range(T_x)", "in range(T_x - 1)"),
        "The first step is missing; t begins at 0.": slip("in range(T_x)", "in range(1, T_x)"),
        "Your list of caches stays empty; append the cache of every step.": slip("        caches.append(cache)\n", ""),
        "Your list of caches holds the last step's only; append each step's cache.": slip(
            "caches.append(cache)", "caches = [cache]"
        ),
        "Your caches lack x; return the pair (caches, x).": slip("(caches, x)", "caches"),
        "Your caches begin with x; the list comes first, then x.": slip("(caches, x)", "(x, caches)"),
    }


def about_time():
    """Mistakes that both passes back through time share."""
    return {
        "You leave out what comes back from the step after; add da_prev to da[:, :, t].": slip(
            "da[:, :, t] + da_prev", "da[:, :, t]"
        ),
        "You leave out the steps' own predictions; add da[:, :, t] to da_prev, for a state works on both.": slip(
            "da[:, :, t] + da_prev", "da_prev"
        ),
        "You go from the first step to the last; gradients come from later steps, so begin with the last.": slip(
            "in reversed(range(T_x))", "in range(T_x)"
        ),
        "Your gradients of the weights keep the last step that you visit; the same weights act at every step, so add "
        "up.": slip('gradients["d" + name] += step', 'gradients["d" + name] = step'),
        "You divide the weights' gradients by T_x; each step adds its share to the sum.": slip(
            'step["d" + name]', 'step["d" + name] / T_x'
        ),
        "You divide the weights' gradients by m; they are sums over the examples.": slip(
            'step["d" + name]', 'step["d" + name] / m'
        ),
        "Your da_prev is added up over all steps; a step passes on only what its own cell gives.": slip(
            'da_prev = step["da_prev"]', 'da_prev = da_prev + step["da_prev"]'
        ),
        "Every step uses the first step's cache; step t needs caches[t].": slip("caches[t]", "caches[0]"),
        "Every step uses the last step's cache; step t needs caches[t].": slip("caches[t]", "caches[-1]"),
        "You leave out the first step; t goes down to 0.": slip("reversed(range(T_x))", "reversed(range(1, T_x))"),
        "You leave out the last step; t begins at T_x − 1.": slip("reversed(range(T_x))", "reversed(range(T_x - 1))"),
        "Your da0 is 0; it is the da_prev of the first step's cell.": slip(
            'gradients["da0"] = da_prev', 'gradients["da0"] = np.zeros((n_a, m))'
        ),
        "Your da0 adds da of the first step; that belongs to the state after it, not before.": slip(
            'gradients["da0"] = da_prev', 'gradients["da0"] = da_prev + da[:, :, 0]'
        ),
        "Your dx stands in the order in which you visit the steps; put dxt under its own t.": slip(
            '["dx"][:, :, t]', '["dx"][:, :, T_x - 1 - t]'
        ),
        "Your dx keeps one step; put dxt under its own t.": slip('["dx"][:, :, t]', '["dx"][:, :, 0]'),
        "You count da of the last step twice; nothing comes from after the last step, so begin with zeros.": slip(
            "da_prev = np.zeros((n_a, m))", "da_prev = da[:, :, -1]"
        ),
        "Your dx has the type of x, so for whole numbers all that follows the point is cut off; make it "
        "np.zeros(x.shape).": slip("np.zeros(x.shape)", "np.zeros_like(x)"),
    }
