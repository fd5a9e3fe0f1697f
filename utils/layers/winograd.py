"""Winograd's minimal filtering: convolution at stride 1 with fewer multiplications.

A filter of three rows makes four rows of output from six rows of an image, with 12 products of rows. Six are enough.
Multiplying polynomials of three and of four coefficients gives six coefficients; they can be found from the product's
values at six points, and a value is one multiplication. Convolution is this map transposed. So six rows become six
values, are multiplied by the filters' six values, and become four rows: half the work of the matrix products, which
are nearly all of the work.

Along a row, windows are multiplied by filters as always, but not copied: windows that lie apart are rows of a matrix
that is in memory already. All windows are a few such matrices, of every third window, say, that differ in their start.
Some of them reach from one row into the next; their products are for nothing, and left out.

Winograd, "Arithmetic Complexity of Computations" (1980); Lavin, Gray, "Fast Algorithms for Convolutional Neural
Networks" (2015).
"""

import functools

import numpy as np

from utils.layers.windows import FEW, strips

POINTS = (0, 0.75, -0.75, 1.5, -1.5)  # and infinity; near 1, so that powers stay near 1 and float32 keeps its digits
MOST = len(POINTS) + 1  # values of a tile
ROWS = 4  # of output that a tile makes, or as many as MOST values allow
WIDTH = 16  # numbers of output below which a product is too narrow to be fast
BLOCK = 1_400_000  # bytes of values and products at a time: about a core's second-level cache
# Windows are copied where products for nothing cost more: with many channels of output, or rows so short that
WIDE = 32
SPARE = 1.4  # times as many positions would have to be multiplied


def values(terms, count):
    """The matrix (count, terms) that takes a polynomial's coefficients to its values at count points."""
    finite = np.vander(POINTS[: count - 1], terms, increasing=True)
    return np.vstack([finite, np.eye(terms)[-1:]])  # at infinity, the leading coefficient counts


def tile_rows(f):
    """How many rows of output a tile makes with filters of f rows; it lies under f − 1 more rows of the image."""
    return min(ROWS, MOST + 1 - f)


@functools.cache
def transforms(f, dtype):
    """What takes a tile's image rows, f filter rows and r = `tile_rows(f)` output rows to v = r + f − 1 values each.

        output rows = values(r)ᵀ [(values(f) · filter rows) * (values(v)⁻ᵀ · image rows)]

    It is the transpose of: take two polynomials to their values, multiply these, and solve for the coefficients.
    Returns the matrices for image (v, v), filter (v, f) and output (v, r).
    """
    rows = tile_rows(f)
    count = rows + f - 1
    found = np.linalg.inv(values(count, count)).T, values(f, count), values(rows, count)
    return tuple(np.ascontiguousarray(matrix, dtype) for matrix in found)


def correlate(x, W, b=None):
    """What `convolution.correlate` gives for stride 1.

    x: (m, n_H + f_H − 1, n_W + f_W − 1, n_C_prev), padded so that `tile_rows` divides n_H.
    W: (f_H, f_W, n_C_prev, n_C).    b: (n_C,) or None.    Returns y (m, n_H, n_W, n_C).
    """
    f_H, f_W, n_C_prev, n_C = W.shape
    image, filters, output = transforms(f_H, W.dtype)
    tiles, n_W = image_tiles(x, f_H), x.shape[2] - f_W + 1
    p, across = arrangement(n_W, f_W, n_C)
    U = spread((filters @ W.reshape(f_H, -1)).reshape(-1, f_W, n_C_prev, n_C), p)
    y = np.empty((*tiles.shape[:2], output.shape[1], n_W * n_C), x.dtype)
    for here in pieces(tiles, W.shape, p, across):
        rows = to_values(image, tiles[here], max(across, n_W + f_W - 1) * n_C_prev)
        products = np.empty((*rows.shape[:3], across * n_C), x.dtype)
        positions = products.reshape(len(image), -1, p * n_C)
        for apart, windows in windows_along(rows, n_C_prev, f_W, p, across):
            np.matmul(windows, U, out=positions[:, apart])
        np.matmul(output.T, products[..., : n_W * n_C].transpose(1, 2, 0, 3), out=y[here])  # values -> rows
        if b is not None:
            y[here] += np.tile(b, n_W)
    return y.reshape(len(x), -1, n_W, n_C)


def filter_gradient(x, dy, shape):
    """The gradient of `correlate` with respect to W.

    x: as in `correlate`.    dy: (m, n_H, n_W, n_C), rows of zeros below where x has more.    shape: of W.
    Returns dW (f_H, f_W, n_C_prev, n_C).
    """
    f_H, f_W, n_C_prev, n_C = shape
    n_W = dy.shape[2]
    image, filters, output = transforms(f_H, dy.dtype)
    tiles, (p, across) = image_tiles(x, f_H), arrangement(n_W, f_W, n_C)
    dtiles = dy.reshape(*tiles.shape[:2], output.shape[1], n_W * n_C)
    dU = np.zeros((len(image), (p + f_W - 1) * n_C_prev, p * n_C), dy.dtype)  # as of windows of p positions
    for here in pieces(tiles, shape, p, across):
        rows = to_values(image, tiles[here], max(across, n_W + f_W - 1) * n_C_prev)
        dpositions = to_values(output, dtiles[here], across * n_C).reshape(len(image), -1, p * n_C)
        for apart, windows in windows_along(rows, n_C_prev, f_W, p, across):
            dU += windows.transpose(0, 2, 1) @ dpositions[:, apart]
    return (filters.T @ gather(dU, shape, p).reshape(len(image), -1)).reshape(shape)


