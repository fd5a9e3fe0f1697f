"""Windows that slide over images: how many there are, and how they are laid out as a matrix."""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from utils.layers.arguments import check_whole

FEW = 4  # channels up to which a row of pixels of one channel makes longer runs in memory than the channels of a window
BLOCK = 600_000  # bytes of windows at a time: they stay in a core's second-level cache


def output_size(n, f, stride, pad, exact=False):
    """How many places a window finds along one side of an image.

        ⌊(n + 2 pad − f) / stride⌋ + 1

    n: pixels of the side.    f: pixels of the window.    stride: pixels from place to place.    pad: pixels added at
    either end.    exact: also ask that the last window ends where the padded image ends.
    Raises ValueError: not whole numbers, a window larger than the padded image, with `exact` pixels left over.
    """
    for name, value, least in (("n", n, 1), ("f", f, 1), ("stride", stride, 1), ("pad", pad, 0)):
        check_whole(name, value, least)
    room = n + 2 * pad - f
    if room < 0:
        raise ValueError(f"a window of {f} does not fit into {n} pixels and {pad} of padding at either end")
    if exact and room % stride:
        raise ValueError(
            f"a window of {f} with stride {stride} does not divide {n} pixels and {pad} of padding at either end: "
            f"{room % stride} are left over"
        )
    return room // stride + 1


def framed(x, top, left, high, wide, planes=False):
    """Images of a given size: zeros above, left of, and after x, or less of x where these are negative.

    x: (m, n_H, n_W, n_C).    top, left: pixels before x.    planes: lay the channels out one after the other in
    memory; axes stay as they are.    Returns (m, high, wide, n_C); x itself where nothing has to change.
    """
    m, n_H, n_W, n_C = x.shape
    if (top, left, high, wide) == (0, 0, n_H, n_W) and not planes:
        return np.ascontiguousarray(x)
    size = m, high, wide
    frame = np.empty((n_C, *size), x.dtype).transpose(1, 2, 3, 0) if planes else np.empty((*size, n_C), x.dtype)
    inner = x[:, max(0, -top) : max(0, high - top), max(0, -left) : max(0, wide - left)]
    top, left = max(0, top), max(0, left)
    bottom, right = top + inner.shape[1], left + inner.shape[2]
    frame[:, top:bottom, left:right] = inner
    # Zeros around it alone: memory that is set to 0 as a whole is written twice
    for border in (frame[:, :top], frame[:, bottom:], frame[:, top:bottom, :left], frame[:, top:bottom, right:]):
        border[...] = 0
    return frame


def windows(x, f_H, f_W, stride):
    """Every window of the images as a row of a matrix, and a 1 that the bias is multiplied by.

    x: (m, n_H, n_W, n_C), padded.
    Returns (m · places down · places across, f_H · f_W · n_C + 1), in the order in which filters are flattened.
    """
    m, n_H, n_W, n_C = x.shape
    image, row, pixel, channel = x.strides
    shape = (m, (n_H - f_H) // stride + 1, (n_W - f_W) // stride + 1, f_H, f_W, n_C)
    view = as_strided(x, shape, (image, stride * row, stride * pixel, row, pixel, channel))
    size = (shape[0] * shape[1] * shape[2], f_H * f_W * n_C + 1)
    # Copied along the longest runs. With few channels they are rows of pixels: there the matrix lies transposed
    matrix = np.empty(size[::-1], x.dtype).T if n_C <= FEW else np.empty(size, x.dtype)
    matrix[:, :-1].reshape(shape)[...] = view
    matrix[:, -1] = 1
    return matrix


def strips(m, n_H, row_size, block=None):
    """Cut a batch into pieces that stay in the processor's cache: some images, or some rows of one.

    m, n_H: images, and rows of each.    row_size: bytes that one row takes.    block: bytes of a piece, BLOCK if None.
    Yields (images, rows), two slices.
    """
    rows = max(1, (block or BLOCK) // row_size)
    images, rows = max(1, rows // n_H), min(rows, n_H)
    for i in range(0, m, images):
        for top in range(0, n_H, rows):
            yield slice(i, i + images), slice(top, min(top + rows, n_H))
