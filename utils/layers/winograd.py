"""Winograd's minimal filtering: convolution at stride 1 with fewer multiplications.

A filter of three rows makes four rows of output from six rows of an image, with 12 products of rows. Six are enough.
Multiplying polynomials of three and of four coefficients gives six coefficients; they can be found from the product's
values at six points, and a value is one multiplication. Convolution is this map transposed. So six rows become six
values, are multiplied by the filters' six values, and become four rows: half the work of the matrix products, which
are nearly all of the work. Along a row, windows are multiplied by filters as always.

Winograd, "Arithmetic Complexity of Computations" (1980); Lavin, Gray, "Fast Algorithms for Convolutional Neural
Networks" (2015).
"""

import functools

import numpy as np
from numpy.lib.stride_tricks import as_strided

from utils.layers.windows import FEW, strips

POINTS = (0, 0.75, -0.75, 1.5, -1.5)  # and infinity; near 1, so that powers stay near 1 and float32 keeps its digits
SIX = len(POINTS) + 1


def values(terms):
    """The matrix (6, terms) that takes a polynomial's coefficients to its values at the six points."""
    finite = np.vander(POINTS, terms, increasing=True)
    return np.vstack([finite, np.eye(terms)[-1:]])  # at infinity, the leading coefficient counts


@functools.cache
def transforms(f, dtype):
    """What takes six image rows, f filter rows and 7 − f output rows to six values each.

        output rows = values(7 − f)ᵀ [(values(f) · filter rows) * (values(6)⁻ᵀ · image rows)]

    It is the transpose of: take two polynomials to their values, multiply these, and solve for the coefficients.
    Returns the matrices for image (6, 6), filter (6, f) and output (6, 7 − f).
    """
    found = np.linalg.inv(values(SIX)).T, values(f), values(SIX + 1 - f)
    return tuple(np.ascontiguousarray(matrix, dtype) for matrix in found)


def correlate(x, W, b=None):
    """What `convolution.correlate` gives for stride 1.

    x: (m, n_H + f_H − 1, n_W + f_W − 1, n_C_prev), padded so that 7 − f_H divides n_H.
    W: (f_H, f_W, n_C_prev, n_C).    b: (n_C,) or None.    Returns y (m, n_H, n_W, n_C).
    """
    f_H, f_W, n_C_prev, n_C = W.shape
    image, filters, output = transforms(f_H, W.dtype)
    tiles, n_W = image_tiles(x, f_H), x.shape[2] - f_W + 1
    U = (filters @ W.reshape(f_H, -1)).reshape(SIX, f_W * n_C_prev, n_C)
    y = np.empty(tiles.shape[:2] + (SIX + 1 - f_H, n_W * n_C), x.dtype)
    for here in strips(*tiles.shape[:2], n_W * U[..., 0].nbytes):
        products = value_windows(image, tiles[here], n_C_prev, f_W) @ U  # (6, positions, n_C)
        products = products.reshape(SIX, *y[here].shape[:2], -1).transpose(1, 2, 0, 3)
        np.matmul(output.T, products, out=y[here])  # six values -> 7 − f_H rows
        if b is not None:
            y[here] += np.tile(b, n_W)
    return y.reshape(len(x), -1, n_W, n_C)


def filter_gradient(x, dy, shape):
    """The gradient of `correlate` with respect to W.

    x: as in `correlate`.    dy: (m, n_H, n_W, n_C), rows of zeros below where x has more.    shape: of W.
    Returns dW (f_H, f_W, n_C_prev, n_C).
    """
    f_H, f_W, n_C_prev, _ = shape
    m, n_H, n_W, n_C = dy.shape
    high = SIX + 1 - f_H
    image, filters, output = transforms(f_H, dy.dtype)
    tiles, dtiles = image_tiles(x, f_H), dy.reshape(m, n_H // high, high, n_W * n_C)
    dU = np.zeros((SIX, f_W * n_C_prev, n_C), dy.dtype)
    for here in strips(*tiles.shape[:2], n_W * dU[..., 0].nbytes):
        dproducts = to_values(output, dtiles[here]).reshape(SIX, -1, n_C)
        dU += value_windows(image, tiles[here], n_C_prev, f_W).transpose(0, 2, 1) @ dproducts
    return (filters.T @ dU.reshape(SIX, -1)).reshape(shape)


def image_tiles(x, f_H):
    """A view of six rows for every 7 − f_H rows of the output: (m, tiles, 6, n_W · n_C)."""
    m, n_H, n_W, n_C = x.shape
    image, row, _, number = x.strides
    high = SIX + 1 - f_H
    return as_strided(x, (m, (n_H - f_H + 1) // high, SIX, n_W * n_C), (image, high * row, row, number))


def to_values(matrix, tiles):
    """Take rows to their six values: matrix (6, r), tiles (m, t, r, n) -> (6, m, t, n)."""
    m, t, _, n = tiles.shape
    found = np.empty((SIX, m, t, n), tiles.dtype)
    np.matmul(matrix, tiles, out=found.transpose(1, 2, 0, 3))
    return found


def value_windows(image, tiles, n_C, f_W):
    """Windows along the rows of the six values: (6, positions, f_W · n_C)."""
    rows = to_values(image, tiles)
    n_W = rows.shape[3] // n_C - f_W + 1
    view = as_strided(rows, rows.shape[:3] + (n_W, f_W * n_C), rows.strides[:3] + (n_C * rows.itemsize, rows.itemsize))
    return view.reshape(SIX, -1, f_W * n_C)


def pays(n_H, shape, stride):
    """Whether n_H rows of output take fewer row products this way: 6 a tile, where each row would take f_H.

    shape: of the filters, (f_H, f_W, n_C_prev, n_C). With few channels the products are not what takes the time.
    """
    f_H = shape[0]
    return stride == 1 and f_H < SIX and min(shape[2:]) > FEW and SIX * -(-n_H // (SIX + 1 - f_H)) < f_H * n_H


def missing(n_H, f_H):
    """How many rows are missing until 7 − f_H divides n_H."""
    return -n_H % (SIX + 1 - f_H)
