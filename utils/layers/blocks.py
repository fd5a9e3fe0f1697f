"""How arrays are passed over quickly: in blocks that stay in the processor's cache, in long rows, from a line's start.

Long rows are for what happens to each channel of (…, n): a row of a few channels is too short for NumPy to be quick.
"""

import math

import numpy as np

LINE = 64  # bytes that a processor's cache reads and writes at once
BLOCK = 1 << 19  # bytes: about half of the second-level cache of today's processors
ROW = 1 << 13  # numbers; NumPy copies a row that it repeats, again and again, where it is much shorter than this
SHORT, ROWS = 256, 32  # numbers of the shortest row; rows that a small array is cut into


def blocks(array, size=BLOCK):
    """Yield slices of the leading axis, each of at most `size` bytes, or of one entry where that alone is larger."""
    step = max(1, size // array[:1].nbytes)
    for start in range(0, len(array), step):
        yield slice(start, min(start + step, len(array)))


def aligned(shape, dtype):
    """np.empty, but with its first number at the beginning of a cache line, not at any multiple of 16 bytes.

    NumPy handles up to 64 bytes at a time. From a line's beginning they are one line; from elsewhere they are parts of
    two, and what changes an array in place there takes up to one and a half times as long.
    """
    dtype = np.dtype(dtype)
    memory = np.empty(math.prod(shape) * dtype.itemsize + LINE, np.uint8)
    return np.ndarray(shape, dtype, memory, -memory.__array_interface__["data"][0] % LINE)


def in_long_rows(n, *arrays):
    """Cut arrays of one shape (…, n) into blocks of long rows, each row with several values of every channel.

    Yields, block by block, a matrix (r, a multiple of n) of each array, a view where the array is contiguous.
    """
    flat = [array.reshape(-1) for array in arrays]
    width = min(flat[0].size, row_length(n, flat[0].size))
    whole = flat[0].size // width * width
    for part in blocks(flat[0][:whole].reshape(-1, width)):
        yield [array[part.start * width : part.stop * width].reshape(-1, width) for array in flat]
    if whole < flat[0].size:
        yield [array[whole:].reshape(1, -1) for array in flat]  # what does not fill a row


def repeated(values, size):
    """One value a channel, over and over, for a long row of an array of this size. values: (n,)."""
    return np.tile(values, row_length(len(values), size) // len(values))


def row_length(n, size):
    """The largest multiple of n within ROW, or n. Of a small array a row is short: a long one costs more to make."""
    return max(1, min(ROW, max(SHORT, size // ROWS)) // n) * n


def add_rows(sums, rows):
    """Add a block of long rows to one long row, in place: a product with ones, far quicker than a sum over axis 0."""
    sums[: rows.shape[1]] += np.ones(len(rows), rows.dtype) @ rows


def add_products(sums, rows, others):
    """Add the products of two blocks of long rows to one long row, in place: einsum keeps no array of them."""
    sums[: rows.shape[1]] += np.einsum("rq,rq->q", rows, others)


def each_channel(sums, n):
    """What a long row holds of every channel, added up: (a multiple of n,) -> (n,)."""
    values = sums.reshape(-1, n)
    if n > 32:
        return values.sum(axis=0)
    # Hundreds of values a channel lose digits one after the other; along the last axis NumPy adds them up in pairs
    return np.ascontiguousarray(values.T).sum(axis=1)
