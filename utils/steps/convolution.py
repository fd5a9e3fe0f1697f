"""Convolution as it is defined: a window, a filter, one number; then every window of every image."""

import numpy as np


def zero_pad(X, pad):
    """Put a frame of zeros around every image.

    X: (m, n_H, n_W, n_C).    pad: pixels added above, below, left and right.
    Returns (m, n_H + 2 pad, n_W + 2 pad, n_C).
    """
    # np.pad wants a pair (before, after) for each of the four axes: only height and width grow
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


def conv_output_shape(n_H, n_W, f, stride, pad):
    """Count the places where an f × f window fits, down and across.

        ⌊(n + 2 pad − f) / stride⌋ + 1

    n_H, n_W: height and width of the image, in pixels, as f, stride and pad.
    Returns two whole numbers (of type int): places down, places across.
    Raises ValueError where the window is larger than the padded image.
    """
    # How far the window can move from its first place, down and across
    room_H, room_W = n_H + 2 * pad - f, n_W + 2 * pad - f
    # If that is negative in either direction, nothing fits: raise a ValueError
    if room_H < 0 or room_W < 0:
        raise ValueError(f"a {f} × {f} window is larger than {n_H} × {n_W} pixels with {pad} of padding all round")
    # The first place and one more for each whole step; what is left over at the far end is never looked at
    return room_H // stride + 1, room_W // stride + 1


def conv_single_step(a_slice_prev, W, b):
    """Apply one filter at one place.

        Z = Σ a_slice_prev * W + b

    a_slice_prev: (f, f, n_C_prev), what the window shows.    W: (f, f, n_C_prev), the filter.    b: (1, 1, 1).
    Returns Z, one number.
    """
    # Multiply number by number, then add up over height, width and channels
    Z = np.sum(a_slice_prev * W)
    # The bias comes in an array of one entry: take the number out of it, so that the result is a number, too
    return Z + b.item()


def conv_forward(A_prev, W, b, hparameters):
    """Slide each filter over every image and sum the products.

        Z[i, h, w, c] = Σ window(i, h, w) * W[..., c] + b[c]

    A_prev: (m, n_H_prev, n_W_prev, n_C_prev).    W: (f, f, n_C_prev, n_C) filters.    b: (1, 1, 1, n_C) biases.
    hparameters: {"stride", "pad"}, in pixels.
    Returns Z (m, n_H, n_W, n_C), n_H = ⌊(n_H_prev + 2 pad − f) / stride⌋ + 1, and the cache
    (A_prev, W, b, hparameters).
    At hand: `zero_pad`, `conv_output_shape`, `conv_single_step`.
    Raises ValueError where the window is larger than the padded image.
    Source: LeCun and others, "Backpropagation applied to handwritten zip code recognition" (1989).
    """
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    # The size of the output. Room for it: pixels are often whole numbers, and weighted sums are not, so make it
    # of the type np.result_type(A_prev, W, b). And the padded images
    n_H, n_W = conv_output_shape(n_H_prev, n_W_prev, f, stride, pad)
    Z = np.zeros((m, n_H, n_W, n_C), np.result_type(A_prev, W, b))
    A_prev_pad = zero_pad(A_prev, pad)
    # For every image, every place down and every place across:
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                # the window at this place; its corner moves by `stride` from place to place
                top, left = h * stride, w * stride
                a_slice_prev = A_prev_pad[i, top : top + f, left : left + f]  # (f, f, n_C_prev)
                # one number from each filter
                for c in range(n_C):
                    Z[i, h, w, c] = conv_single_step(a_slice_prev, W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)