def image_tiles(x, f_H):
    """A view of the rows under every tile of the output: (m, tiles, rows, n_W · n_C)."""
    m, n_H, n_W, n_C = x.shape
    image, row, _, number = x.strides
    high = tile_rows(f_H)
    size = m, (n_H - f_H + 1) // high, high + f_H - 1, n_W * n_C
    return view(x, size, (image, high * row, row, number))


def arrangement(n_W, f_W, n_C):
    """How the n_W positions of a row lie side by side.

    Returns p, how many share a window, so that their channels together make a product of good width, and how many
    there are with those that are for nothing: windows begin at every p-th pixel, end within the row, and go on evenly
    from row to row. It is n_W where the windows are better copied.
    """
    p = max(1, min(ROWS, WIDTH // n_C))
    across = p * -(-(p * -(-n_W // p) + f_W - 1) // p)
    return (1, n_W) if n_C > WIDE or across > SPARE * n_W else (p, across)


def pieces(tiles, shape, p, across):
    """Cut tiles into pieces that stay in the processor's cache, but not smaller than the filters, read for each.

    Yields (images, tiles), two slices.
    """
    _, f_W, n_C_prev, n_C = shape
    value = tiles.shape[2] * tiles.itemsize  # bytes that a number takes as all its values
    copied = across * n_C_prev < tiles.shape[3]
    row = across * ((f_W if copied else 1) * n_C_prev + n_C)
    yield from strips(*tiles.shape[:2], value * row, max(BLOCK, value * (p + f_W - 1) * n_C_prev * p * n_C))


def to_values(matrix, tiles, length):
    """Take rows to their v values, and fill them up with zeros.

    matrix: (v, r).    tiles: (m, t, r, n).    length: at least n.    Returns (v, m, t, length).
    """
    m, t, _, n = tiles.shape
    found = np.empty((len(matrix), m, t, length), tiles.dtype)
    found[..., n:] = 0
    np.matmul(matrix, tiles, out=found[..., :n].transpose(1, 2, 0, 3))
    return found


def windows_along(rows, n_C, f_W, p, across):
    """All windows along rows that follow each other, as matrices; `p` and `across` as from `arrangement`.

    Windows of p positions begin at every p-th pixel. They overlap; every g-th does not, if g p pixels hold a window.
    rows: (v, m, t, pixels · n_C).
    Yields, for each of g starts, which windows these are, a slice, and the windows (v, count, (p + f_W − 1) · n_C).
    """
    wide, step, (*strides, number) = (p + f_W - 1) * n_C, p * n_C, rows.strides
    if across * n_C < rows.shape[3]:
        overlapping = view(rows, (*rows.shape[:3], across, wide), (*strides, step * number, number))
        yield slice(None), overlapping.reshape(len(rows), -1, wide)
        return
    rows = rows.reshape(len(rows), -1)
    count, g = (rows.shape[1] - wide) // step + 1, -(-wide // step)
    for start in range(g):
        size = len(rows), len(range(start, count, g)), wide
        apart = view(rows, size, (strides[0], g * step * number, number), start * step * number)
        yield slice(start, count, g), apart


def view(array, shape, strides, offset=0):
    """Other axes over the same memory; it is NumPy's `as_strided`, but quicker, and refuses to leave the array."""
    return np.ndarray(shape, array.dtype, array, offset, strides)


def spread(U, p):
    """Filters for windows of p positions: each position has its columns, with the filter a pixel further down.

    U: (v, f_W, n_C_prev, n_C).    Returns (v, (p + f_W − 1) · n_C_prev, p · n_C).
    """
    v, f_W, n_C_prev, n_C = U.shape
    if p == 1:
        return U.reshape(v, -1, n_C)
    wide = np.zeros((v, p + f_W - 1, n_C_prev, p, n_C), U.dtype)
    for position in range(p):
        wide[:, position : position + f_W, :, position] = U
    return wide.reshape(v, -1, p * n_C)


def gather(dwide, shape, p):
    """The gradient of `spread`: what the positions found for one filter, added up. shape: of W."""
    _, f_W, n_C_prev, n_C = shape
    dwide = dwide.reshape(len(dwide), p + f_W - 1, n_C_prev, p, n_C)
    return sum(dwide[:, position : position + f_W, :, position] for position in range(p))


def pays(n_H, shape):
    """Whether n_H rows of output take fewer row products this way: v a tile, where each row would take f_H.

    shape: of the filters, (f_H, f_W, n_C_prev, n_C).
    """
    f_H = shape[0]
    if not 1 < f_H < MOST or few_to_many(shape):
        return False
    high = tile_rows(f_H)
    return (high + f_H - 1) * -(-n_H // high) < f_H * n_H


def few_to_many(shape):
    """Whether few channels become many: there the products are not what takes the time, but what comes out of them."""
    return shape[2] <= FEW and shape[3] > 3 * shape[2]


def missing(n_H, f_H):
    """How many rows are missing until `tile_rows` divides n_H."""
    return -n_H % tile_rows(f_H)
