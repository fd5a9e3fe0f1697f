"""Pooling step by step: one window at a time, forward and backward."""

import numpy as np

from utils.steps.convolution import conv_output_shape


def pool_forward(A_prev, hparameters, mode="max"):
    """Replace every window of every channel by one number: its maximum, or its mean.

        A[i, h, w, c] = max or mean of A_prev[i, h·stride : h·stride + f, w·stride : w·stride + f, c]

    A_prev: (m, n_H_prev, n_W_prev, n_C).    hparameters: {"f", "stride"}, in pixels.    mode: "max" or "average".
    Returns A (m, n_H, n_W, n_C), n_H = ⌊(n_H_prev − f) / stride⌋ + 1, and the cache (A_prev, hparameters).
    Where A_prev holds whole numbers, A still has room for fractions: their mean need not be whole.
    At hand: `conv_output_shape(n_H, n_W, f, stride, pad)`.
    Raises ValueError for any other mode, and for a window that is larger than the image.
    """
    f, stride = hparameters["f"], hparameters["stride"]
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    # Refuse an unknown mode with a ValueError, before any work
    if mode not in ("max", "average"):
        raise ValueError(f'mode is "max" or "average", not {mode!r}')
    # How many windows fit downwards and across, without padding: nothing fits where the window is larger
    n_H, n_W = conv_output_shape(n_H_prev, n_W_prev, f, stride, 0)
    # Room for the results; the channels stay. np.result_type(A_prev, 1.0) is a type that holds fractions
    A = np.zeros((m, n_H, n_W, n_C), np.result_type(A_prev, 1.0))
    # Every place of the output, one at a time: example, row, column, channel
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    # The f × f window of this one channel that starts at row h · stride and column w · stride
                    top, left = h * stride, w * stride
                    window = A_prev[i, top : top + f, left : left + f, c]  # (f, f)
                    # Its maximum or its mean, as the mode says
                    A[i, h, w, c] = np.max(window) if mode == "max" else np.mean(window)
    # Keep what the backward pass will need
    return A, (A_prev, hparameters)


def create_mask_from_window(x):
    """Mark where a window has its maximum.

    x: an array of any shape, the window.
    Returns an array of the same shape: True (or 1) at the maximum, and where several numbers tie for it, at each of
    them; False (or 0) elsewhere.
    """
    # Compare every number with the largest one
    return x == np.max(x)


def distribute_value(dz, shape):
    """Spread one number evenly over a window: what every pixel of a mean receives of its gradient.

    dz: a number.    shape: (n_H, n_W) of the window.
    Returns an array of that shape whose numbers are equal and add up to dz.
    """
    n_H, n_W = shape
    # Every place of the window gets the same share
    return np.full(shape, dz / (n_H * n_W))


def pool_backward(dA, cache, mode="max"):
    """Carry the gradient back through pooling.

        max:        the maximum of each window receives its whole gradient (several that tie receive equal shares)
        average:    every pixel of the window receives the same share

    dA: (m, n_H, n_W, n_C).    cache: (A_prev, hparameters), from `pool_forward`.    mode: the same as on the way there.
    Returns dA_prev, of A_prev's shape, with fractions even where A_prev and dA hold whole numbers. Where windows
    overlap, a pixel adds up what it receives from each.
    Raises ValueError for any other mode.
    """
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    m, n_H, n_W, n_C = dA.shape
    # Refuse an unknown mode with a ValueError, before any work
    if mode not in ("max", "average"):
        raise ValueError(f'mode is "max" or "average", not {mode!r}')
    # A pixel that no window chooses keeps a gradient of 0. Shares are fractions: make it of np.result_type(dA, 1.0)
    dA_prev = np.zeros(A_prev.shape, np.result_type(dA, 1.0))
    # The same places as on the way forward, one at a time
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    # The one number to hand back, and where its window lies
                    dz = dA[i, h, w, c]
                    top, left = h * stride, w * stride
                    rows, columns = slice(top, top + f), slice(left, left + f)
                    # Its shares, (f, f). Maximum: dz at every mark of the window's mask, divided by the number of
                    # marks, so that the shares add up to dz. Mean: dz spread evenly
                    if mode == "max":
                        mask = create_mask_from_window(A_prev[i, rows, columns, c])
                        shares = mask * dz / np.sum(mask)
                    else:
                        shares = distribute_value(dz, (f, f))
                    # Add the shares to what the window's pixels have received so far
                    dA_prev[i, rows, columns, c] += shares
    return dA_prev
