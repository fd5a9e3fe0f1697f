"""The transposed convolution, the way up of a U-Net: one pixel becomes a window, and windows overlap."""

import numpy as np


def transposed_conv_forward(A_prev, W, b, hparameters):
    """Lay every pixel, times the filters, over the output, and add where they overlap.

        window(i, h, w) += W A_prev[i, h, w, :],    then cut `pad` pixels off all round, and add b

    The window of pixel (h, w) has its corner at (h · stride, w · stride): the map is a convolution's backward pass.
    A_prev: (m, n_H_prev, n_W_prev, n_C_prev).    W: (f, f, n_C, n_C_prev).    b: (1, 1, 1, n_C).
    hparameters: {"stride", "pad"}, in pixels.
    Returns Z (m, n_H, n_W, n_C), n_H = (n_H_prev − 1) stride + f − 2 pad, and the cache (A_prev, W, b, hparameters).
    Source: Long, Shelhamer, Darrell, "Fully Convolutional Networks for Semantic Segmentation" (2015).
    """
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, n_C, _ = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    # The size before anything is cut off: the last window begins (n_H_prev − 1) strides down, and is f high
    n_H_pad, n_W_pad = (n_H_prev - 1) * stride + f, (n_W_prev - 1) * stride + f
    # Room for all windows, of the type np.result_type(A_prev, W, b)
    Z_pad = np.zeros((m, n_H_pad, n_W_pad, n_C), np.result_type(A_prev, W, b))
    # For every pixel of every image:
    for i in range(m):
        for h in range(n_H_prev):
            for w in range(n_W_prev):
                # its channels weigh the filters: a whole window of the output, which is added to what is there
                window = W @ A_prev[i, h, w]  # (f, f, n_C, n_C_prev) @ (n_C_prev,) -> (f, f, n_C)
                Z_pad[i, h * stride : h * stride + f, w * stride : w * stride + f] += window
    # Cut the frame off, and add the bias
    Z = Z_pad[:, pad : n_H_pad - pad, pad : n_W_pad - pad] + b
    return Z, (A_prev, W, b, hparameters)


def transposed_conv_backward(dZ, cache):
    """Carry the gradient back through `transposed_conv_forward`.

        dA_prev[i, h, w, :] = Σ over the window of Wᵀ dZ,    dW += dZ(window) A_prev[i, h, w, :],    db = Σ dZ

    dZ: (m, n_H, n_W, n_C).    cache: (A_prev, W, b, hparameters).
    Returns dA_prev (m, n_H_prev, n_W_prev, n_C_prev), dW (f, f, n_C, n_C_prev), db (1, 1, 1, n_C).
    """
    A_prev, W, _, hparameters = cache
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    stride, pad, f = hparameters["stride"], hparameters["pad"], len(W)
    # What was cut off had no influence: its gradient is 0. Room for the other two
    dZ_pad = np.pad(dZ, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    dA_prev, dW = np.zeros_like(A_prev), np.zeros_like(W)
    # For every pixel of every image, the window that it was laid over:
    for i in range(m):
        for h in range(n_H_prev):
            for w in range(n_W_prev):
                window = dZ_pad[i, h * stride : h * stride + f, w * stride : w * stride + f]  # (f, f, n_C)
                # one number for each channel of the pixel: the filters' products with the window, added up
                dA_prev[i, h, w] = np.tensordot(window, W, axes=3)  # (f, f, n_C) · (f, f, n_C, n_C_prev)
                # each number of the window times each channel of the pixel
                dW += window[..., np.newaxis] * A_prev[i, h, w]
    # The bias went into every pixel of its channel
    db = np.sum(dZ, axis=(0, 1, 2), keepdims=True)
    return dA_prev, dW, db
