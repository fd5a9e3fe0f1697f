"""From one number to whole arrays: sigmoid, shapes, normalisation, softmax, losses and a small graph."""

import math

import numpy as np


def basic_sigmoid(x):
    """Squash one number into the open interval (0, 1).

        σ(x) = 1 / (1 + e^(−x))

    x: a single number.
    Returns σ(x), a single number. math.exp raises a TypeError for an array.
    """
    # math.exp of minus x, then one over one plus that
    return 1 / (1 + math.exp(-x))


def forward_graph(a, b, c):
    """Evaluate J = 3(a + bc) one node at a time.

        u = bc,   v = a + u,   J = 3v

    a, b, c: numbers.
    Returns {"u", "v", "J"}, the value at every node.
    """
    # First node: the product of b and c
    u = b * c
    # Second node: a joins in
    v = a + u
    # Last node: three times what arrives
    J = 3 * v
    return {"u": u, "v": v, "J": J}


def backward_graph(a, b, c):
    """Walk the graph of J = 3(a + bc) from J back to its inputs.

        chain rule: dJ/d(input) = dJ/d(node) · d(node)/d(input)

    a, b, c: numbers, the point at which the slopes are taken.
    Returns {"dJ_dv", "dJ_du", "dJ_da", "dJ_db", "dJ_dc"}.
    """
    # J = 3v: by how much does J move when v moves by one?
    dJ_dv = 3.0
    # v = a + u: a and u move v one for one, so they inherit the slope of v
    dJ_da = dJ_dv
    dJ_du = dJ_dv
    # u = bc: when b moves by one, u moves by c; when c moves by one, u moves by b
    dJ_db = dJ_du * c
    dJ_dc = dJ_du * b
    return {"dJ_dv": dJ_dv, "dJ_du": dJ_du, "dJ_da": dJ_da, "dJ_db": dJ_db, "dJ_dc": dJ_dc}


def dot_loop(x, w):
    """Inner product of two vectors, one product at a time.

        z = x[0] w[0] + x[1] w[1] + … + x[n−1] w[n−1]

    x: (n,) vector.    w: (n,) vector.
    Returns z, a single number.
    """
    # Start a running total at zero
    total = 0.0
    # For every position, add the product found there
    for i in range(len(x)):
        total += x[i] * w[i]
    return total


def dot_vectorised(x, w):
    """Inner product of two vectors in a single call to NumPy.

        z = Σ_i x[i] w[i]

    x: (n,) vector.    w: (n,) vector.
    Returns z, a single number.
    """
    # One NumPy function does the whole sum
    return np.dot(x, w)


def image2vector(image):
    """Lay the numbers of one image out as a single column.

    image: (length, height, depth) array.
    Returns v (length · height · depth, 1), in the order in which NumPy stores them: depth runs fastest.
    """
    # Ask for one column, and let NumPy work out how many rows it needs
    return image.reshape(-1, 1)


def normalize_rows(x):
    """Scale every row to length 1 and keep its direction.

        row ← row / ‖row‖,   ‖row‖ = sqrt(Σ_j x[i, j]²)

    x: (n, m) matrix with no row of zeros.
    Returns a new (n, m) matrix whose rows have length 1.
    """
    # Length of each row, kept as a column so that it broadcasts
    lengths = np.linalg.norm(x, axis=1, keepdims=True)  # (n, 1)
    # Divide every entry by the length of its row
    return x / lengths


def softmax(x):
    """Turn each row of scores into positive shares that sum to 1.

        s[i, j] = e^(x[i, j]) / Σ_k e^(x[i, k])

    Subtracting a constant from a row cancels in the quotient, so the row's maximum may go first: then no
    exponential overflows.

    x: (n, m) matrix of scores, any size.
    Returns s (n, m), each row summing to 1.
    """
    # Subtract from each row its own largest entry
    shifted = x - np.max(x, axis=1, keepdims=True)  # (n, m), at most 0
    # Exponential of every entry
    exps = np.exp(shifted)
    # Divide by the sums of the rows, kept as a column
    return exps / np.sum(exps, axis=1, keepdims=True)


def L1(yhat, y):
    """Sum of the absolute errors.

        L1(ŷ, y) = Σ_i |y[i] − ŷ[i]|

    yhat: (m,) predictions.    y: (m,) true values.
    Returns the loss, a single number.
    """
    # Size of every error, then their sum
    return np.sum(np.abs(y - yhat))


def L2(yhat, y):
    """Sum of the squared errors, with no root.

        L2(ŷ, y) = Σ_i (y[i] − ŷ[i])²

    yhat: (m,) predictions.    y: (m,) true values.
    Returns the loss, a single number.
    """
    # Square every error, then sum
    return np.sum((y - yhat) ** 2)
