"""A convolution in two cheaper halves: each channel by itself, then each pixel by itself."""

import numpy as np

from utils.steps.convolution import conv_output_shape, zero_pad


def depthwise_conv(A_prev, W, hparameters):
    """Slide one filter over each channel; channels do not mix.

        Z[i, h, w, c] = Σ window(i, h, w)[..., c] * W[..., c]

    A_prev: (m, n_H_prev, n_W_prev, n_C).    W: (f, f, n_C), a filter for each channel.
    hparameters: {"stride", "pad"}, in pixels.    At hand: `conv_output_shape`, `zero_pad`.
    Returns Z (m, n_H, n_W, n_C) and the cache (A_prev, W, hparameters). There is no bias: batch norm follows.
    Source: Howard and others, "MobileNets" (2017).
    """
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    stride, pad, f = hparameters["stride"], hparameters["pad"], len(W)
    # The size of the output; room for it, of the type np.result_type(A_prev, W), as pixels are often whole
    # numbers and weighed sums are not; and the padded images
    n_H, n_W = conv_output_shape(n_H_prev, n_W_prev, f, stride, pad)
    Z = np.zeros((m, n_H, n_W, n_C), np.result_type(A_prev, W))
    A_prev_pad = zero_pad(A_prev, pad)
    # For every place, in all images at once:
    for h in range(n_H):
        for w in range(n_W):
            # multiply the window by the filters, and add up over height and width: the channels stay apart
            window = A_prev_pad[:, h * stride : h * stride + f, w * stride : w * stride + f]  # (m, f, f, n_C)
            Z[:, h, w] = np.sum(window * W, axis=(1, 2))
    return Z, (A_prev, W, hparameters)


def depthwise_conv_backward(dZ, cache):
    """Carry the gradient back through `depthwise_conv`.

        dA(window)[..., c] += W[..., c] dZ[i, h, w, c],    dW[..., c] += window[..., c] dZ[i, h, w, c]

    dZ: (m, n_H, n_W, n_C).    cache: (A_prev, W, hparameters).    At hand: `zero_pad`.
    Returns dA_prev (m, n_H_prev, n_W_prev, n_C), dW (f, f, n_C).
    """
    A_prev, W, hparameters = cache
    stride, pad, f = hparameters["stride"], hparameters["pad"], len(W)
    _, n_H_prev, n_W_prev, _ = A_prev.shape
    # Room for the sums, all 0; the padded images again, and their gradient in the same size
    dW, A_prev_pad = np.zeros_like(W), zero_pad(A_prev, pad)
    dA_prev_pad = np.zeros_like(A_prev_pad)
    # For every place, in all images at once:
    for h in range(dZ.shape[1]):
        for w in range(dZ.shape[2]):
            rows, columns = slice(h * stride, h * stride + f), slice(w * stride, w * stride + f)
            # this place's gradient, one number for each image and channel, shaped to meet a window
            slope = dZ[:, h, w][:, np.newaxis, np.newaxis]  # (m, 1, 1, n_C)
            # the windows get their share, image by image; the filters get theirs from all images
            dA_prev_pad[:, rows, columns] += W * slope
            dW += np.sum(A_prev_pad[:, rows, columns] * slope, axis=0)
    # Cut off the gradient of the frame
    return dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev], dW


def pointwise_conv(A_prev, W):
    """Mix the channels of every pixel: a 1 × 1 convolution, which is one dense layer that all pixels share.

        Z[i, h, w, :] = A_prev[i, h, w, :] W[0, 0]

    A_prev: (m, n_H, n_W, n_C_prev).    W: (1, 1, n_C_prev, n_C).
    Returns Z (m, n_H, n_W, n_C) and the cache (A_prev, W). There is no bias: batch norm follows.
    Source: Lin, Chen, Yan, "Network In Network" (2013).
    """
    # A matrix product acts on the last axis, whatever stands before it
    Z = A_prev @ W[0, 0]  # (…, n_C_prev) @ (n_C_prev, n_C) -> (…, n_C)
    return Z, (A_prev, W)


def pointwise_conv_backward(dZ, cache):
    """Carry the gradient back through `pointwise_conv`.

        dA_prev = dZ W[0, 0]ᵀ,    dW[0, 0] = Σ over images and pixels of A_prev[i, h, w, :]ᵀ dZ[i, h, w, :]

    dZ: (m, n_H, n_W, n_C).    cache: (A_prev, W).
    Returns dA_prev (m, n_H, n_W, n_C_prev), dW (1, 1, n_C_prev, n_C).
    """
    A_prev, W = cache
    # The weights, used in the other direction
    dA_prev = dZ @ W[0, 0].T  # (…, n_C) @ (n_C, n_C_prev) -> (…, n_C_prev)
    # Every pixel of every image is one row: their sum of products is one matrix product
    n_C_prev, n_C = W.shape[2:]
    dW = A_prev.reshape(-1, n_C_prev).T @ dZ.reshape(-1, n_C)  # (n_C_prev, n_C)
    return dA_prev, dW.reshape(W.shape)
