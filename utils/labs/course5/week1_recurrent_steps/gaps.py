"""How much of a gradient arrives after a gap, and what an LSTM keeps whose gates are set by hand."""

import numpy as np

from utils.labs.course5.week1_recurrent_steps.networks import BATCH, FUNCTIONS, recall, start_of

N_X, N_A, M, T_X = 4, 32, 4, 61  # of the networks whose gradients are followed
GAP = T_X - 1
STEPS = 50  # of the sequence that the gates by hand have to outlast
MARKED = 2  # the step whose value is marked, counted from 0


def gradient_by_gap(x, parameters, forward, backward, rng):
    """The gradient with respect to the input, by its distance from the last step: (T_x,), as a share of that at gap 0.

    The cost is a random weighted sum of the last state, so da is 0 at all other steps.
    """
    n_a = parameters["Wya" if "Wya" in parameters else "Wy"].shape[1]
    a, *_, caches = forward(x, np.zeros((n_a, x.shape[1])), parameters)
    da = np.zeros(a.shape)
    da[:, :, -1] = rng.normal(size=a.shape[:2])
    lengths = np.linalg.norm(backward(da, caches)["dx"], axis=0)  # (m, T_x)
    return np.mean(lengths, axis=0)[::-1] / np.mean(lengths[:, -1])


def fresh_network(cell, seed, scale=1.0, forget_bias=0.0, inputs=0.3, T_x=T_X):
    """x (N_X, M, T_x) of noise, and parameters as they are before training; scale: of the recurrent weights."""
    rng = np.random.default_rng(seed)
    parameters = start_of(cell, rng, forget_bias, scale, n_x=N_X, n_a=N_A, n_y=2, inputs=inputs)
    return rng.normal(size=(N_X, M, T_x)), parameters


def shares_of_networks(cell, seeds, forward, backward, **settings):
    """`gradient_by_gap` of a fresh network for each seed: (len(seeds), T_x).    settings: of `fresh_network`."""
    shares = []
    for seed in seeds:
        x, parameters = fresh_network(cell, seed, **settings)
        shares.append(gradient_by_gap(x, parameters, forward, backward, np.random.default_rng([seed, 1])))
    return np.array(shares)


def mean_by_gap(cell, seeds=range(5), **settings):
    """The geometric mean of `gradient_by_gap` over fresh networks: (T_X,).    settings: of `fresh_network`."""
    shares = shares_of_networks(cell, seeds, *FUNCTIONS[cell], **settings)
    return np.exp(np.mean(np.log(np.maximum(shares, 1e-300)), axis=0))


def values_and_mark(steps=STEPS, seed=23):
    """x (2, 1, steps): values of −1 and 1 with a 1 at step MARKED, and below them the mark."""
    x = np.zeros((2, 1, steps))
    x[0, 0] = np.random.default_rng(seed).choice([-1.0, 1.0], steps)
    x[0, 0, MARKED] = 1
    x[1, 0, MARKED] = 1
    return x


def hand_set(forget=10.0, mark=20.0, output=10.0):
    """An LSTM of one unit that writes the marked value and keeps it; its gates read no state.

    forget: bias of the forget gate.    mark: weight of the mark at the update gate, whose bias is −mark / 2.
    output: bias of the output gate.
    """
    W = {"Wf": [0, 0, 0], "Wi": [0, 0, mark], "Wc": [0, 1, 0], "Wo": [0, 0, 0]}  # on [a_prev; value; mark]
    b = {"bf": forget, "bi": -mark / 2, "bc": 0, "bo": output}
    parameters = {name: np.array([row], float) for name, row in W.items()}
    parameters |= {name: np.array([[bias]], float) for name, bias in b.items()}
    return parameters | {"Wy": np.array([[0.0], [4.0]]), "by": np.zeros((2, 1))}


def all_open():
    """An LSTM of one unit with all gates open and a candidate of 1, whatever comes in."""
    parameters = {f"W{gate}": np.zeros((1, 2)) for gate in "fico"} | {
        f"b{gate}": np.full((1, 1), 20.0) for gate in "fico"
    }
    return parameters | {"Wy": np.ones((1, 1)), "by": np.zeros((1, 1))}


def share_at_the_mark(cell, T_x, start, seeds=range(5)):
    """The gradient that reaches the middle of the marked steps of `recall` before training, as a share of gap 0.

    start: arguments of `start_of`.    Returns the geometric mean over seeds.
    """
    logs = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        x, _ = recall(BATCH, T_x, rng)
        logs.append(np.log(gradient_by_gap(x, start_of(cell, rng, **start), *FUNCTIONS[cell], rng)[T_x - 3]))
    return float(np.exp(np.mean(logs)))
