"""What several exercises of this lab are tried on, or share."""

import numpy as np


def weights(rng, n_x, n_a, n_y=None, gates="ruc"):
    """Parameters of a GRU under the course's names, small enough not to saturate; Wy and by where n_y is given."""
    parameters = {}
    for gate in gates:
        parameters["W" + gate] = rng.normal(size=(n_a, n_a + n_x))
        parameters["b" + gate] = rng.normal(size=(n_a, 1))
    if n_y is not None:
        parameters["Wy"], parameters["by"] = rng.normal(size=(n_y, n_a)), rng.normal(size=(n_y, 1))
    return parameters


def by_hand(gates="ruc"):
    """One unit and one input, in round numbers: (xt, a_prev, parameters). Γu is 0.75: turned round, it would show."""
    parameters = {"Wu": np.array([[0.0, 1.0]]), "bu": np.array([[np.log(3) - 1]])}
    parameters |= {"Wc": np.array([[2.0, 1.0]]), "bc": np.array([[0.5]])}
    if "r" in gates:
        parameters |= {"Wr": np.array([[1.0, 0.0]]), "br": np.array([[0.0]])}
        parameters |= {"Wy": np.array([[1.0], [-1.0]]), "by": np.array([[0.0], [0.5]])}
    return np.array([[1.0]]), np.array([[-0.5]]), parameters


def cell_inputs(rng, n_x, n_a, m, n_y=2, gates="ruc"):
    """xt (n_x, m), a_prev (n_a, m) and parameters."""
    return rng.normal(size=(n_x, m)), rng.normal(size=(n_a, m)), weights(rng, n_x, n_a, n_y, gates)


def sequence(rng, n_x, n_a, m, T_x, n_y=2):
    """x (n_x, m, T_x), a0 (n_a, m) and parameters."""
    return rng.normal(size=(n_x, m, T_x)), rng.normal(size=(n_a, m)), weights(rng, n_x, n_a, n_y)


def sigmoid_of(v):
    return 1 / (1 + np.exp(-v))


def both_parts(W, above, below):
    """W [above; below], as two products."""
    n = len(above)
    return W[:, :n] @ above + W[:, n:] @ below
