"""Blocks of a batch that stay in the processor's cache while several operations pass over them."""

import math

import numpy as np

LINE = 64  # bytes that a processor's cache reads and writes at once
BLOCK = 1 << 19  # bytes: about half of the second-level cache of today's processors


def blocks(array, size=BLOCK):
    """Yield slices of the leading axis, each of at most `size` bytes, or of one entry where that alone is larger."""
    step = max(1, size // array[:1].nbytes)
    for start in range(0, len(array), step):
        yield slice(start, min(start + step, len(array)))


def aligned(shape, dtype):
    """np.empty, but with its first number at the beginning of a cache line, where np.empty begins 16 bytes later.

    NumPy writes 64 bytes at a time. From a line's beginning they are one line; from elsewhere they are parts of two,
    and an operation whose result lies there takes up to twice as long. Where its inputs lie matters little.
    """
    dtype = np.dtype(dtype)
    memory = np.empty(math.prod(shape) * dtype.itemsize + LINE, np.uint8)
    return np.ndarray(shape, dtype, memory, -memory.__array_interface__["data"][0] % LINE)