def conv_backward(dZ, cache):
    """Carry the gradient back through `conv_forward`.

    dZ: (m, n_H, n_W, n_C), the gradient of the cost with respect to every number of Z.
    cache: (A_prev, W, b, hparameters), from `conv_forward`.
    Returns dA_prev (m, n_H_prev, n_W_prev, n_C_prev), dW (f, f, n_C_prev, n_C), db (1, 1, 1, n_C).
    A_prev, W and b may hold whole numbers: their gradients have fractions all the same.
    """
    A_prev, W, b, hparameters = cache
    stride, pad, f = hparameters["stride"], hparameters["pad"], len(W)
    (m, n_H, n_W, n_C), (_, n_H_prev, n_W_prev, _) = dZ.shape, A_prev.shape
    # The padded images again. Room for the sums, all 0: the gradients of the padded images, of W and of b. Pixels may
    # be whole numbers, gradients are not: take the type np.result_type(A_prev, W, dZ)
    A_prev_pad = zero_pad(A_prev, pad)
    kind = np.result_type(A_prev, W, dZ)
    dA_prev_pad, dW, db = (np.zeros(array.shape, kind) for array in (A_prev_pad, W, b))
    # For every number of the output, one image, row, column and filter at a time, the window of the forward pass:
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                top, left = h * stride, w * stride
                a_slice_prev = A_prev_pad[i, top : top + f, left : left + f]
                for c in range(n_C):
                    # the window's pixels, the filter and the bias all had a share in it; each adds up what it gets
                    dA_prev_pad[i, top : top + f, left : left + f] += W[..., c] * dZ[i, h, w, c]
                    dW[..., c] += a_slice_prev * dZ[i, h, w, c]
                    db[..., c] += dZ[i, h, w, c]
    # The frame of zeros was never part of A_prev: cut its gradient off
    dA_prev = dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev]
    return dA_prev, dW, db


def im2col(A_prev, f, stride, pad):
    """Lay every window of every image out as a row of one matrix ("image to columns", from layouts turned round).

        row (i, h, w) = window(i, h, w), flattened as `W.reshape(-1, n_C)` flattens the filters

    A_prev: (m, n_H_prev, n_W_prev, n_C_prev).    f, stride, pad: in pixels.
    Returns (m · n_H · n_W, f · f · n_C_prev): first the windows of the first image, from left to right, then downwards.
    At hand: `zero_pad`, `conv_output_shape`.
    Raises ValueError where the window is larger than the padded image.
    Source: Chellapilla, Puri and Simard, "High performance convolutional neural networks for document processing"
    (2006).
    """
    m, n_H_prev, n_W_prev, n_C_prev = A_prev.shape
    # How many places there are, and the padded images
    n_H, n_W = conv_output_shape(n_H_prev, n_W_prev, f, stride, pad)
    A_prev_pad = zero_pad(A_prev, pad)
    # Room for all windows: three axes for where a window stands, three for what it shows
    windows = np.zeros((m, n_H, n_W, f, f, n_C_prev), A_prev.dtype)
    # For each pixel (i, j) of a window, in all windows at once: it lies in row i of the first window, `stride` rows
    # lower in the next one, and so on for n_H windows; the columns likewise from j. That is a slice with a step
    for i in range(f):
        for j in range(f):
            windows[:, :, :, i, j] = A_prev_pad[:, i : i + stride * n_H : stride, j : j + stride * n_W : stride]
    # A row for each place, a column for each number of a window
    return windows.reshape(m * n_H * n_W, f * f * n_C_prev)


def conv_forward_im2col(A_prev, W, b, hparameters):
    """Convolve with one matrix product: the same results as `conv_forward`, without its loops.

        Z = (all windows as rows) (all filters as columns) + b

    A_prev: (m, n_H_prev, n_W_prev, n_C_prev).    W: (f, f, n_C_prev, n_C) filters.    b: (1, 1, 1, n_C) biases.
    hparameters: {"stride", "pad"}, in pixels.
    Returns Z (m, n_H, n_W, n_C) and the cache (A_prev, W, b, hparameters).
    At hand: `im2col`, `conv_output_shape`.
    Raises ValueError where the window is larger than the padded image.
    """
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    # The windows as rows, the filters as columns in the same order
    rows = im2col(A_prev, f, stride, pad)  # (m · n_H · n_W, f · f · n_C_prev)
    columns = W.reshape(-1, n_C)  # (f · f · n_C_prev, n_C)
    # One product; the biases go to every row
    Z = rows @ columns + b.reshape(1, n_C)  # (m · n_H · n_W, n_C)
    # Every row is a place: back to images
    n_H, n_W = conv_output_shape(n_H_prev, n_W_prev, f, stride, pad)
    return Z.reshape(m, n_H, n_W, n_C), (A_prev, W, b, hparameters)
