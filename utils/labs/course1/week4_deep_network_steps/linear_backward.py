"""The exercise linear_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course1.week4_deep_network_steps.common import _layer, linear_cases
from utils.steps import deep_network as steps


def linear_backward_cases(rng):
    readable = (np.array([[1.0, -2.0], [0.0, 3.0]]), linear_cases(rng)[0])
    shapes = [(1, 3, 1), (4, 2, 5), (3, 1, 2), (2, 4, 3)]
    return [readable, *[(rng.standard_normal((n, m)), _layer(rng, n, k, m)) for n, k, m in shapes]]


def linear_backward_by_loops(dZ, cache):
    A_prev, W, b = cache
    dA_prev, dW, db = np.zeros(A_prev.shape), np.zeros(W.shape), np.zeros(b.shape)
    (n, m), n_prev = dZ.shape, len(A_prev)
    for k in range(m):
        for i in range(n):
            db[i, 0] += dZ[i, k] / m
            for j in range(n_prev):
                dW[i, j] += dZ[i, k] * A_prev[j, k] / m
                dA_prev[j, k] += W[i, j] * dZ[i, k]
    return dA_prev, dW, db


def linear_backward_by_einsum(dZ, cache):
    A_prev, W, _ = cache
    dW = np.einsum("ik,jk->ij", dZ, A_prev) / A_prev.shape[1]
    return np.einsum("ij,ik->jk", W, dZ), dW, np.mean(dZ, axis=1).reshape(-1, 1)


EXERCISE = Exercise(
    steps.linear_backward,
    points=14,
    returns=("dA_prev", "dW", "db"),
    cases=linear_backward_cases,
    mistakes={
        "Your dW is a sum over the examples; divide it by m.": slip("dZ @ A_prev.T / m", "dZ @ A_prev.T"),
        "Your db is a sum over the examples; divide it by m.": slip("keepdims=True) / m", "keepdims=True)"),
        "Your dW and db are sums over the examples; divide both by m.": slip(
            (" @ A_prev.T / m", " @ A_prev.T"), ("keepdims=True) / m", "keepdims=True)")
        ),
        "You divide dA_prev by m too; only dW and db average over the examples, dA_prev has a column for each.": slip(
            "W.T @ dZ", "W.T @ dZ / m"
        ),
        "Your db sums over the units; sum over the examples, axis=1, and keep the dimension.": slip("axis=1", "axis=0"),
        "Your db has lost a dimension; keep it a column (n, 1) with keepdims=True.": slip(", keepdims=True", ""),
        "Your db adds up everything into one number; each unit has its own: axis=1, keepdims=True.": slip(
            "np.sum(dZ, axis=1, keepdims=True)", "np.sum(dZ)"
        ),
        "Your m counts the units of the layer before; the examples are the columns, A_prev.shape[1].": slip(
            "A_prev.shape[1]", "A_prev.shape[0]"
        ),
        "Your dW is transposed: (n, m) times (m, n_prev) gives W's shape, dZ @ A_prev.T.": slip(
            "dZ @ A_prev.T", "A_prev @ dZ.T"
        ),
        "Your dA_prev uses W as it is; on the way back it is transposed.": slip("W.T @ dZ", "W @ dZ"),
        "Your dA_prev is transposed: its columns are examples, W.T @ dZ.": slip("W.T @ dZ", "dZ.T @ W"),
        "Your m counts the units of this layer; the examples are the columns, dZ.shape[1].": slip(
            "A_prev.shape[1]", "dZ.shape[0]"
        ),
        "Your three results are in another order; return dA_prev, dW, db.": slip(
            "return dA_prev, dW, db", "return dW, db, dA_prev"
        ),
    },
    right=[linear_backward_by_loops, linear_backward_by_einsum],
    hints=[
        "Let the shapes choose: dW must be (n, n_prev) and dA_prev (n_prev, m), out of dZ, A_prev and W.",
        "dW = (1/m) dZ A_prevᵀ;  db = (1/m) × the sum of dZ along each row, a column;  dA_prev = Wᵀ dZ.",
        "dW = dZ @ A_prev.T / m; db = np.sum(dZ, axis=1, keepdims=True) / m; dA_prev = W.T @ dZ.",
    ],
    topics=["backward block", "shapes", "backpropagation"],
)
