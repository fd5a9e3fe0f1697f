"""Right answers written another way, and wrong ones that take more than an edit."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from utils.steps.convolution import conv_forward, conv_output_shape

# Right


def filters_by_loop(smoothing):
    total = sum(smoothing)
    rows = [[-w / total / 2, 0, w / total / 2] for w in smoothing]
    return np.array(rows), np.array([[row[k] for row in rows] for k in range(3)])


def filters_by_broadcasting(smoothing):
    weights = np.asarray(smoothing)[:, None] / np.sum(smoothing)
    return weights * [-0.5, 0, 0.5], np.array([[-0.5], [0], [0.5]]) * weights.T


def pad_by_placing(X, pad):
    m, n_H, n_W, n_C = X.shape
    padded = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    padded[:, pad : pad + n_H, pad : pad + n_W] = X
    return padded


def shape_by_walking(n_H, n_W, f, stride, pad):
    starts = [range(0, n + 2 * pad - f + 1, stride) for n in (n_H, n_W)]
    if not all(starts):
        raise ValueError("nothing fits")
    return len(starts[0]), len(starts[1])


def shape_by_int(n_H, n_W, f, stride, pad):
    if f > n_H + 2 * pad or f > n_W + 2 * pad:
        raise ValueError("the window is too large")
    return int((n_H + 2 * pad - f) / stride) + 1, int((n_W + 2 * pad - f) / stride + 1)


def single_step_by_loop(a_slice_prev, W, b):
    return sum(a_slice_prev[place] * W[place] for place in np.ndindex(W.shape)) + b[0, 0, 0]


def single_step_by_dot(a_slice_prev, W, b):
    return float(np.dot(a_slice_prev.ravel(), W.ravel()) + np.squeeze(b))


def windows_of(A_prev, f, stride, pad):
    """(m, n_H, n_W, n_C_prev, f, f)"""
    A = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    if min(A.shape[1:3]) < f:
        raise ValueError("nothing fits")
    return sliding_window_view(A, (f, f), axis=(1, 2))[:, ::stride, ::stride]


def conv_by_einsum(A_prev, W, b, hparameters):
    windows = windows_of(A_prev, len(W), hparameters["stride"], hparameters["pad"])
    return np.einsum("ihwcfg,fgck->ihwk", windows, W) + b, (A_prev, W, b, hparameters)


def conv_without_filter_loop(A_prev, W, b, hparameters):
    f, s, p = W.shape[0], hparameters["stride"], hparameters["pad"]
    n_H, n_W = conv_output_shape(A_prev.shape[1], A_prev.shape[2], f, s, p)
    padded = pad_by_placing(A_prev, p)
    Z = np.zeros((len(A_prev), n_H, n_W, W.shape[3]))
    for h in range(n_H):
        for w in range(n_W):
            window = padded[:, h * s : h * s + f, w * s : w * s + f, :]
            Z[:, h, w, :] = np.tensordot(window, W, 3) + b[0, 0, 0]
    return Z, (A_prev, W, b, hparameters)


def conv_back_by_places(dZ, cache):
    A_prev, W, b, hparameters = cache
    f, s, p = W.shape[0], hparameters["stride"], hparameters["pad"]
    padded = pad_by_placing(A_prev, p)
    dpadded, dW = np.zeros(padded.shape), np.zeros(W.shape)
    for h, w in np.ndindex(dZ.shape[1:3]):
        rows, columns, slope = slice(h * s, h * s + f), slice(w * s, w * s + f), dZ[:, h, w]
        dW += np.einsum("ifgc,ik->fgck", padded[:, rows, columns], slope)
        dpadded[:, rows, columns] += np.einsum("fgck,ik->ifgc", W, slope)
    n_H, n_W = A_prev.shape[1:3]
    return dpadded[:, p : p + n_H, p : p + n_W], dW, dZ.sum(axis=(0, 1, 2), keepdims=True)


def conv_back_by_taps(dZ, cache):
    A_prev, W, b, hparameters = cache
    f, s, p = W.shape[0], hparameters["stride"], hparameters["pad"]
    _, n_H, n_W, _ = dZ.shape
    padded = pad_by_placing(A_prev, p)
    dpadded, dW = np.zeros(padded.shape), np.zeros(W.shape)
    for i, j in np.ndindex(f, f):
        tap = slice(i, i + s * n_H, s), slice(j, j + s * n_W, s)
        dpadded[:, *tap] += dZ @ W[i, j].T
        dW[i, j] = np.tensordot(padded[:, *tap], dZ, ([0, 1, 2], [0, 1, 2]))
    keep = slice(p, -p or None)
    return dpadded[:, keep, keep], dW, np.sum(dZ, (0, 1, 2)).reshape(b.shape)


def pool_by_windows(A_prev, hparameters, mode="max"):
    if mode not in ("max", "average"):
        raise ValueError(mode)
    windows = windows_of(A_prev, hparameters["f"], hparameters["stride"], 0)
    return (np.max if mode == "max" else np.mean)(windows, axis=(4, 5)), (A_prev, hparameters)


def mask_by_comparing(x):
    return np.where(x >= x.max(), 1.0, 0.0)


def mask_by_loop(x):
    mask = np.zeros(x.shape, dtype=bool)
    for place in np.ndindex(x.shape):
        mask[place] = not np.any(x > x[place])
    return mask


def distribute_by_ones(dz, shape):
    return np.ones(shape) * dz / np.prod(shape)


def pool_back_by_places(dA, cache, mode="max"):
    if mode not in ("max", "average"):
        raise ValueError(mode)
    A_prev, hparameters = cache
    f, s = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape)
    for h, w in np.ndindex(dA.shape[1:3]):
        window = A_prev[:, h * s : h * s + f, w * s : w * s + f]
        weights = window == window.max(axis=(1, 2), keepdims=True) if mode == "max" else np.ones(window.shape)
        shares = weights / weights.sum(axis=(1, 2), keepdims=True)
        dA_prev[:, h * s : h * s + f, w * s : w * s + f] += shares * dA[:, h : h + 1, w : w + 1]
    return dA_prev


def rows_by_loop(A_prev, f, stride, pad):
    padded = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    n_H, n_W = conv_output_shape(*A_prev.shape[1:3], f, stride, pad)
    rows = []
    for i in range(len(A_prev)):
        for h in range(n_H):
            for w in range(n_W):
                rows.append(padded[i, h * stride : h * stride + f, w * stride : w * stride + f].ravel())
    return np.array(rows)


def rows_by_view(A_prev, f, stride, pad):
    windows = windows_of(A_prev, f, stride, pad).transpose(0, 1, 2, 4, 5, 3)
    return windows.reshape(-1, f * f * A_prev.shape[3])


def conv_by_taps(A_prev, W, b, hparameters):
    s, p = hparameters["stride"], hparameters["pad"]
    n_H, n_W = conv_output_shape(*A_prev.shape[1:3], len(W), s, p)
    padded = pad_by_placing(A_prev, p)
    Z = b + sum(padded[:, i : i + s * n_H : s, j : j + s * n_W : s] @ W[i, j] for i, j in np.ndindex(len(W), len(W)))
    return Z, (A_prev, W, b, hparameters)


# Wrong


def pad_by_negative_slice(X, pad):
    m, n_H, n_W, n_C = X.shape
    padded = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    padded[:, pad:-pad, pad:-pad] = X
    return padded


def shape_by_assert(n_H, n_W, f, stride, pad):
    assert f <= n_H + 2 * pad and f <= n_W + 2 * pad
    return (n_H + 2 * pad - f) // stride + 1, (n_W + 2 * pad - f) // stride + 1


def rows_without_turning(A_prev, f, stride, pad):
    """The pixel's axes stand in front, and reshape reads them first."""
    windows = windows_of(A_prev, f, stride, pad).transpose(4, 5, 0, 1, 2, 3)
    return windows.reshape(-1, f * f * A_prev.shape[3])


def mask_of_first(x):
    mask = np.zeros(x.shape, dtype=bool)
    mask[np.unravel_index(np.argmax(x), x.shape)] = True
    return mask


def conv_of_input_size(A_prev, W, b, hparameters):
    Z, cache = conv_forward(A_prev, W, b, hparameters)
    whole = np.zeros((*A_prev.shape[:3], W.shape[3]))
    n_H, n_W = (min(k) for k in zip(Z.shape[1:3], whole.shape[1:3], strict=True))
    whole[:, :n_H, :n_W] = Z[:, :n_H, :n_W]
    return whole, cache
