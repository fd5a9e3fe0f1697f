"""The exercise conv_backward: its cases, right answers and known mistakes."""

import numpy as np

from utils.checking import Exercise, slip
from utils.labs.course4.week1_convolution_steps.common import _edge, _layers, pad_by_placing
from utils.steps import convolution
from utils.steps.convolution import conv_forward


def _with_slopes(rng, layers):
    """(dZ, cache) of layers; the first slopes are readable where they are 2 × 2."""
    for arguments in layers:
        Z, cache = conv_forward(*arguments)
        readable = np.array([[1.0, 2], [0, -1]])[None, :, :, None]
        yield readable if Z.shape == readable.shape else rng.normal(size=Z.shape), cache


def conv_backward_cases(rng):
    whole = rng.integers(0, 9, (1, 4, 3, 2)), rng.integers(-2, 3, (2, 2, 2, 1)), np.ones((1, 1, 1, 1), int)
    framed = [layer for layer in _layers(rng) if layer[3]["pad"]]
    layers = [(*_edge(), {"stride": 2, "pad": 1}), *framed, (*whole, {"stride": 1, "pad": 1})]
    return list(_with_slopes(rng, layers))


def without_padding(rng):
    """The course's assignment pads always."""
    bare = [layer for layer in _layers(rng) if not layer[3]["pad"]]
    return list(_with_slopes(rng, [(*_edge(), {"stride": 1, "pad": 0}), *bare]))


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


ROOM = "np.zeros(array.shape, kind)"


CUT = "[:, pad : pad + n_H_prev, pad : pad + n_W_prev]"


SPREAD = "W[..., c] * dZ[i, h, w, c]"


