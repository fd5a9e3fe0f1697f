"""Convolution as it is defined: a window, a filter, one number; then every window of every image."""

import numpy as np


def zero_pad(X, pad):
    """Put a frame of zeros around every image.

    X: (m, n_H, n_W, n_C).    pad: pixels added above, below, left and right.
    Returns (m, n_H + 2 pad, n_W + 2 pad, n_C).
    """
    # np.pad takes one pair (before, after) for each axis: only height and width grow
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


def conv_output_shape(n_H, n_W, f, stride, pad):
    """Count the places where an f × f window fits, down and across.

        ⌊(n + 2 pad − f) / stride⌋ + 1

    n_H, n_W: height and width of the image, in pixels, as f, stride and pad.
    Returns the pair (places down, places across).
    Raises ValueError where the window is larger than the padded image.
    """
    # How far the window can move from its first place, down and across
    room_H, room_W = n_H + 2 * pad - f, n_W + 2 * pad - f
    # If that is negative in either direction, nothing fits: raise a ValueError
    if room_H < 0 or room_W < 0:
        raise ValueError(f"a {f} × {f} window is larger than {n_H} × {n_W} pixels with {pad} of padding all round")
    # Whole steps only: what is left over at the far end is never looked at
    return room_H // stride + 1, room_W // stride + 1


def conv_single_step(a_slice_prev, W, b):
    """Apply one filter at one place.

        Z = Σ a_slice_prev * W + b

    a_slice_prev: (f, f, n_C_prev), what the window shows.    W: (f, f, n_C_prev), the filter.    b: (1, 1, 1).
    Returns Z, one number.
    """
    # Multiply number by number, then add up over height, width and channels
    Z = np.sum(a_slice_prev * W)
    # The bias is a number in an array of one entry: take it out
    return Z + b.item()


def conv_forward(A_prev, W, b, hparameters):
    """Slide each filter over every image and sum the products.

        Z[i, h, w, c] = Σ window(i, h, w) * W[..., c] + b[c]

    A_prev: (m, n_H_prev, n_W_prev, n_C_prev).    W: (f, f, n_C_prev, n_C) filters.    b: (1, 1, 1, n_C) biases.
    hparameters: {"stride", "pad"}, in pixels.
    Returns Z (m, n_H, n_W, n_C), n_H = ⌊(n_H_prev + 2 pad − f) / stride⌋ + 1, and the cache
    (A_prev, W, b, hparameters).
    Source: LeCun and others, "Backpropagation applied to handwritten zip code recognition" (1989).
    """
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    # The size of the output; room for it, of the type np.result_type(A_prev, W, b), as pixels are often whole
    # numbers and weighed sums are not; and the padded images
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

        dA(window) += W[..., c] dZ[i, h, w, c],    dW[..., c] += window dZ[i, h, w, c],    db[c] += dZ[i, h, w, c]

    dZ: (m, n_H, n_W, n_C).    cache: (A_prev, W, b, hparameters).
    Returns dA_prev (m, n_H_prev, n_W_prev, n_C_prev), dW (f, f, n_C_prev, n_C), db (1, 1, 1, n_C).
    """
    A_prev, W, b, hparameters = cache
    stride, pad, f = hparameters["stride"], hparameters["pad"], len(W)
    (m, n_H, n_W, n_C), (_, n_H_prev, n_W_prev, _) = dZ.shape, A_prev.shape
    # Room for the sums, all 0; the padded images again, and their gradient in the same size
    dW, db = np.zeros_like(W), np.zeros_like(b)
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad = np.zeros_like(A_prev_pad)
    # For every number of the output, the same window as on the way forward:
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
