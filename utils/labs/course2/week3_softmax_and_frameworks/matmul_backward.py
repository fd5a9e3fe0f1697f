"""The exercise matmul_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.steps import gradient_rules as rules


def matrix_cases(rng):
    """A row times a column, then all sizes different, squares, one column, an outer product."""
    cases = [(np.array([[2.0]]), np.array([[1.0, 3.0]]), np.array([[4.0], [5.0]]))]
    for n, k, m in [(2, 3, 4), (3, 3, 3), (4, 2, 1), (3, 1, 2), (1, 4, 3)]:
        cases.append((rng.normal(size=(n, m)), rng.normal(size=(n, k)), rng.normal(size=(k, m))))
    return cases


def by_loops(g, a, b):
    (n, k), m = a.shape, b.shape[1]
    da, db = np.zeros((n, k)), np.zeros((k, m))
    for i in range(n):
        for j in range(m):
            da[i] += g[i, j] * b[:, j]
            db[:, j] += g[i, j] * a[i]
    return da, db


def by_einsum(g, a, b):
    return np.einsum("nm,km->nk", g, b), np.einsum("nm,nk->km", g, a)


def by_dots(g, a, b):
    return np.dot(g, np.transpose(b)), np.dot(np.transpose(a), g)


DA, DB = "g @ b.T", "a.T @ g"

EXERCISE = Exercise(
    rules.matmul_backward,
    points=8,
    returns=("da", "db"),
    cases=matrix_cases,
    mistakes={
        "The factors of da stand in the wrong order: g comes first, because its rows are those of a.": slip(
            DA, "b.T @ g"
        ),
        "The factors of db stand in the wrong order: a comes first, because its columns are the rows of b.": slip(
            DB, "g @ a.T"
        ),
        "Both products have their factors in the wrong order; the shapes say which comes first.": slip(
            (DA, "b.T @ g"), (DB, "g @ a.T")
        ),
        "da needs b transposed: its sum runs over the m columns of g and of b.": slip(DA, "g @ b"),
        "db needs a transposed: its sum runs over the n rows of g and of a.": slip(DB, "a @ g"),
        "Nothing is transposed; da sums over the columns of g, db over its rows.": slip((DA, "g @ b"), (DB, "a @ g")),
        "Your gradients are themselves transposed: each has the shape of its operand.": slip(
            (DA, "b @ g.T"), (DB, "g.T @ a")
        ),
        "The gradients are exchanged: return that of a first.": slip("return da, db", "return db, da"),
        "You divide by the number of columns; a rule only passes on, the 1/m came with g from the mean.": slip(
            (DA, "g @ b.T / g.shape[1]"), (DB, "a.T @ g / g.shape[1]")
        ),
        "You divide db by the number of rows; a rule only passes on what g holds.": slip(DB, "a.T @ g / len(g)"),
        "You multiply element by element; here sums run over rows and columns, which @ does.": slip(
            (DA, "g * b.T"), (DB, "a.T * g")
        ),
        "g is missing: these are the operands alone.": slip(
            (DA, "np.ones_like(g) @ b.T"), (DB, "a.T @ np.ones_like(g)")
        ),
    },
    right=[by_loops, by_einsum, by_dots],
    hints=[
        "Write one entry: y_ij = Σ_k a_ik b_kj. Which entries of y does a_ik move, and by how much?",
        "da = g bᵀ and db = aᵀ g; the shapes leave no other way.",
        "da = g @ …; db = … @ g",
    ],
    topics=["automatic differentiation"],
)