EXERCISE = Exercise(
    convolution.conv_backward,
    points=28,
    returns=("dA_prev", "dW", "db"),
    cases=conv_backward_cases,
    wishes=without_padding,
    mistakes={
        "Windows overlap, and yours overwrite what a pixel got before; add up: dA_prev_pad[…] +=.": slip(
            "left : left + f] += ", "left : left + f] = "
        ),
        "Your dW keeps the last window alone; add up over all of them: dW[..., c] +=.": slip(
            "dW[..., c] +=", "dW[..., c] ="
        ),
        "Your db keeps the last place alone; add up over all of them: db[..., c] +=.": slip(
            "db[..., c] +=", "db[..., c] ="
        ),
        "You divide dW and db by m; dZ carries the mean over the examples already, so only sums are due here.": slip(
            "return dA_prev, dW, db", "return dA_prev, dW / m, db / m"
        ),
        "You divide dW by the number of places; nothing was averaged in the forward pass, so only add up.": slip(
            "return dA_prev, dW, db", "return dA_prev, dW / (n_H * n_W), db"
        ),
        "You divide dW and db by the number of places; nothing was averaged in the forward pass, so only add up.": slip(
            "return dA_prev, dW, db", "return dA_prev, dW / (n_H * n_W), db / (n_H * n_W)"
        ),
        "Your bias gets the window's pixels too; it was added to the sum as it is: db[..., c] += dZ[i, h, w, c].": slip(
            "db[..., c] += dZ[i, h, w, c]", "db[..., c] += np.sum(a_slice_prev) * dZ[i, h, w, c]"
        ),
        "Your db adds up over all filters; each filter's bias gets its own channel of dZ: db[..., c].": slip(
            "db[..., c] += dZ", "db += dZ"
        ),
        "Your dA_prev starts from the pixels themselves; start the sums at 0, with np.zeros.": slip(
            "    # For every number", "    dA_prev_pad += A_prev_pad\n    # For every number"
        ),
        "Your db adds up the weights; the bias was added as it is: db[..., c] += dZ[i, h, w, c].": slip(
            "db[..., c] += dZ[i, h, w, c]", "db[..., c] += np.sum(W[..., c]) * dZ[i, h, w, c]"
        ),
        "Your window is stride times too large; it is f long from its corner, top : top + f.": slip(
            "top : top + f, left : left + f", "top : top + f * stride, left : left + f * stride"
        ),
        "You go through the first image only; it is range(m).": slip("range(m)", "range(1)"),
        "Your windows move by one pixel whatever the stride; the corner is h · stride, w · stride.": slip(
            "h * stride, w * stride", "h, w"
        ),
        "You cut windows out of A_prev without its padding; pad it again, as in the forward pass.": slip(
            "A_prev_pad = zero_pad(A_prev, pad)", "A_prev_pad = A_prev"
        ),
        "Your windows come from A_prev, without its frame; cut them out of the padded images.": slip(
            "a_slice_prev = A_prev_pad[i, ", "a_slice_prev = A_prev[i, "
        ),
        "You cut as many pixels as if the frame were on one side; the slice ends at pad + n_H_prev.": slip(
            CUT, "[:, pad:n_H_prev, pad:n_W_prev]"
        ),
        "The corner has row and column exchanged; rows go with h, columns with w: top = h · stride.": slip(
            "top, left = h * stride, w * stride", "left, top = h * stride, w * stride"
        ),
        "Your dW sees the first image alone; the window is A_prev_pad[i, …].": slip(
            "a_slice_prev = A_prev_pad[i, ", "a_slice_prev = A_prev_pad[0, "
        ),
        "All gradients land in the first image; they belong to dA_prev_pad[i, …].": slip(
            "dA_prev_pad[i, ", "dA_prev_pad[0, "
        ),
        "You return the gradient of the padded images; cut off pad pixels on each side.": slip(
            "dA_prev_pad" + CUT, "dA_prev_pad"
        ),
        "Your slice pad : −pad is empty where pad is 0; cut from pad to pad + n_H_prev, and likewise across.": slip(
            CUT, "[:, pad:-pad, pad:-pad]"
        ),
        "You cut off the frame on one side only; the pixels of A_prev are pad to pad + n_H_prev.": slip(
            CUT, "[:, :n_H_prev, :n_W_prev]"
        ),
        "Pixels and weights are exchanged; the filter's gradient is the window, the window's is the filter.": slip(
            (SPREAD, "SPREAD"),
            ("a_slice_prev * dZ[i, h, w, c]", SPREAD),
            ("SPREAD", "a_slice_prev * dZ[i, h, w, c]"),
        ),
        "You turn the filter round; each pixel gets the weight that it was multiplied by, at the same place.": slip(
            SPREAD, "W[::-1, ::-1, :, c] * dZ[i, h, w, c]"
        ),
        "You use the first filter for every channel; it is W[..., c].": slip(SPREAD, "W[..., 0] * dZ[i, h, w, c]"),
        "The filter is missing in dA_prev; each pixel gets its weight times dZ.": slip(SPREAD, "dZ[i, h, w, c]"),
        "The pixels are missing in dW; each weight gets its pixel times dZ.": slip(
            "a_slice_prev * dZ[i, h, w, c]", "dZ[i, h, w, c]"
        ),
        "dZ is missing in dA_prev; each pixel gets its weight times dZ[i, h, w, c].": slip(SPREAD, "W[..., c]"),
        "Your three results are in another order; return dA_prev, dW, db.": slip(
            "return dA_prev, dW, db", "return dW, db, dA_prev"
        ),
        "Your sums have the integer type of the pixels or weights; make them of np.result_type(A_prev, W, dZ).": slip(
            ROOM, "np.zeros_like(array)"
        ),
    },
    right=[conv_back_by_places, conv_back_by_taps],
    hints=[
        "The loops of conv_forward once more. At each place one number, dZ[i, h, w, c], goes back to all that made "
        "it: the window's pixels, the filter's weights, the bias.",
        "dA(window) += W[..., c] · dZ, dW[..., c] += window · dZ, db[..., c] += dZ; all three add up over places.",
        "dA_prev_pad[i, top : top + f, left : left + f] += W[..., c] * dZ[i, h, w, c]; at the end "
        "dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev].",
    ],
    topics=["backward pass of a convolution"],
)
